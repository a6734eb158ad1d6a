//! `candour verify-bundle`: checks a bundle where there is no ledger, and says exactly what it shows.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use candour_interchange::bundle::{BUNDLE_BYTES_MAX, BundleFault, Pins, Place, Verdict, check};
use candour_ledger::note::{Policy, Verifier};
use clap::Args;
use serde::Serialize;

use super::Ran;
use crate::exit::{Exit, Fault};
use crate::output::Output;
use crate::show;

const EXAMPLES: &str = "\
Examples:
  candour verify-bundle ashdown.json
  candour verify-bundle ashdown.json --key ledger.key --policy policy.txt --json

It needs no ledger and no network. Without --key the key that the bundle itself shows is believed, and the
answer says so: have the ledger's key from elsewhere, and compare. Without --policy the policy on witnesses
is the one that the ledger adopted. Exit code 1 says that the bundle is at fault, and the first entry at
fault is named.";

/// The arguments of `candour verify-bundle`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct VerifyBundle {
    /// The bundle; - reads what is piped in
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    /// A key of the ledger that you had from elsewhere, or a file with it
    #[arg(long, value_name = "KEY|FILE")]
    key: Option<String>,
    /// The policy on witnesses that must be met
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
}

/// What was found, as `--json` prints it.
#[derive(Serialize)]
struct Found {
    sound: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<Verdict>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<AtFault>,
}

#[derive(Serialize)]
struct AtFault {
    #[serde(flatten)]
    place: Option<Place>,
    what: String,
}

impl VerifyBundle {
    pub(crate) fn run(self, output: &mut Output) -> Ran {
        let pins = self.pins()?;
        let bytes = read(&self.file)?;
        let found = check(&bytes, &pins);
        let exit = if found.is_ok() { Exit::Fine } else { Exit::Found };
        if output.json {
            let (verdict, fault) = match found {
                Ok(verdict) => (Some(verdict), None),
                Err(BundleFault { place, wrong }) => {
                    (None, Some(AtFault { place, what: wrong.to_string() }))
                }
            };
            output.json(&Found { sound: fault.is_none(), verdict, fault })?;
            return Ok(exit);
        }
        match found {
            Ok(verdict) => show::bundle::verdict(&verdict, output)?,
            Err(fault) => show::bundle::fault(&fault, output)?,
        }
        Ok(exit)
    }

    fn pins(&self) -> Result<Pins, Fault> {
        let key = self.key.as_deref().map(key).transpose()?;
        let policy = self.policy.as_deref().map(policy).transpose()?;
        Ok(Pins { key, policy })
    }
}

fn unread(file: &Path, error: io::Error) -> Fault {
    Fault::unreadable(format!("{} could not be read", file.display()))
        .because(error)
        .next("check the name of the file")
}

/// Reads a bundle, and no more than a bundle can have.
fn read(file: &Path) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let most = BUNDLE_BYTES_MAX as u64 + 1;
    let read = if file.as_os_str() == "-" {
        io::stdin().take(most).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|it| it.take(most).read_to_end(&mut bytes))
    };
    read.map(|_| bytes).map_err(|error| unread(file, error))
}

/// A key as it is given, or the one in a file.
fn key(given: &str) -> Result<Verifier, Fault> {
    let path = Path::new(given);
    let text = if path.is_file() {
        std::fs::read_to_string(path).map_err(|error| unread(path, error))?
    } else {
        given.to_owned()
    };
    text.trim().parse::<Verifier>().map_err(|error| {
        Fault::wrong_use("what was given with --key is not a key")
            .because(error)
            .next("give it as `candour key show` prints it")
    })
}

fn policy(file: &Path) -> Result<Policy, Fault> {
    let text = std::fs::read_to_string(file).map_err(|error| unread(file, error))?;
    Policy::parse(&text).map_err(|error| {
        Fault::wrong_use(format!("{} is not a policy", file.display())).because(error)
    })
}
