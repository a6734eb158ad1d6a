//! `candour witness`: being a witness of somebody else's ledger. It opens no ledger, and what it shows of
//! one is its name, its size and its root: there is nothing else to show.

mod show;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candour_ledger::note::{KeyName, Verifier};
use candour_ledger::witness::{KeepError, Kept, NotTrusted, TrustError, WitnessKeeper, look};
use clap::{Args, Subcommand};
use serde::Serialize;
use tokio::net::TcpListener;

use super::Ran;
use crate::edge::Edge;
use crate::exit::{Exit, Fault};
use crate::output::Output;
use crate::server::connections::told_to_stop;
use crate::witness::serve::{LIMITS, Served, serve};

/// The subcommands of `candour witness`.
#[derive(Debug, Subcommand)]
pub(crate) enum Witness {
    /// Make a witness, with a key of its own
    Init(Init),
    /// Trust a ledger's key: checkpoints that it signs are cosigned from then on
    Trust(Trust),
    /// Cosign what the trusted ledgers show, until it is stopped
    Serve(Serve),
    /// What the witness has cosigned last of each ledger
    Status(show::Status),
    /// The checkpoints that it refused because they may not belong to one history
    Evidence(show::Shown),
}

impl Witness {
    pub(crate) async fn run(self, edge: &Edge, output: &mut Output) -> Ran {
        match self {
            Self::Init(it) => it.run(edge, output),
            Self::Trust(it) => it.run(edge, output),
            Self::Serve(it) => it.run(edge, output).await,
            Self::Status(it) => it.run(output),
            Self::Evidence(it) => it.run(output),
        }
    }
}

/// Where a witness is kept.
#[derive(Debug, Args)]
struct State {
    /// The directory of the witness
    #[arg(long = "state", value_name = "DIR")]
    directory: PathBuf,
}

const INIT: &str = "\
Examples:
  candour witness init --state ./witness --name police.example/witness

The key is made from the system's randomness and kept in the directory, for its owner alone. Give the
line that is printed to whoever keeps the ledger: it goes into their policy.";

/// The arguments of `candour witness init`.
#[derive(Debug, Args)]
#[command(after_help = INIT)]
pub(crate) struct Init {
    #[command(flatten)]
    state: State,
    /// What the witness is called, usually a domain and a path; no spaces and no plus signs
    #[arg(long)]
    name: String,
}

#[derive(Serialize)]
struct Made {
    directory: String,
    name: String,
    key: String,
}

impl Init {
    fn run(self, edge: &Edge, output: &mut Output) -> Ran {
        let directory = self.state.directory;
        let name: KeyName = self.name.parse().map_err(|error| {
            Fault::wrong_use(format!("{:?} cannot name a witness", self.name)).because(error)
        })?;
        let mut secret = [0; 32];
        edge.entropy().fill(&mut secret);
        let made = WitnessKeeper::init(&directory, name, &secret);
        let witness = made.map_err(|error| not_opened(&directory, "made", error))?;
        let made = Made {
            directory: directory.display().to_string(),
            name: witness.name().to_string(),
            key: witness.to_string(),
        };
        if output.json {
            json(output, &made)?;
            return Ok(Exit::Fine);
        }
        output.line(&format!("A new witness in {}", made.directory))?;
        output.line(&format!("  name  {}", made.name))?;
        output.line(&format!("  key   {}", made.key))?;
        output.note(
            "next: give the key to whoever keeps the ledger, and trust theirs with `candour witness \
             trust`",
        )?;
        Ok(Exit::Fine)
    }
}

const TRUST: &str = "\
Examples:
  candour witness trust candour/ledger/5f0c+0c9a+AbC --state ./witness

The key is one line that whoever keeps the ledger gives you. A ledger that changes its key has two for a
while: trust the new one too. A key that is trusted stays so. Stop the witness before, and serve it again
afterwards.";

/// The arguments of `candour witness trust`.
#[derive(Debug, Args)]
#[command(after_help = TRUST)]
pub(crate) struct Trust {
    #[command(flatten)]
    state: State,
    /// The ledger's key, as one line: its name, its identifier and the key, with plus signs between
    #[arg(value_name = "KEY")]
    key: String,
}

#[derive(Serialize)]
struct Trusted {
    ledger: String,
    key: String,
    new: bool,
}

impl Trust {
    fn run(self, edge: &Edge, output: &mut Output) -> Ran {
        let key: Verifier = self.key.trim().parse().map_err(|error| {
            Fault::wrong_use("this is not a ledger's key")
                .because(error)
                .next("copy the whole line, with its name and both plus signs")
        })?;
        let directory = self.state.directory;
        let keeper = opened(&directory, edge)?;
        let new = keeper.trust(key.clone()).map_err(|error| match error {
            TrustError::Refused(why @ (NotTrusted::Kind | NotTrusted::TooMany)) => {
                Fault::found("the key is not trusted").because(why)
            }
            TrustError::Failed(failure) => {
                Fault::unreadable("the key could not be kept").because(failure)
            }
        })?;
        let trusted = Trusted { ledger: key.name().to_string(), key: key.to_string(), new };
        if output.json {
            json(output, &trusted)?;
            return Ok(Exit::Fine);
        }
        let since = if new { "is trusted from now on" } else { "was trusted already" };
        output.line(&format!("Ledger {}: this key {since}", trusted.ledger))?;
        Ok(Exit::Fine)
    }
}

const SERVE: &str = "\
Examples:
  candour witness serve --state ./witness
  candour witness serve --state ./witness --listen 0.0.0.0:8080

It answers POST /add-checkpoint as C2SP's tlog-witness has it, and GET /healthz. It speaks HTTP without
TLS: put a proxy with a certificate before it where others could come between. It stops on SIGINT and
SIGTERM, after what is under way. What it refuses, and why, is written to standard error with
CANDOUR_LOG=info.";

/// The arguments of `candour witness serve`.
#[derive(Debug, Args)]
#[command(after_help = SERVE)]
pub(crate) struct Serve {
    #[command(flatten)]
    state: State,
    /// Where to listen; with port 0 the system chooses one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:2036")]
    listen: SocketAddr,
}

#[derive(Serialize)]
struct Listening {
    witness: String,
    listening: String,
}

impl Serve {
    async fn run(self, edge: &Edge, output: &mut Output) -> Ran {
        let keeper = Arc::new(opened(&self.state.directory, edge)?);
        let stop = told_to_stop().map_err(|error| {
            Fault::unreadable("the signals to stop cannot be waited for").because(error)
        })?;
        let failed = |error: io::Error| {
            Fault::unreadable(format!("nothing can listen on {}", self.listen))
                .because(error)
                .next("name another address with --listen")
        };
        let listener = TcpListener::bind(self.listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let listening = Listening {
            witness: keeper.verifier().to_string(),
            listening: format!("http://{address}"),
        };
        if output.json {
            output.data_line(&serde_json::to_string(&listening)?)?;
        } else {
            let name = keeper.verifier().name().to_string();
            output.line(&format!("Witness {name} listens on {}", listening.listening))?;
        }
        output.flush()?;
        let served = Served { keeper, clock: edge.clock(), limits: LIMITS };
        serve(listener, served, stop).await;
        output.note("stopped")?;
        Ok(Exit::Fine)
    }
}

/// An answer as JSON. A witness holds no records, invented or not, so it is not marked as synthetic.
fn json<T: Serialize>(output: &mut Output, answer: &T) -> anyhow::Result<()> {
    Ok(output.data_line(&serde_json::to_string_pretty(answer)?)?)
}

fn opened(directory: &Path, edge: &Edge) -> Result<WitnessKeeper, Fault> {
    let opened = WitnessKeeper::open(directory, edge.now());
    opened.map_err(|error| not_opened(directory, "opened", error))
}

fn looked(directory: &Path) -> Result<Kept, Fault> {
    look(directory).map_err(|error| not_opened(directory, "opened", error))
}

fn not_opened(directory: &Path, done: &str, error: KeepError) -> Fault {
    let what = format!("the witness in {} was not {done}", directory.display());
    let (fault, next) = match &error {
        KeepError::There { .. } => {
            (Fault::found(what), Some("name another directory; nothing is ever written over"))
        }
        KeepError::NoWitness => (
            Fault::unreadable(what),
            Some("check --state, or make a witness there with `candour witness init`"),
        ),
        KeepError::Held(_) => (Fault::unreadable(what), Some("stop that process first")),
        KeepError::Missing { .. } | KeepError::Damaged { .. } | KeepError::Key { .. } => (
            Fault::unreadable(what),
            Some(
                "keep the files as they are, and see the guide for witnesses; a witness that forgot \
                 would cosign a second history",
            ),
        ),
        KeepError::Failed(_) => (Fault::unreadable(what), None),
    };
    let fault = fault.because(error);
    match next {
        Some(next) => fault.next(next),
        None => fault,
    }
}
