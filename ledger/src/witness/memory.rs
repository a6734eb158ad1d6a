//! What a witness remembers, and how it answers: for each ledger that it was told to trust, the latest
//! checkpoint that it cosigned. It is pure: it is given the time, and whoever calls it keeps what it
//! remembers before the answer leaves. It remembers nothing that no trusted key signed.

use std::collections::BTreeMap;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

use super::asking::SIZE_TYPE;
use super::request::{AddCheckpoint, RequestError};
use crate::merkle::{Frontier, TreeHead, verify_consistency};
use crate::note::{KeyKind, KeyName, SignedCheckpoint, Signer, Verifier, cosign};

/// The most ledgers that a witness is told to trust.
pub const LEDGERS_MAX: usize = 1_024;
/// The most keys of one ledger that it is told to trust.
pub const LEDGER_KEYS_MAX: usize = 16;
/// How far its clock may be set back, in seconds, before it no longer cosigns.
pub const SET_BACK_SECONDS_MAX: i64 = 60;

/// A checkpoint that a witness cosigned, and when it did so last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Latest {
    /// The checkpoint, with the signatures of trusted keys alone.
    pub checkpoint: SignedCheckpoint,
    /// The time of its last cosignature, in whole seconds.
    pub at: DateTime<Utc>,
}

impl Latest {
    /// The size and the root.
    pub fn head(&self) -> TreeHead {
        self.checkpoint.claim().head
    }
}

/// What a witness remembers of a ledger.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct KnownLedger {
    /// The keys that may have signed its checkpoints, in the order in which they came to be trusted.
    pub keys: Vec<Verifier>,
    /// The latest checkpoint that was cosigned, if any was.
    pub latest: Option<Latest>,
}

/// What a witness remembers.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Memory {
    ledgers: BTreeMap<KeyName, KnownLedger>,
}

/// Why two checkpoints were kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contradiction {
    /// Both are of one size, and their roots differ: no ledger that only grows has both.
    OtherRoot,
    /// It was not proved that the one grew into the other. Whoever has the ledger can still prove it, if
    /// it is so.
    NotGrown,
}

/// Two signed checkpoints of one ledger that may not belong to one history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Why they were kept.
    pub contradiction: Contradiction,
    /// The one that was cosigned.
    pub cosigned: SignedCheckpoint,
    /// The one that was refused.
    pub refused: SignedCheckpoint,
    /// When.
    pub at: DateTime<Utc>,
}

/// Why a witness does not cosign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCosigned {
    /// What it was sent is not a request.
    #[error("{0}")]
    Malformed(RequestError),
    /// The ledger is said to have had more leaves than the checkpoint has.
    #[error("the old size is above that of the checkpoint")]
    OldAbove,
    /// It was not told of such a ledger.
    #[error("this witness knows no ledger of that name")]
    UnknownLedger,
    /// No key that it trusts signed the checkpoint.
    #[error("none of the ledger's keys that this witness trusts signed it")]
    Unsigned,
    /// Its latest checkpoint is of another size than was said.
    #[error("{size}")]
    OtherSize {
        /// The size of its latest checkpoint.
        size: u64,
    },
    /// It cosigned another root of that size.
    #[error("this witness has cosigned another root of that size; both checkpoints are kept")]
    OtherRoot,
    /// The proof does not show that the ledger grew.
    #[error(
        "the proof does not hold; where it was to begin at a known root, both checkpoints are kept"
    )]
    NotGrown,
    /// Its clock is behind what it has signed.
    #[error("the clock of this witness is behind its last cosignature")]
    ClockBehind,
}

impl NotCosigned {
    /// The status of the answer.
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed(_) | Self::OldAbove => 400,
            Self::Unsigned => 403,
            Self::UnknownLedger => 404,
            Self::OtherSize { .. } | Self::OtherRoot => 409,
            Self::NotGrown => 422,
            Self::ClockBehind => 503,
        }
    }

    /// The type of the answer's text, which is these words and a line break.
    pub fn content_type(&self) -> &'static str {
        match self {
            Self::OtherSize { .. } => SIZE_TYPE,
            Self::Malformed(_)
            | Self::OldAbove
            | Self::UnknownLedger
            | Self::Unsigned
            | Self::OtherRoot
            | Self::NotGrown
            | Self::ClockBehind => "text/plain; charset=utf-8",
        }
    }
}

/// Why a key was not added to those that are trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTrusted {
    /// It is a witness's.
    #[error("this key cosigns, as a witness's does; a ledger's key signs checkpoints")]
    Kind,
    /// There are as many keys or ledgers as a witness is told of.
    #[error(
        "a witness is told of {LEDGERS_MAX} ledgers at most, and of {LEDGER_KEYS_MAX} keys of each"
    )]
    TooMany,
}

/// What a witness answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The line with its cosignature, or why there is none.
    pub answer: Result<String, NotCosigned>,
    /// What is to be kept as evidence, before the answer leaves.
    pub evidence: Option<Evidence>,
}

impl From<NotCosigned> for Answered {
    fn from(refusal: NotCosigned) -> Self {
        Self { answer: Err(refusal), evidence: None }
    }
}

impl Memory {
    /// What is remembered of each ledger, by its name.
    pub fn ledgers(&self) -> &BTreeMap<KeyName, KnownLedger> {
        &self.ledgers
    }

    /// Trusts a ledger's key; answers whether it did not before. The key's name is the ledger's.
    ///
    /// # Errors
    /// Refuses a witness's key, and more keys or ledgers than a witness is told of.
    pub fn trust(&mut self, key: Verifier) -> Result<bool, NotTrusted> {
        if key.kind() != KeyKind::Checkpoints {
            return Err(NotTrusted::Kind);
        }
        if !self.ledgers.contains_key(key.name()) && self.ledgers.len() == LEDGERS_MAX {
            return Err(NotTrusted::TooMany);
        }
        let known = self.ledgers.entry(key.name().clone()).or_default();
        if known.keys.contains(&key) {
            return Ok(false);
        }
        if known.keys.len() == LEDGER_KEYS_MAX {
            return Err(NotTrusted::TooMany);
        }
        known.keys.push(key);
        Ok(true)
    }

    /// Takes up what was remembered of a ledger, where a key that is trusted signed it, and nothing is
    /// remembered of the ledger yet.
    pub(super) fn remember(&mut self, latest: Latest) -> Option<()> {
        let origin = &latest.checkpoint.claim().origin;
        let known = self.ledgers.get_mut(origin)?;
        latest.checkpoint.signed_by(origin, &known.keys).ok()?;
        known.latest.is_none().then(|| known.latest = Some(latest))
    }

    /// The latest time in any of its cosignatures.
    fn last_at(&self) -> Option<DateTime<Utc>> {
        self.ledgers.values().filter_map(|it| it.latest.as_ref()).map(|it| it.at).max()
    }

    /// Answers a request, in the order of checks that the protocol has. What it remembers afterwards is
    /// to be kept before the answer leaves.
    pub fn add_checkpoint(
        &mut self,
        signer: &Signer,
        request: &str,
        now: DateTime<Utc>,
    ) -> Answered {
        match AddCheckpoint::parse(request) {
            Ok(request) => self.consider(signer, &request, now),
            Err(error) => NotCosigned::Malformed(error).into(),
        }
    }

    fn consider(
        &mut self,
        signer: &Signer,
        request: &AddCheckpoint,
        now: DateTime<Utc>,
    ) -> Answered {
        let last_at = self.last_at();
        let origin = &request.checkpoint.claim().origin;
        let Some(known) = self.ledgers.get_mut(origin) else {
            return NotCosigned::UnknownLedger.into();
        };
        let Ok(claim) = request.checkpoint.signed_by(origin, &known.keys) else {
            return NotCosigned::Unsigned.into();
        };
        if request.old > claim.head.size {
            return NotCosigned::OldAbove.into();
        }
        // Nobody is to leave words in a witness's memory below a checkpoint.
        let checkpoint = request.checkpoint.with_signatures_of(&known.keys);
        if let Err((refusal, contradiction)) = grows(known.latest.as_ref(), request, claim.head) {
            let both = contradiction.zip(known.latest.as_ref());
            let evidence = both.map(|(contradiction, latest)| Evidence {
                contradiction,
                cosigned: latest.checkpoint.clone(),
                refused: checkpoint,
                at: now.trunc_subsecs(0),
            });
            return Answered { answer: Err(refusal), evidence };
        }
        let Some(at) = time_after(last_at, now) else { return NotCosigned::ClockBehind.into() };
        let Ok(line) = cosign(signer, &checkpoint, at) else {
            return NotCosigned::ClockBehind.into();
        };
        known.latest = Some(Latest { checkpoint, at });
        Answered { answer: Ok(line.to_string()), evidence: None }
    }
}

/// Whether a ledger grew from what was cosigned last into what it shows now.
fn grows(
    latest: Option<&Latest>,
    request: &AddCheckpoint,
    shown: TreeHead,
) -> Result<(), (NotCosigned, Option<Contradiction>)> {
    let nothing = Frontier::new().head();
    let known = latest.map_or(nothing, Latest::head);
    if request.old != known.size {
        return Err((NotCosigned::OtherSize { size: known.size }, None));
    }
    // A size without leaves has one root, whoever says what: so there is nothing to compare with.
    if known.size == 0 {
        let well = request.proof.is_empty() && (shown.size > 0 || shown == nothing);
        return if well { Ok(()) } else { Err((NotCosigned::NotGrown, None)) };
    }
    if known.size == shown.size {
        return if known.root != shown.root {
            Err((NotCosigned::OtherRoot, Some(Contradiction::OtherRoot)))
        } else if request.proof.is_empty() {
            Ok(())
        } else {
            Err((NotCosigned::NotGrown, None))
        };
    }
    let grown = verify_consistency(&known, &shown, &request.proof);
    grown.map_err(|_| (NotCosigned::NotGrown, Some(Contradiction::NotGrown)))
}

/// The time to sign, in whole seconds: now, and never before what was signed already. A clock that was
/// set back a little is waited for; one that is further behind is wrong now or was wrong then.
fn time_after(last: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let now = now.trunc_subsecs(0);
    let Some(last) = last else { return Some(now) };
    (last - now <= TimeDelta::seconds(SET_BACK_SECONDS_MAX)).then(|| now.max(last))
}
