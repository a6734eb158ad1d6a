//! `candour receipt` and `candour verify-receipt`: that an entry stood in the ledger, unaltered, by the time
//! of a checkpoint; in one text, checked with no ledger at hand.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candour_domain::entry::RecordClock;
use candour_ledger::leaf::Leaf;
use candour_ledger::log::Tiles;
use candour_ledger::merkle::{self, Hash, Leaves};
use candour_ledger::note::{Cosignature, KeyName, LeafProof, Policy, SignedCheckpoint, Verifier};
use candour_ledger::receipt::{CommittedPart, ReceivedEntry, Texts, receipt, received};
use candour_ledger::{After, EventStore, PAGE_RECORDS_MAX, Record};
use candour_projections::ask::Ask;
use clap::Args;
use serde::Serialize;

use super::{Global, Ran};
use crate::exit::{Exit, Fault};
use crate::models::Models;
use crate::name;
use crate::output::Output;
use crate::sealing;
use crate::show::words;
use crate::store::Store;

const RECEIPT: &str = "\
Examples:
  candour receipt C2 > c2.tlog-proof
  candour receipt '#17' --case ASH-1 --output 17.tlog-proof
  candour receipt C2 --with-text --output c2.tlog-proof

A receipt has the entry's leaf (its identifier, stream, type, time, author and agency, and commitments to
its texts), its way to the root, and the last checkpoint with its cosignatures. It holds no word of the entry
unless --with-text is given. `candour verify-receipt` checks it with no ledger at hand.";

/// The arguments of `candour receipt`.
#[derive(Debug, Args)]
#[command(after_help = RECEIPT)]
pub(crate) struct ReceiptOf {
    #[command(flatten)]
    wanted: Wanted,
    /// Write it to a file, which must not exist
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Whose receipt is wanted.
#[derive(Debug, Args)]
pub(crate) struct Wanted {
    /// The entry: the reference of a row (C2), a position (#17) or an identifier
    #[arg(value_name = "ENTRY")]
    entry: String,
    /// The case that it stands in [default: the one case that has such an entry]
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    /// With the texts of the entry, so that whoever holds the receipt can show what it said
    #[arg(long)]
    with_text: bool,
}

impl Wanted {
    /// The receipt, in one text.
    pub(crate) async fn receipt(&self, models: &Models) -> anyhow::Result<String> {
        let place = self.entry.trim().strip_prefix('#').map(str::parse);
        let position = if let Some(Ok(position)) = place {
            position
        } else {
            let ask = Ask::everything(RecordClock::Ledger);
            let case = self.case.as_deref();
            let (book, id) = name::entry(models, &self.entry, case, &ask).await?;
            book.entries.iter().find(|it| it.id == id).map_or(0, |it| it.position.0)
        };
        let texts = if self.with_text { Texts::Given } else { Texts::LeftOut };
        let proofs = Receipts::open(&models.directory, &models.store).await?;
        Ok(proofs.of(position, texts).await?.to_string())
    }
}

impl ReceiptOf {
    pub(crate) async fn run(self, global: &Global, output: &mut Output) -> Ran {
        let models = Models::of(global, output)?;
        let text = self.wanted.receipt(&models).await?;
        match &self.output {
            None => {
                output.banner()?;
                for line in text.lines() {
                    output.data_line(line)?;
                }
            }
            Some(file) => {
                write_new(file, &text)?;
                output.note(&format!("written to {}", file.display()))?;
            }
        }
        Ok(Exit::Fine)
    }
}

/// Writes a file that must not exist.
pub(crate) fn write_new(file: &Path, text: &str) -> Result<(), Fault> {
    let made = fs::OpenOptions::new().write(true).create_new(true).open(file);
    let written = made.and_then(|mut made| std::io::Write::write_all(&mut made, text.as_bytes()));
    written.map_err(|error| {
        Fault::unreadable(format!("{} was not written", file.display()))
            .because(error)
            .next("name another file; nothing is ever written over")
    })
}

/// What receipts are made from: the last checkpoint, and the hashes that lead to its root.
pub(crate) struct Receipts {
    store: Arc<Store>,
    hashes: Box<dyn Leaves + Send + Sync>,
    checkpoint: SignedCheckpoint,
}

impl Receipts {
    /// Takes the tiles beside the ledger where they lead to the root of its last checkpoint, and reads
    /// the leaves again where they do not.
    pub(crate) async fn open(directory: &Path, store: &Arc<Store>) -> anyhow::Result<Self> {
        let files = sealing::files(directory);
        let last = files.checkpoint().map_err(sealing::fault)?;
        let checkpoint = last.ok_or_else(|| {
            Fault::found("the ledger has no checkpoint yet, and so no receipts")
                .next("`candour seal` signs one")
        })?;
        let head = checkpoint.claim().head;
        let tiles = Tiles::new(files.directory(), head.size);
        let store = Arc::clone(store);
        let hashes: Box<dyn Leaves + Send + Sync> =
            if merkle::root(&tiles, head.size) == Ok(head.root) {
                Box::new(tiles)
            } else {
                Box::new(Read(leaves(&store, head.size).await?))
            };
        Ok(Self { store, hashes, checkpoint })
    }

    /// The receipt of the entry at a position.
    pub(crate) async fn of(&self, position: u64, texts: Texts) -> anyhow::Result<LeafProof> {
        let size = self.checkpoint.claim().head.size;
        let not_there = || Fault::found(format!("there is no entry #{position} in this ledger"));
        let index = position.checked_sub(1).ok_or_else(not_there)?;
        let page = self.store.read_all(After::from_number(index), 1).await?;
        let record: &Record =
            page.first().filter(|it| it.position.number() == position).ok_or_else(not_there)?;
        if index >= size {
            let what =
                format!("entry #{position} is not sealed yet: the last checkpoint has {size}");
            return Err(Fault::found(what).next("`candour seal` signs the next one").into());
        }
        let ledger = self.store.identity().id;
        let made = receipt(ledger, (record, index), texts, (&*self.hashes, &self.checkpoint))?;
        // What is handed out has been checked as whoever receives it will.
        received(&made).map_err(|error| {
            Fault::found(format!(
                "entry #{position} is not what the last checkpoint was signed over"
            ))
            .because(error)
            .next("`candour verify` says which entry is at fault; keep the ledger as it is")
        })?;
        Ok(made)
    }
}

/// Leaves that were read.
struct Read(Vec<Hash>);

impl Leaves for Read {
    fn count(&self) -> u64 {
        self.0.len() as u64
    }

    fn leaf(&self, index: u64) -> Option<Hash> {
        self.0.get(usize::try_from(index).ok()?).copied()
    }
}

async fn leaves(store: &Store, size: u64) -> anyhow::Result<Vec<Hash>> {
    let (mut leaves, mut after, ledger) = (Vec::new(), After::Start, store.identity().id);
    let mut buffer = Vec::new();
    while (leaves.len() as u64) < size {
        let page = store.read_all(after, PAGE_RECORDS_MAX).await?;
        let Some(last) = page.last() else { break };
        after = After::Position(last.position);
        leaves.extend(page.iter().map(|record| Leaf::of(ledger, record).hash_in(&mut buffer)));
    }
    leaves.truncate(usize::try_from(size).unwrap_or(usize::MAX));
    Ok(leaves)
}

const VERIFY: &str = "\
Examples:
  candour verify-receipt c2.tlog-proof
  candour verify-receipt c2.tlog-proof --key candour/ledger/<uuid>+<id>+<key> --policy partners.policy
  candour verify-receipt c2.tlog-proof --json

It needs no ledger. Without --key and --policy it says what the receipt shows and by whom the checkpoint
claims to be signed; with them, whether the key that you trust signed it and enough witnesses of the policy
that you trust cosigned it. Exit code 1 says that it shows nothing, or not what you asked for.";

/// The arguments of `candour verify-receipt`.
#[derive(Debug, Args)]
#[command(after_help = VERIFY)]
pub(crate) struct VerifyReceipt {
    /// The receipt
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The ledger's public key, from a source that you trust
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// The policy on witnesses that must be met, from a source that you trust
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
}

/// What a receipt shows, as `--json` prints it.
#[derive(Serialize)]
struct Shown {
    ledger: uuid::Uuid,
    entry: uuid::Uuid,
    stream: String,
    revision: u64,
    #[serde(rename = "type")]
    type_name: String,
    recorded_at: chrono::DateTime<chrono::Utc>,
    author: uuid::Uuid,
    agency: uuid::Uuid,
    index: u64,
    size: u64,
    signed: Signed,
    cosigned: Vec<Said>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy_met: Option<bool>,
    texts: Vec<Text>,
}

/// What is known of the checkpoint's signature.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
enum Signed {
    /// The key that was given signed it.
    ByTheKeyGiven,
    /// No key was given; it has a signature in the ledger's name that nobody has checked.
    NotChecked,
}

#[derive(Serialize)]
struct Said {
    witness: String,
    at: chrono::DateTime<chrono::Utc>,
}

#[derive(Serialize)]
struct Text {
    part: u16,
    text: String,
}

impl VerifyReceipt {
    pub(crate) fn run(self, output: &mut Output) -> Ran {
        let text = read(&self.file)?;
        let file = self.file.display();
        let nothing = |what: String| Fault::found(what).next("ask for a receipt once more");
        let proof = LeafProof::parse(&text)
            .map_err(|error| nothing(format!("{file} is no receipt")).because(error))?;
        let entry = received(&proof)
            .map_err(|error| nothing(format!("{file} shows nothing")).because(error))?;
        let signed = self.signed(&proof.checkpoint, &entry)?;
        let policy = self.policy()?;
        let cosigned =
            policy.as_ref().map(|it| it.cosignatures(&proof.checkpoint)).unwrap_or_default();
        let met = policy.as_ref().map(|it| it.is_met_by(&cosigned));
        let shown = shown(entry, &proof, (signed, cosigned, met));
        if output.json {
            output.json(&shown)?;
        } else {
            told(&shown, output)?;
        }
        Ok(if met == Some(false) { Exit::Found } else { Exit::Fine })
    }

    fn signed(
        &self,
        checkpoint: &SignedCheckpoint,
        entry: &ReceivedEntry,
    ) -> Result<Signed, Fault> {
        let Some(key) = &self.key else { return Ok(Signed::NotChecked) };
        let key: Verifier = key.trim().parse().map_err(|error| {
            Fault::wrong_use("--key is no public key")
                .because(error)
                .next("`candour key show` prints it")
        })?;
        let origin = KeyName::of_ledger(entry.ledger);
        checkpoint.signed_by(&origin, [&key]).map_err(|error| {
            Fault::found("the key that was given did not sign the receipt's checkpoint")
                .because(error)
                .next("where the ledger has changed its key, ask for a bundle: it has all of them")
        })?;
        Ok(Signed::ByTheKeyGiven)
    }

    fn policy(&self) -> Result<Option<Policy>, Fault> {
        self.policy.as_deref().map(policy).transpose()
    }
}

/// Reads a policy on witnesses from a file.
pub(crate) fn policy(file: &Path) -> Result<Policy, Fault> {
    Policy::parse(&read(file)?).map_err(|error| {
        Fault::found(format!("{} is no policy on witnesses", file.display()))
            .because(error)
            .next("the guide for operators has an example; nothing was changed")
    })
}

fn read(file: &Path) -> Result<String, Fault> {
    fs::read_to_string(file).map_err(|error| {
        Fault::unreadable(format!("{} could not be read", file.display()))
            .because(error)
            .next("check the name of the file")
    })
}

fn shown(
    entry: ReceivedEntry,
    proof: &LeafProof,
    (signed, cosigned, policy_met): (Signed, Vec<Cosignature>, Option<bool>),
) -> Shown {
    let said = |it: Cosignature| Said { witness: it.witness.name().to_string(), at: it.at };
    let text = |it: CommittedPart| it.text.map(|text| Text { part: it.number, text });
    Shown {
        ledger: entry.ledger,
        entry: entry.id,
        stream: entry.stream.to_string(),
        revision: entry.revision.number(),
        type_name: entry.type_name,
        recorded_at: entry.recorded_at,
        author: entry.author,
        agency: entry.agency,
        index: proof.index,
        size: proof.checkpoint.claim().head.size,
        signed,
        cosigned: cosigned.into_iter().map(said).collect(),
        policy_met,
        texts: entry.parts.into_iter().filter_map(text).collect(),
    }
}

fn told(shown: &Shown, output: &mut Output) -> std::io::Result<()> {
    let kind = words::spaced(&shown.type_name);
    output.heading(&format!("Entry {} stood in ledger {}", shown.entry, shown.ledger), "")?;
    output.line(&format!("  {kind}, revision {} of {}", shown.revision, shown.stream))?;
    output
        .line(&format!("  recorded {} by the ledger's clock", words::moment(shown.recorded_at)))?;
    output.line(&format!("  entry {} of a checkpoint over {}", shown.index + 1, shown.size))?;
    output.line(match shown.signed {
        Signed::ByTheKeyGiven => "  signed with the key that you gave",
        Signed::NotChecked => {
            "  signed by a key that was not checked: give the one you trust with --key"
        }
    })?;
    for Said { witness, at } in &shown.cosigned {
        output.line(&format!("  cosigned by {witness}, who had seen it {}", words::moment(*at)))?;
    }
    if let Some(met) = shown.policy_met {
        let many = if met { "enough" } else { "too few" };
        output.line(&format!("  {many} witnesses cosigned it by the policy that you gave"))?;
    }
    for Text { part, text } in &shown.texts {
        output.part(&format!("Part {part}, as the entry committed to it"))?;
        output.line(text)?;
    }
    Ok(())
}
