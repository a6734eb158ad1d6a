//! Showing a checkpoint to the witnesses of a policy, all side by side, and believing of their answers
//! what their keys prove. How a witness is reached is behind a trait; what follows from a report, such as
//! that nothing more is written, is for whoever asks.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::request::AddCheckpoint;
use crate::merkle::{Hash, NotProved};
use crate::note::{
    KeyName, NOTE_BYTES_MAX, NoteError, Policy, SignatureLine, SignedCheckpoint, Witness,
    cosigned_at, number,
};

/// How long a connection to a witness may take.
pub const CONNECT_MS_MAX: u64 = 2_000;
/// How long a witness may take for everything, a second question included.
pub const ASK_MS_MAX: u64 = 5_000;
/// The longest answer that is read.
pub const ANSWER_BYTES_MAX: usize = NOTE_BYTES_MAX;
/// The type of an answer that names a size.
pub const SIZE_TYPE: &str = "text/x.tlog.size";
/// How much of a refusal's words is kept.
const WORDS_MAX: usize = 200;

/// Reaches witnesses.
#[async_trait]
pub trait AskWitness: Send + Sync {
    /// Sends a witness the text of a request, and answers with what it said.
    async fn add_checkpoint(
        &self,
        witness: &Witness,
        body: String,
    ) -> Result<WitnessAnswer, WitnessUnreachable>;
}

/// What a witness said, believed or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WitnessAnswer {
    /// It cosigned: the lines that it sent.
    Cosigned(String),
    /// It last cosigned a checkpoint of this size, and the request was about another.
    KnownSize(u64),
    /// It refused.
    Refused {
        /// The status of its answer.
        status: u16,
        /// What it said, shortened.
        words: String,
    },
}

impl WitnessAnswer {
    /// Reads an answer by its status, its type and its text.
    pub fn read(status: u16, content_type: Option<&str>, text: &str) -> Self {
        let size = || text.strip_suffix('\n').and_then(number);
        match status {
            200 => Self::Cosigned(text.to_owned()),
            409 if content_type == Some(SIZE_TYPE) => {
                size().map_or_else(|| Self::refused(status, text), Self::KnownSize)
            }
            status => Self::refused(status, text),
        }
    }

    fn refused(status: u16, text: &str) -> Self {
        Self::Refused { status, words: text.trim().chars().take(WORDS_MAX).collect() }
    }
}

/// That a witness could not be reached, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{because}")]
pub struct WitnessUnreachable {
    /// Why, in words.
    pub because: String,
}

/// Why what a witness answered is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unbelievable {
    /// It answered with what are no signatures.
    #[error("it answered with what is no signature")]
    NoSignatures(#[source] NoteError),
    /// It answered with signatures, and none is its own.
    #[error("none of the signatures that it answered with is by its key")]
    NotItsKey,
    /// A signature in its name does not hold for this checkpoint.
    #[error("the signature that it answered with does not hold for this checkpoint")]
    False,
    /// It refused the size that it had itself named.
    #[error("it refused the size of {size}, which it had itself named")]
    SameSize {
        /// The size.
        size: u64,
    },
    /// It named a size, and then another.
    #[error("it named a size of {first}, and then of {then}")]
    OtherSize {
        /// The size that it named first.
        first: u64,
        /// The size that it named then.
        then: u64,
    },
}

/// What came of asking a witness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WitnessOutcome {
    /// It cosigned the checkpoint, and its signature holds.
    Cosigned {
        /// When, by its own clock.
        at: DateTime<Utc>,
        /// The size that it now knows.
        size: u64,
    },
    /// It could not be reached, or did not answer in time.
    Down {
        /// Why.
        because: String,
    },
    /// It refused, for a reason that says nothing of the ledger's history.
    Refused {
        /// The status of its answer.
        status: u16,
        /// What it said, shortened.
        words: String,
    },
    /// What it answered does not hold.
    Unbelieved(Unbelievable),
    /// It has cosigned a larger ledger of this name: this one is an older copy, or the witness lies.
    AheadOfUs {
        /// The size that it knows.
        size: u64,
    },
    /// It holds another root, or the ledger that it knows did not grow into this one: there are two
    /// histories under one name, or the witness lies.
    OtherHistory {
        /// The size from which the ledger was said to have grown.
        size: u64,
        /// The status of its answer: 409 for another root, 422 for a proof that does not hold.
        status: u16,
    },
    /// The proof that it needs could not be made here.
    NotProved {
        /// The size from which it should have been.
        size: u64,
        /// Why not.
        because: NotProved,
    },
}

/// A witness, and what came of asking it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessReport {
    /// What the policy calls it.
    pub name: String,
    /// The name of its key.
    pub key: KeyName,
    /// What came of it.
    pub outcome: WitnessOutcome,
}

impl WitnessReport {
    /// The size that the witness is known to have cosigned last, as far as it said so.
    pub fn known_size(&self) -> Option<u64> {
        match &self.outcome {
            WitnessOutcome::Cosigned { size, .. } | WitnessOutcome::AheadOfUs { size } => {
                Some(*size)
            }
            WitnessOutcome::Down { .. }
            | WitnessOutcome::Refused { .. }
            | WitnessOutcome::Unbelieved(_)
            | WitnessOutcome::OtherHistory { .. }
            | WitnessOutcome::NotProved { .. } => None,
        }
    }
}

/// A checkpoint that was shown to its witnesses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submitted {
    /// The checkpoint with every cosignature that holds.
    pub checkpoint: SignedCheckpoint,
    /// What came of asking each witness, in the policy's order.
    pub reports: Vec<WitnessReport>,
}

/// Proves that the ledger grew from one size, which is not zero, to another.
pub type Prove<'a> = dyn Fn(u64, u64) -> Result<Vec<Hash>, NotProved> + Send + Sync + 'a;

/// Shows a checkpoint to every witness of the policy, side by side. `known` has the sizes that they are
/// known to have cosigned last, by the name of their key; one that is not in it is told zero, and may
/// answer with its size. Each is given so long that a caller waits [`ASK_MS_MAX`] in all.
pub async fn submit(
    ask: &dyn AskWitness,
    policy: &Policy,
    checkpoint: SignedCheckpoint,
    known: &BTreeMap<KeyName, u64>,
    prove: &Prove<'_>,
) -> Submitted {
    let asked = policy.witnesses().iter().map(|witness| {
        let known = known.get(witness.key.name()).copied().unwrap_or(0);
        let asking = Asking { ask, witness, checkpoint: &checkpoint, prove };
        let limit = Duration::from_millis(ASK_MS_MAX);
        Box::pin(async move {
            let late = || Asked::Not(down(&format!("it did not answer within {ASK_MS_MAX} ms")));
            tokio::time::timeout(limit, asking.run(known)).await.unwrap_or_else(|_| late())
        }) as Waiting<'_>
    });
    let asked = side_by_side(asked.collect()).await;
    let mut submitted = Submitted { checkpoint, reports: Vec::with_capacity(asked.len()) };
    for (witness, asked) in policy.witnesses().iter().zip(asked) {
        let outcome = match asked {
            Asked::Cosigned { line, at } => {
                // A word that stands there already is earlier, and so says more.
                if submitted.checkpoint.cosigned_by(&witness.key).is_none() {
                    submitted.checkpoint.add(line);
                }
                let size = submitted.checkpoint.claim().head.size;
                WitnessOutcome::Cosigned { at, size }
            }
            Asked::Not(outcome) => outcome,
        };
        let (name, key) = (witness.name.clone(), witness.key.name().clone());
        submitted.reports.push(WitnessReport { name, key, outcome });
    }
    submitted
}

/// What came of asking, with the signature where there is one.
enum Asked {
    Cosigned { line: SignatureLine, at: DateTime<Utc> },
    Not(WitnessOutcome),
}

fn down(because: &str) -> WitnessOutcome {
    WitnessOutcome::Down { because: because.to_owned() }
}

/// One witness that is being asked.
struct Asking<'a> {
    ask: &'a dyn AskWitness,
    witness: &'a Witness,
    checkpoint: &'a SignedCheckpoint,
    prove: &'a Prove<'a>,
}

impl Asking<'_> {
    async fn run(&self, known: u64) -> Asked {
        let size = self.checkpoint.claim().head.size;
        // A size beyond the checkpoint's would be refused as no request at all; this one is answered
        // with the size that the witness knows.
        let first = known.min(size);
        let named = match self.once(first).await {
            Err(outcome) => return Asked::Not(outcome),
            Ok(WitnessAnswer::KnownSize(named)) => named,
            Ok(WitnessAnswer::Cosigned(lines)) => return self.believe(&lines),
            Ok(WitnessAnswer::Refused { status, words }) => {
                return Asked::Not(refused((first, size), status, words));
            }
        };
        if named > size {
            return Asked::Not(WitnessOutcome::AheadOfUs { size: named });
        }
        if named == first {
            return unbelieved(Unbelievable::SameSize { size: named });
        }
        match self.once(named).await {
            Err(outcome) => Asked::Not(outcome),
            Ok(WitnessAnswer::Cosigned(lines)) => self.believe(&lines),
            Ok(WitnessAnswer::Refused { status, words }) => {
                Asked::Not(refused((named, size), status, words))
            }
            Ok(WitnessAnswer::KnownSize(then)) if then > size => {
                Asked::Not(WitnessOutcome::AheadOfUs { size: then })
            }
            Ok(WitnessAnswer::KnownSize(then)) if then == named => {
                unbelieved(Unbelievable::SameSize { size: then })
            }
            Ok(WitnessAnswer::KnownSize(then)) => {
                unbelieved(Unbelievable::OtherSize { first: named, then })
            }
        }
    }

    async fn once(&self, old: u64) -> Result<WitnessAnswer, WitnessOutcome> {
        let size = self.checkpoint.claim().head.size;
        let proof = if old == 0 || old == size {
            Vec::new()
        } else {
            let not_proved = |because| WitnessOutcome::NotProved { size: old, because };
            (self.prove)(old, size).map_err(not_proved)?
        };
        let request = AddCheckpoint { old, proof, checkpoint: self.checkpoint.clone() };
        let answer = self.ask.add_checkpoint(self.witness, request.to_string()).await;
        answer.map_err(|WitnessUnreachable { because }| WitnessOutcome::Down { because })
    }

    fn believe(&self, lines: &str) -> Asked {
        let lines = match SignatureLine::parse_all(lines) {
            Ok(lines) => lines,
            Err(error) => return unbelieved(Unbelievable::NoSignatures(error)),
        };
        let key = &self.witness.key;
        let mut its_own = lines.into_iter().filter(|line| key.claims(line)).peekable();
        if its_own.peek().is_none() {
            return unbelieved(Unbelievable::NotItsKey);
        }
        let truly = its_own.find_map(|line| {
            let at = cosigned_at(key, self.checkpoint, &line)?;
            Some(Asked::Cosigned { line, at })
        });
        truly.unwrap_or_else(|| unbelieved(Unbelievable::False))
    }
}

fn unbelieved(why: Unbelievable) -> Asked {
    Asked::Not(WitnessOutcome::Unbelieved(why))
}

/// What a refusal says of a ledger that was said to have grown from one size to another. It says
/// something of its history where the witness knew both roots, or was given a proof.
fn refused((from, to): (u64, u64), status: u16, words: String) -> WitnessOutcome {
    let other_root = status == 409 && from == to;
    let no_growth = status == 422 && from > 0;
    if other_root || no_growth {
        return WitnessOutcome::OtherHistory { size: from, status };
    }
    WitnessOutcome::Refused { status, words }
}

type Waiting<'a> = Pin<Box<dyn Future<Output = Asked> + Send + 'a>>;

/// Waits for all, none before the other.
async fn side_by_side(mut waiting: Vec<Waiting<'_>>) -> Vec<Asked> {
    let mut done: Vec<Option<Asked>> = waiting.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (waiting, done) in waiting.iter_mut().zip(&mut done) {
            if done.is_none()
                && let Poll::Ready(asked) = waiting.as_mut().poll(context)
            {
                *done = Some(asked);
            }
        }
        if done.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}
