//! `candour seal`, `candour checkpoint` and `candour key`: signing a checkpoint on demand, handing out the
//! last one with a proof that the ledger only grew, and the key that signs.

use std::fs;
use std::path::{Path, PathBuf};

use candour_commands::sealing::{Sealed, Sealing, Want};
use candour_ledger::EventStore;
use candour_ledger::merkle;
use candour_ledger::note::{KeyName, SignedCheckpoint, Verifier, base64_of};
use clap::{Args, Subcommand};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Global, Ran};
use crate::access::{self, AccessSeals};
use crate::edge::Edge;
use crate::exit::{Exit, Fault};
use crate::open;
use crate::output::Output;
use crate::sealing::{self, Seals};
use crate::show::words;

const SEAL: &str = "\
Examples:
  candour seal --ledger ./ashdown
  candour seal --anyway --json --ledger ./ashdown

Every command that records seals what it recorded, unless --sealing later is given: it commits to the last
entry of every stream, signs a checkpoint over all entries with the ledger's key, shows it to the witnesses
of the policy and brings it back into the ledger. This does so on demand. A ledger in which nothing but
its own entries has come since is left as it is, unless --anyway is given.";

/// The arguments of `candour seal`.
#[derive(Debug, Args)]
#[command(after_help = SEAL)]
pub(crate) struct Seal {
    /// Sign even where nothing has been recorded since the last checkpoint
    #[arg(long)]
    pub(crate) anyway: bool,
}

/// A checkpoint, as `--json` prints it.
#[derive(Serialize, JsonSchema)]
pub(crate) struct SealShown {
    /// Whether it was signed now, and not before.
    sealed: bool,
    /// How many entries it covers.
    size: u64,
    /// The root over them, in base64.
    root: String,
    /// Who has cosigned it.
    cosigned: Vec<Cosigned>,
    /// Whether these are as many as the policy needs.
    enough: bool,
    /// The checkpoint itself.
    checkpoint: String,
}

/// A cosignature, as `--json` prints it.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Cosigned {
    /// The witness.
    witness: String,
    /// The witness's own time.
    at: chrono::DateTime<chrono::Utc>,
}

impl Seal {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        let directory = open::directory(global.ledger.as_deref())?;
        let store = open::writing(Some(&directory), edge)?;
        let opened = Seals::open(&directory, &store, edge, output.draws_progress()).await?;
        let mut seals = opened.ok_or_else(no_key)?;
        let want = if self.anyway { Want::Now } else { Want::WhereWorked };
        let (shown, made) = sealed(&mut seals, want, edge).await?;
        if let Some(mut access) = AccessSeals::open(&directory, edge).await?
            && let Some(note) = access.seal(seals.sealer().policy(), edge).await?
        {
            output.note(&note)?;
        }
        if output.json {
            output.json(&shown)?;
            return Ok(Exit::Fine);
        }
        let (what, size) = (if shown.sealed { "Sealed" } else { "Sealed before" }, shown.size);
        output.heading(&format!("{what}: a checkpoint over {size} entries"), "")?;
        output.line(&format!("  root  {}", shown.root))?;
        for Cosigned { witness, at } in &shown.cosigned {
            output.line(&format!("  cosigned by {witness} at {}", words::moment(*at)))?;
        }
        if let Some(made) = &made {
            sealing::missing(made).map_or(Ok(()), |note| output.note(&note))?;
        }
        Ok(Exit::Fine)
    }
}

/// Signs a checkpoint where one is wanted; with what came of it, if it was signed now.
pub(crate) async fn sealed(
    seals: &mut Seals,
    want: Want,
    edge: &Edge,
) -> anyhow::Result<(SealShown, Option<Sealed>)> {
    let (checkpoint, made) = match seals.seal(want, edge).await? {
        Sealing::Sealed(made) => (made.checkpoint.clone(), Some(*made)),
        Sealing::Quiet(Some(last)) => (last, None),
        Sealing::Quiet(None) => {
            return Err(Fault::found("nothing has been recorded that could be sealed").into());
        }
    };
    Ok((shown(&checkpoint, made.as_ref(), seals), made))
}

fn shown(checkpoint: &SignedCheckpoint, made: Option<&Sealed>, seals: &Seals) -> SealShown {
    let policy = seals.sealer().policy();
    let said = policy.map(|it| it.cosignatures(checkpoint)).unwrap_or_default();
    let enough = policy.is_none_or(|it| it.is_met_by(&said));
    let cosigned =
        said.iter().map(|it| Cosigned { witness: it.witness.name().to_string(), at: it.at });
    let head = checkpoint.claim().head;
    SealShown {
        sealed: made.is_some(),
        size: head.size,
        root: base64_of(&head.root),
        cosigned: cosigned.collect(),
        enough,
        checkpoint: checkpoint.to_string(),
    }
}

fn no_key() -> Fault {
    Fault::found("the ledger's key is kept elsewhere")
        .next("seal where the key is; put it into sealing.key only where no other process seals")
}

const CHECKPOINT: &str = "\
Examples:
  candour checkpoint > held-elsewhere.txt
  candour checkpoint --grown-from held-elsewhere.txt

The last checkpoint as it was signed and cosigned: keep a copy where whoever keeps the ledger cannot reach
it. With --grown-from, the hashes that prove that the ledger of an earlier one grew into this one by
appending alone, one a line (RFC 6962), and then the checkpoint.";

/// The arguments of `candour checkpoint`.
#[derive(Debug, Args)]
#[command(after_help = CHECKPOINT)]
pub(crate) struct CheckpointOf {
    /// An earlier checkpoint, from which the ledger grew
    #[arg(long, value_name = "FILE")]
    grown_from: Option<PathBuf>,
}

impl CheckpointOf {
    pub(crate) fn run(self, global: &Global, output: &mut Output) -> Ran {
        let directory = open::directory(global.ledger.as_deref())?;
        open::reading(Some(&directory))?;
        let last = last(&directory)?;
        if let Some(file) = &self.grown_from {
            for line in growth(&directory, &read(file)?, &file.display().to_string())? {
                output.data_line(&line)?;
            }
            return Ok(Exit::Fine);
        }
        for line in last.to_string().lines() {
            output.data_line(line)?;
        }
        Ok(Exit::Fine)
    }
}

/// The last checkpoint of a ledger.
pub(crate) fn last(directory: &Path) -> Result<SignedCheckpoint, Fault> {
    sealing::files(directory).checkpoint().map_err(sealing::fault)?.ok_or_else(not_sealed)
}

/// The lines that prove that the ledger of an earlier checkpoint grew into the last one, and that one.
pub(crate) fn growth(
    directory: &Path,
    held: &SignedCheckpoint,
    called: &str,
) -> Result<Vec<String>, Fault> {
    let last = last(directory)?;
    let (old, new) = (held.claim().head, last.claim().head);
    let tiles = candour_ledger::log::Tiles::new(sealing::files(directory).directory(), new.size);
    let proof = merkle::prove_consistency(&tiles, old.size, new.size);
    let proof = proof.map_err(|error| {
        Fault::found(format!("no growth can be proved from {called}"))
            .because(error)
            .next("`candour verify --against FILE` reads every entry and says what is so")
    })?;
    merkle::verify_consistency(&old, &new, &proof).map_err(|error| {
        Fault::found("this ledger did not grow out of the one of that checkpoint")
            .because(error)
            .next("keep both checkpoints: together they show two histories")
    })?;
    let hashes = proof.iter().map(|hash| base64_of(hash));
    let text = last.to_string();
    Ok(hashes.chain([String::new()]).chain(text.lines().map(ToOwned::to_owned)).collect())
}

fn not_sealed() -> Fault {
    Fault::found("the ledger has no checkpoint yet").next("`candour seal` signs one")
}

/// Reads a checkpoint from a file.
pub(crate) fn read(file: &Path) -> Result<SignedCheckpoint, Fault> {
    let text = fs::read_to_string(file).map_err(|error| {
        Fault::unreadable(format!("{} could not be read", file.display()))
            .because(error)
            .next("check the name of the file")
    })?;
    SignedCheckpoint::parse(&text).map_err(|error| {
        Fault::found(format!("{} is no checkpoint", file.display()))
            .because(error)
            .next("give a file that `candour checkpoint` wrote, unchanged")
    })
}

const SHOW: &str = "\
Examples:
  candour key show
  candour key show --access

The public key, as a witness is told it and as `verify-receipt --key` takes it. With --access, the same key under
the name of the ledger of accesses: a witness is told it as that of another ledger.";

const REPLACE: &str = "\
Examples:
  candour key replace

The new key is introduced by an entry; a checkpoint that covers the entry is signed with the old key, and
only then does the new one sign. Tell the keepers of your witnesses the new key before, with `candour
witness trust` on their side; keep a copy of sealing.key where you keep your backups' secrets.";

/// `candour key`.
#[derive(Debug, Subcommand)]
pub(crate) enum Key {
    /// The ledger's public key
    #[command(after_help = SHOW)]
    Show {
        /// The key of the ledger of accesses
        #[arg(long)]
        access: bool,
    },
    /// Put a new key in place of the ledger's key
    #[command(after_help = REPLACE)]
    Replace,
}

/// The public key of a ledger, or of its ledger of accesses.
fn shown_key(directory: &Path, access: bool) -> Result<Verifier, Fault> {
    open::reading(Some(directory))?;
    let key = sealing::key(directory)?.ok_or_else(no_key)?;
    if !access {
        return Ok(key.verifier());
    }
    let (_, accesses) = access::reading(directory)?.ok_or_else(|| {
        Fault::found("there is no ledger of accesses yet")
            .next("it is made when something is handed out or shown for the first time")
    })?;
    Ok(key.under(KeyName::of_ledger(accesses.identity().id)).verifier())
}

#[derive(Serialize)]
struct KeyShown {
    key: String,
}

impl Key {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        let directory = open::directory(global.ledger.as_deref())?;
        match self {
            Self::Show { access } => {
                let key = shown_key(&directory, access)?.to_string();
                if output.json {
                    output.json(&KeyShown { key })?;
                } else {
                    output.data_line(&key)?;
                }
            }
            Self::Replace => {
                let store = open::writing(Some(&directory), edge)?;
                let opened = Seals::open(&directory, &store, edge, output.draws_progress()).await?;
                let mut seals = opened.ok_or_else(no_key)?;
                let new = sealing::make_next_key(&directory, &store, edge)?;
                // The ledger of accesses goes first: until the ledger's own follows, both keys are at hand.
                if let Some(mut access) = AccessSeals::open(&directory, edge).await? {
                    access.replace_key(&new, edge).await?;
                }
                let covered = seals.replace_key(&new, edge).await?;
                seals.keep_next()?;
                let key = new.verifier().to_string();
                if output.json {
                    output.json(&KeyShown { key })?;
                } else {
                    let size = covered.checkpoint.claim().head.size;
                    output.heading("The ledger signs with a new key", "")?;
                    output.line(&format!("  {key}"))?;
                    output.line(&format!(
                        "  introduced under the old one, by the checkpoint over {size} entries"
                    ))?;
                }
            }
        }
        Ok(Exit::Fine)
    }
}
