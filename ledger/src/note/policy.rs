//! How many of which witnesses must have cosigned a checkpoint before it is believed, in the form of
//! C2SP's tlog-policy: the ledger's keys, the witnesses with their addresses, groups, and one quorum.
//! It says what is needed, and asks nobody.

use std::collections::BTreeMap;
use std::fmt;

use super::checkpoint::SignedCheckpoint;
use super::cosignature::Cosignature;
use super::key::{KeyError, KeyKind, Verifier};

/// The most witnesses, groups and keys that a policy names, of each.
pub const WITNESSES_MAX: usize = 64;
/// The longest policy that is read.
const POLICY_BYTES_MAX: usize = 64 * 1024;
const NONE: &str = "none";

/// A witness that a policy names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// What the policy calls it.
    pub name: String,
    /// Its key.
    pub key: Verifier,
    /// Where it is asked, if the policy says so.
    pub address: Option<String>,
}

/// Whoever counts towards a group or a quorum.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Member {
    Witness(usize),
    Group { needed: usize, members: Vec<Member> },
}

/// What a policy asks of its witnesses.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Quorum {
    Nobody,
    Of(Member),
}

/// What makes a checkpoint believed.
#[derive(Clone, PartialEq, Eq)]
pub struct Policy {
    text: String,
    ledgers: Vec<Verifier>,
    witnesses: Vec<Witness>,
    quorum: Quorum,
}

/// Why a line of a policy cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFault {
    /// It begins with a word that no line begins with.
    #[error("{word:?} begins no line of a policy; `log`, `witness`, `group` and `quorum` do")]
    Word {
        /// The word.
        word: String,
    },
    /// It has more or fewer words than such a line has.
    #[error("it has more or fewer words than a line of its kind")]
    Words,
    /// The key cannot be read.
    #[error("the key cannot be read")]
    Key(#[source] KeyError),
    /// The key is for something else.
    #[error(
        "the key is of the other kind: a ledger's key signs checkpoints, a witness's cosigns them"
    )]
    KeyKind,
    /// The key stands there twice.
    #[error("the key stands in the policy twice")]
    KeyTwice,
    /// The name stands for something already.
    #[error("{name:?} stands for something already")]
    NameTwice {
        /// The name.
        name: String,
    },
    /// The name stands for nothing yet, or for a member of another group.
    #[error("{name:?} is no witness or group above this line that is still free")]
    NoSuch {
        /// The name.
        name: String,
    },
    /// The number of members that are needed is none that the group could reach.
    #[error("{needed:?} is not `all`, `any`, or a number from 1 to that of its members")]
    Needed {
        /// What is written.
        needed: String,
    },
    /// There is more than one quorum.
    #[error("there is more than one quorum")]
    QuorumTwice,
    /// There are more than are read.
    #[error("there are more than {WITNESSES_MAX} of them")]
    TooMany,
}

/// Why a text is not a policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// It is longer than a policy may be.
    #[error("a policy has {POLICY_BYTES_MAX} bytes at most")]
    TooLong,
    /// It has a character that no policy has.
    #[error("line {line} has a control character")]
    ControlCharacter {
        /// The line, from one.
        line: usize,
    },
    /// A line cannot be meant.
    #[error("line {line} cannot be meant")]
    Line {
        /// The line, from one.
        line: usize,
        /// Why.
        #[source]
        fault: PolicyFault,
    },
    /// It does not say how many are needed.
    #[error("it has no line `quorum`")]
    NoQuorum,
}

impl Policy {
    /// Reads a policy.
    ///
    /// # Errors
    /// Refuses what cannot be meant, by its line.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        if text.len() > POLICY_BYTES_MAX {
            return Err(PolicyError::TooLong);
        }
        let mut reading = Reading::default();
        for (number, line) in text.split('\n').enumerate().map(|(index, line)| (index + 1, line)) {
            if line.chars().any(|it| it.is_ascii_control() && it != '\t') {
                return Err(PolicyError::ControlCharacter { line: number });
            }
            let words: Vec<&str> = line.split([' ', '\t']).filter(|it| !it.is_empty()).collect();
            let read = reading.line(&words);
            read.map_err(|fault| PolicyError::Line { line: number, fault })?;
        }
        let Reading { ledgers, witnesses, quorum, .. } = reading;
        let quorum = quorum.ok_or(PolicyError::NoQuorum)?;
        Ok(Self { text: text.to_owned(), ledgers, witnesses, quorum })
    }

    /// The policy as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The policy without comments, empty lines and further spaces: another text of the same meaning.
    pub fn plain(&self) -> String {
        let words = |line: &str| {
            let words: Vec<&str> = line.split([' ', '\t']).filter(|it| !it.is_empty()).collect();
            words.join(" ")
        };
        let lines = self.text.split('\n').map(words);
        let said = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        said.map(|line| line + "\n").collect()
    }

    /// The keys of ledgers that it names. It may name none.
    pub fn ledgers(&self) -> &[Verifier] {
        &self.ledgers
    }

    /// The witnesses that it names, in its order.
    pub fn witnesses(&self) -> &[Witness] {
        &self.witnesses
    }

    /// The fewest cosignatures that can meet it.
    pub fn fewest(&self) -> usize {
        match &self.quorum {
            Quorum::Nobody => 0,
            Quorum::Of(member) => member.fewest(),
        }
    }

    /// What its witnesses truly said of a checkpoint, in the policy's order.
    pub fn cosignatures(&self, checkpoint: &SignedCheckpoint) -> Vec<Cosignature> {
        self.witnesses.iter().filter_map(|it| checkpoint.cosigned_by(&it.key)).collect()
    }

    /// Whether these are enough.
    pub fn is_met_by(&self, cosignatures: &[Cosignature]) -> bool {
        let said = |index: usize| {
            let key = self.witnesses.get(index).map(|it| &it.key);
            cosignatures.iter().any(|it| Some(&it.witness) == key)
        };
        match &self.quorum {
            Quorum::Nobody => true,
            Quorum::Of(member) => member.is_met(&said),
        }
    }
}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Member {
    /// Groups stand in groups at most as deep as there are lines.
    fn is_met(&self, said: &impl Fn(usize) -> bool) -> bool {
        match self {
            Self::Witness(index) => said(*index),
            Self::Group { needed, members } => {
                members.iter().filter(|it| it.is_met(said)).count() >= *needed
            }
        }
    }

    fn fewest(&self) -> usize {
        match self {
            Self::Witness(_) => 1,
            Self::Group { needed, members } => {
                let mut each: Vec<usize> = members.iter().map(Self::fewest).collect();
                each.sort_unstable();
                each.iter().take(*needed).sum()
            }
        }
    }
}

/// A policy that has been read up to a line.
#[derive(Default)]
struct Reading {
    ledgers: Vec<Verifier>,
    witnesses: Vec<Witness>,
    /// What each name stands for, until a group takes it in.
    free: BTreeMap<String, Member>,
    names: Vec<String>,
    quorum: Option<Quorum>,
}

impl Reading {
    fn line(&mut self, words: &[&str]) -> Result<(), PolicyFault> {
        match *words {
            [] => Ok(()),
            [first, ..] if first.starts_with('#') => Ok(()),
            ["log", key] | ["log", key, _] => self.ledger(key),
            ["witness", name, key] => self.witness(name, key, None),
            ["witness", name, key, address] => self.witness(name, key, Some(address)),
            ["group", name, needed, ref members @ ..] if !members.is_empty() => {
                self.group(name, needed, members)
            }
            ["quorum", name] => self.end(name),
            ["log" | "witness" | "group" | "quorum", ..] => Err(PolicyFault::Words),
            [word, ..] => Err(PolicyFault::Word { word: word.to_owned() }),
        }
    }

    fn ledger(&mut self, key: &str) -> Result<(), PolicyFault> {
        let key: Verifier = key.parse().map_err(PolicyFault::Key)?;
        if key.kind() != KeyKind::Checkpoints {
            return Err(PolicyFault::KeyKind);
        }
        if self.ledgers.iter().any(|it| it.public() == key.public()) {
            return Err(PolicyFault::KeyTwice);
        }
        if self.ledgers.len() == WITNESSES_MAX {
            return Err(PolicyFault::TooMany);
        }
        self.ledgers.push(key);
        Ok(())
    }

    fn witness(&mut self, name: &str, key: &str, at: Option<&str>) -> Result<(), PolicyFault> {
        let key: Verifier = key.parse().map_err(PolicyFault::Key)?;
        if key.kind() != KeyKind::Cosignatures {
            return Err(PolicyFault::KeyKind);
        }
        if self.witnesses.iter().any(|it| it.key.public() == key.public()) {
            return Err(PolicyFault::KeyTwice);
        }
        self.name(name, Member::Witness(self.witnesses.len()))?;
        let (name, address) = (name.to_owned(), at.map(str::to_owned));
        self.witnesses.push(Witness { name, key, address });
        Ok(())
    }

    fn group(&mut self, name: &str, needed: &str, members: &[&str]) -> Result<(), PolicyFault> {
        let count = match needed {
            "all" => Some(members.len()),
            "any" => Some(1),
            number => super::number(number).and_then(|it| usize::try_from(it).ok()),
        };
        let reachable = count.filter(|it| (1..=members.len()).contains(it));
        let wrong = || PolicyFault::Needed { needed: needed.to_owned() };
        let needed = reachable.ok_or_else(wrong)?;
        let mut taken = Vec::with_capacity(members.len());
        for member in members {
            taken.push(self.take(member)?);
        }
        self.name(name, Member::Group { needed, members: taken })
    }

    fn end(&mut self, name: &str) -> Result<(), PolicyFault> {
        if self.quorum.is_some() {
            return Err(PolicyFault::QuorumTwice);
        }
        let quorum = if name == NONE { Quorum::Nobody } else { Quorum::Of(self.take(name)?) };
        self.quorum = Some(quorum);
        Ok(())
    }

    fn name(&mut self, name: &str, member: Member) -> Result<(), PolicyFault> {
        if name == NONE || self.names.iter().any(|it| it == name) {
            return Err(PolicyFault::NameTwice { name: name.to_owned() });
        }
        if self.names.len() == 2 * WITNESSES_MAX {
            return Err(PolicyFault::TooMany);
        }
        self.names.push(name.to_owned());
        self.free.insert(name.to_owned(), member);
        Ok(())
    }

    /// A name counts towards one group, or the quorum, and once: so each witness counts in one way.
    fn take(&mut self, name: &str) -> Result<Member, PolicyFault> {
        self.free.remove(name).ok_or_else(|| PolicyFault::NoSuch { name: name.to_owned() })
    }
}
