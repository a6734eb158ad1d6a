//! `candour witness status` and `candour witness evidence`: what a witness keeps, for people and for
//! programs. Both can be asked while it is served, and change nothing.

use candour_ledger::note::{KeyName, base64_of};
use candour_ledger::witness::{Contradiction, Evidence, Kept, KnownLedger};
use chrono::{DateTime, SecondsFormat, Utc};
use clap::Args;
use serde::Serialize;

use super::{Ran, State, json, looked};
use crate::exit::Exit;
use crate::output::Output;

const STATUS: &str = "\
Examples:
  candour witness status --state ./witness
  candour witness status --state ./witness --json

It can be asked while the witness is served. Times are those of the witness's clock, in UTC.";

/// The arguments of `candour witness status`.
#[derive(Debug, Args)]
#[command(after_help = STATUS)]
pub(crate) struct Status {
    #[command(flatten)]
    state: State,
}

#[derive(Serialize)]
struct Stand {
    witness: String,
    ledgers: Vec<LedgerStand>,
}

#[derive(Serialize)]
struct LedgerStand {
    ledger: String,
    keys: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    root: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_cosigned: Option<String>,
    evidence: usize,
}

impl LedgerStand {
    fn of(name: &KeyName, known: &KnownLedger, evidence: &[Evidence]) -> Self {
        let latest = known.latest.as_ref();
        let about = |it: &&Evidence| it.refused.claim().origin == *name;
        Self {
            ledger: name.to_string(),
            keys: known.keys.iter().map(ToString::to_string).collect(),
            size: latest.map(|it| it.head().size),
            root: latest.map(|it| base64_of(&it.head().root)),
            last_cosigned: latest.map(|it| moment(it.at)),
            evidence: evidence.iter().filter(about).count(),
        }
    }
}

impl Status {
    pub(super) fn run(self, output: &mut Output) -> Ran {
        let Kept { witness, memory, evidence } = looked(&self.state.directory)?;
        let ledgers = memory.ledgers().iter();
        let ledgers = ledgers.map(|(name, known)| LedgerStand::of(name, known, &evidence));
        let stand = Stand { witness: witness.to_string(), ledgers: ledgers.collect() };
        if output.json {
            json(output, &stand)?;
            return Ok(Exit::Fine);
        }
        output.line(&format!("Witness {}", witness.name()))?;
        output.line(&format!("  key  {witness}"))?;
        if stand.ledgers.is_empty() {
            output.line("It trusts no ledger yet.")?;
        }
        for LedgerStand { ledger, keys, size, root, last_cosigned, evidence } in stand.ledgers {
            output.part(&format!("Ledger {ledger}"))?;
            output.line(&format!("  keys trusted   {}", keys.len()))?;
            if let (Some(size), Some(root), Some(at)) = (size, root, last_cosigned) {
                output.line(&format!("  size           {size}"))?;
                output.line(&format!("  root           {root}"))?;
                output.line(&format!("  last cosigned  {at}"))?;
            } else {
                output.line("  nothing cosigned yet")?;
            }
            output.line(&format!("  evidence kept  {evidence}"))?;
        }
        Ok(Exit::Fine)
    }
}

const EVIDENCE: &str = "\
Examples:
  candour witness evidence --state ./witness
  candour witness evidence --state ./witness --json > evidence.json

Both checkpoints are shown as the ledger signed them, so that anyone can check the signatures. Exit code 1
says that there is evidence.";

/// The arguments of `candour witness evidence`.
#[derive(Debug, Args)]
#[command(after_help = EVIDENCE)]
pub(crate) struct Shown {
    #[command(flatten)]
    state: State,
}

#[derive(Serialize)]
struct Pair {
    ledger: String,
    kind: &'static str,
    at: String,
    cosigned: String,
    refused: String,
}

impl Shown {
    pub(super) fn run(self, output: &mut Output) -> Ran {
        let kept = looked(&self.state.directory)?;
        let shown: Vec<Pair> = kept.evidence.iter().map(Pair::of).collect();
        let exit = if shown.is_empty() { Exit::Fine } else { Exit::Found };
        if output.json {
            json(output, &shown)?;
            return Ok(exit);
        }
        if shown.is_empty() {
            output.line(&format!("Witness {} has no evidence", kept.witness.name()))?;
        }
        for (number, (shown, evidence)) in shown.iter().zip(&kept.evidence).enumerate() {
            let Pair { ledger, at, cosigned, refused, .. } = shown;
            let says = match evidence.contradiction {
                Contradiction::OtherRoot => {
                    "two roots of one size: no ledger that only grows has both"
                }
                Contradiction::NotGrown => {
                    "it was not proved that the first grew into the second; ask for the proof"
                }
            };
            if number > 0 {
                output.line("")?;
            }
            output.line(&format!("{}. Ledger {ledger}, refused {at}", number + 1))?;
            output.line(&format!("{says}."))?;
            output.part("Cosigned before:")?;
            output.line(cosigned)?;
            output.line("Refused:")?;
            output.line(refused.trim_end())?;
        }
        Ok(exit)
    }
}

impl Pair {
    fn of(evidence: &Evidence) -> Self {
        let Evidence { contradiction, cosigned, refused, at } = evidence;
        Self {
            ledger: refused.claim().origin.to_string(),
            kind: contradiction.word(),
            at: moment(*at),
            cosigned: cosigned.to_string(),
            refused: refused.to_string(),
        }
    }
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
