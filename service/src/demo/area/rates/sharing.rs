//! How agencies share and record, what visits leave on record, and what is put right later. Rates
//! alone; nothing is drawn here.

use candour_domain::case::child::{Interpreter, Seen, VoiceMethod};
use candour_domain::case::information::{NotSharedGround, Weight};
use candour_domain::meeting::Extent;

use super::{INVENTED, Rate, WORKED_OUT, rate};

// Between agencies.

/// What becomes of a request for information.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Reply {
    /// Something is supplied.
    Supplied,
    /// Nothing is known.
    NothingKnown,
    /// It is refused.
    Refused,
    /// There is no reply.
    Never,
}

/// What becomes of a request to an agency that answers promptly. Invented, as are the next two.
pub(in super::super) const REPLIES_OF_THE_PROMPT: &[(Reply, u16)] =
    &[(Reply::Supplied, 740), (Reply::NothingKnown, 190), (Reply::Refused, 20), (Reply::Never, 50)];
/// What becomes of a request to an agency that answers late.
pub(in super::super) const REPLIES_OF_THE_LATE: &[(Reply, u16)] = &[
    (Reply::Supplied, 620),
    (Reply::NothingKnown, 180),
    (Reply::Refused, 40),
    (Reply::Never, 160),
];
/// What becomes of a request to an agency that seldom answers.
pub(in super::super) const REPLIES_OF_THE_SELDOM: &[(Reply, u16)] = &[
    (Reply::Supplied, 360),
    (Reply::NothingKnown, 170),
    (Reply::Refused, 110),
    (Reply::Never, 360),
];
/// How many observations somebody of an agency writes up together. Invented.
pub(in super::super) const WRITTEN_UP_TOGETHER: &[(u8, u16)] =
    &[(1, 380), (2, 300), (3, 200), (5, 120)];
/// On which ground something is not shared. Invented.
pub(in super::super) const GROUNDS_OF_NOT_SHARING: &[(NotSharedGround, u16)] = &[
    (NotSharedGround::NotThoughtRelevant, 420),
    (NotSharedGround::WouldNotHelpFunction, 180),
    (NotSharedGround::LegalBar, 70),
    (NotSharedGround::RiskToAdult, 110),
    (NotSharedGround::AgreementRefused, 130),
    (NotSharedGround::Other, 90),
];
/// How much of something is shared. Invented.
pub(in super::super) const EXTENTS: &[(Extent, u16)] =
    &[(Extent::Whole, 620), (Extent::Gist, 200), (Extent::Part, 140), (Extent::Existence, 40)];
pub(in super::super) const DECIDED_NOT_TO_SHARE: Rate =
    rate("an agency decides not to share what it saw", 60, INVENTED);
pub(in super::super) const SHARED_BY_THE_PROMPT: Rate =
    rate("an agency that is prompt shares what it saw", 780, INVENTED);
pub(in super::super) const SHARED_BY_THE_LATE: Rate =
    rate("an agency that is late shares what it saw", 560, INVENTED);
pub(in super::super) const SHARED_BY_THE_SELDOM: Rate =
    rate("an agency that seldom shares shares what it saw", 250, INVENTED);
pub(in super::super) const SHARED_AT_ONCE: Rate =
    rate("what is shared is shared when it is written up", 650, INVENTED);
pub(in super::super) const RECEIPT_RECORDED: Rate =
    rate("the receipt of what was shared is recorded", 640, INVENTED);
pub(in super::super) const RESPONSE_RECORDED: Rate =
    rate("what was done about an observation is recorded with it", 350, INVENTED);

// Visits.

/// How long after a visit it is written up, in hours. Invented.
pub(in super::super) const WRITTEN_UP_AFTER_HOURS: &[(i64, u16)] =
    &[(0, 420), (3, 200), (24, 220), (72, 100), (168, 40), (400, 20)];
/// Whether a child is seen on a visit on which somebody is met. Invented.
pub(in super::super) const SEEN: &[(Seen, u16)] = &[(Seen::Seen, 930), (Seen::NotSeen, 70)];
/// Whether an interpreter takes part. Invented.
pub(in super::super) const INTERPRETERS: &[(Interpreter, u16)] =
    &[(Interpreter::NotNeeded, 940), (Interpreter::Used, 45), (Interpreter::NeededNotUsed, 15)];
/// How children say something. Invented.
pub(in super::super) const WAYS_OF_SAYING: &[(VoiceMethod, u16)] = &[
    (VoiceMethod::OwnWords, 760),
    (VoiceMethod::Drawing, 90),
    (VoiceMethod::ThroughAdvocate, 60),
    (VoiceMethod::ThroughAnother, 90),
];
/// How children who do not speak yet show something. Invented.
pub(in super::super) const WAYS_OF_SHOWING: &[(VoiceMethod, u16)] =
    &[(VoiceMethod::NonVerbal, 640), (VoiceMethod::Play, 360)];
pub(in super::super) const NOBODY_MET: Rate = rate("nobody is met on a visit", 70, INVENTED);
pub(in super::super) const SEEN_ALONE: Rate =
    rate("a child who speaks is seen alone", 720, INVENTED);
pub(in super::super) const VOICE_ON_VISIT: Rate =
    rate("a child's words are recorded on a visit", 900, WORKED_OUT);
pub(in super::super) const PARENT_SEEN: Rate = rate("a parent is seen on a visit", 380, INVENTED);
pub(in super::super) const OBSERVED_ON_VISIT: Rate =
    rate("something is observed on a visit", 300, INVENTED);
pub(in super::super) const VIEWS_WEIGHED: Rate =
    rate("it is recorded how a child's words were weighed", 120, INVENTED);

// Recording.

/// What was wrong, or is added, in an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Mistake {
    /// Its account.
    Account,
    /// Its day.
    Day,
    /// It is about the wrong child.
    Child,
    /// It was written twice.
    Twice,
    /// Somebody disputes it.
    Disputed,
    /// Something is added.
    Added,
}

/// What was wrong in entries that are put right. Invented.
pub(in super::super) const MISTAKES: &[(Mistake, u16)] = &[
    (Mistake::Account, 340),
    (Mistake::Day, 300),
    (Mistake::Child, 80),
    (Mistake::Twice, 100),
    (Mistake::Disputed, 80),
    (Mistake::Added, 100),
];
pub(in super::super) const PUT_RIGHT: Rate =
    rate("something that was written up day by day is put right later", 35, INVENTED);

/// Whose account is given weight. Invented.
pub(in super::super) const WEIGHTS: &[(Weight, u16)] =
    &[(Weight::Credited, 560), (Weight::Discounted, 140), (Weight::Undecided, 300)];
pub(in super::super) const REACHED_ANOTHER: Rate =
    rate("what was shared reaches somebody whom it was not meant for", 12, INVENTED);
pub(in super::super) const OPENED: Rate =
    rate("what arrived is opened, and that is on record", 340, INVENTED);
pub(in super::super) const READ: Rate =
    rate("what arrived is read, and that is on record", 420, INVENTED);
pub(in super::super) const KNOWLEDGE_DISPUTED: Rate =
    rate("somebody disputes that they were told", 8, INVENTED);
pub(in super::super) const NOT_TO_BE_PASSED_ON: Rate =
    rate("the police ask that what they shared be passed on no further", 80, INVENTED);
pub(in super::super) const ACCOUNTS_DIFFER: Rate =
    rate("accounts are found to differ when an enquiry ends", 320, INVENTED);
pub(in super::super) const BELIEVED: Rate =
    rate("it is recorded what somebody believed that others knew", 180, INVENTED);
pub(in super::super) const RESTRICTED: Rate =
    rate("the conclusion of an enquiry may be seen by few for a while", 60, INVENTED);

/// The rates of this part.
#[cfg(test)]
pub(super) const OF_SHARING: &[Rate] = &[
    DECIDED_NOT_TO_SHARE,
    SHARED_BY_THE_PROMPT,
    SHARED_BY_THE_LATE,
    SHARED_BY_THE_SELDOM,
    SHARED_AT_ONCE,
    RECEIPT_RECORDED,
    RESPONSE_RECORDED,
    NOBODY_MET,
    SEEN_ALONE,
    VOICE_ON_VISIT,
    PARENT_SEEN,
    OBSERVED_ON_VISIT,
    VIEWS_WEIGHED,
    PUT_RIGHT,
    REACHED_ANOTHER,
    OPENED,
    READ,
    KNOWLEDGE_DISPUTED,
    NOT_TO_BE_PASSED_ON,
    ACCOUNTS_DIFFER,
    BELIEVED,
    RESTRICTED,
];
