//! The questions of a form, as data.

use candour_domain::landmark::Landmark;

/// A form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// What it is called in addresses.
    pub name: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What it is for, and what not.
    pub lead: &'static str,
    /// Its questions, in groups.
    pub groups: &'static [Group],
}

/// Questions that stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// What they are about.
    pub title: &'static str,
    /// Whether they are shown at once.
    pub shown: Shown,
    /// How often they are asked.
    pub per: Per,
    /// The questions.
    pub questions: &'static [Question],
}

/// Whether questions are shown at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// They are.
    AtOnce,
    /// When somebody opens them, or where something in them is answered.
    WhenOpened,
}

/// How often questions are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// Once.
    Form,
    /// Once for each child of the case.
    Child,
    /// Once for each agency that is named in the case.
    Agency,
}

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// Its name.
    pub name: &'static str,
    /// What it asks.
    pub asks: &'static str,
    /// What helps to answer it; nothing where empty.
    pub hint: &'static str,
    /// How it is answered.
    pub kind: Kind,
    /// Whether it must be.
    pub need: Need,
}

/// Whether a question must be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It must; what is said where it is not.
    Required(&'static str),
    /// What is not answered is not recorded.
    Optional,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// In words, of several lines.
    Words,
    /// In a few words.
    Line,
    /// By a day.
    Day,
    /// By a time, as precisely as it is known.
    When,
    /// By one of several answers.
    OneOf(&'static [Answer]),
    /// By any of several answers.
    AnyOf(&'static [Answer]),
    /// By one of a list from the ledger.
    Listed(Listed),
    /// By any of a list from the ledger.
    Several(Listed),
}

/// An answer that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// What is sent.
    pub value: &'static str,
    /// What it says.
    pub says: &'static str,
    /// What helps to choose it; nothing where empty.
    pub hint: &'static str,
    /// What is asked where it is chosen.
    pub asks: &'static [Question],
}

/// A list from the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// The children of the case.
    Children,
    /// The adults around them.
    People,
    /// Agencies.
    Agencies,
    /// Practitioners, each with the agency that they act for.
    Practitioners,
    /// Multi-agency teams that are named in the case.
    Teams,
    /// Entries of the case.
    Entries,
    /// Entries that what is recorded may follow: of these kinds, or one that was never recorded here.
    Followed(&'static [Landmark]),
}

/// The value of an entry that was never recorded in this ledger.
pub const NOT_HERE: &str = "not-in-this-ledger";

impl Question {
    const fn of(name: &'static str, asks: &'static str, kind: Kind) -> Self {
        Self { name, asks, hint: "", kind, need: Need::Optional }
    }

    /// A question that is answered in words.
    pub const fn words(name: &'static str, asks: &'static str) -> Self {
        Self::of(name, asks, Kind::Words)
    }

    /// A question that is answered in a few words.
    pub const fn line(name: &'static str, asks: &'static str) -> Self {
        Self::of(name, asks, Kind::Line)
    }

    /// A question for a day.
    pub const fn day(name: &'static str, asks: &'static str) -> Self {
        let hint = "For example, 26/1/2026";
        Self { hint, ..Self::of(name, asks, Kind::Day) }
    }

    /// A question for a time.
    pub const fn when(name: &'static str, asks: &'static str) -> Self {
        Self::of(name, asks, Kind::When)
    }

    /// A question that is answered by one of several answers.
    pub const fn one_of(
        name: &'static str,
        asks: &'static str,
        answers: &'static [Answer],
    ) -> Self {
        Self::of(name, asks, Kind::OneOf(answers))
    }

    /// A question that is answered by any of several answers.
    pub const fn any_of(
        name: &'static str,
        asks: &'static str,
        answers: &'static [Answer],
    ) -> Self {
        Self::of(name, asks, Kind::AnyOf(answers))
    }

    /// A question that is answered by one of a list.
    pub const fn listed(name: &'static str, asks: &'static str, list: Listed) -> Self {
        Self::of(name, asks, Kind::Listed(list))
    }

    /// A question that is answered by any of a list.
    pub const fn several(name: &'static str, asks: &'static str, list: Listed) -> Self {
        Self::of(name, asks, Kind::Several(list))
    }

    /// The same, with what helps to answer it.
    pub const fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// The same, which must be answered: with what is said where it is not.
    pub const fn required(self, missing: &'static str) -> Self {
        Self { need: Need::Required(missing), ..self }
    }
}

impl Answer {
    /// An answer.
    pub const fn of(value: &'static str, says: &'static str) -> Self {
        Self { value, says, hint: "", asks: &[] }
    }

    /// The same, with what helps to choose it.
    pub const fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// The same, with what is asked where it is chosen.
    pub const fn asking(self, asks: &'static [Question]) -> Self {
        Self { asks, ..self }
    }
}

impl Group {
    /// Questions that are shown at once.
    pub const fn of(title: &'static str, questions: &'static [Question]) -> Self {
        Self { title, shown: Shown::AtOnce, per: Per::Form, questions }
    }

    /// Questions that are shown when somebody opens them.
    pub const fn closed(title: &'static str, questions: &'static [Question]) -> Self {
        Self { shown: Shown::WhenOpened, ..Self::of(title, questions) }
    }

    /// The same, asked so often.
    pub const fn per(self, per: Per) -> Self {
        Self { per, ..self }
    }
}
