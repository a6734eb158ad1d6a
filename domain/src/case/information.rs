//! Information: what was observed, asked, supplied, told, received, opened and read; what was
//! decided not to be shared and on which ground; what was believed; where accounts differ.

mod passing;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::case::concern::Channel;
use crate::identifier::{AgencyId, EntryId};
use crate::landmark::Landmark;
use crate::party::{Recipient, Speaker};
use crate::recorded::{Antecedent, Recorded};
use crate::text::Text;

pub use passing::{Holding, ItemShared, NotSharedGround, Reader, Weight};

/// A practitioner recorded what they saw, heard or found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ObservationRecorded {
    /// What was observed, as a fact.
    pub account: Text,
    /// What was done then.
    #[serde(default)]
    pub response: Recorded<Text>,
}

/// Somebody's account was credited, discounted, or left undecided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountWeighed {
    /// The entry that gives the account.
    pub account: EntryId,
    /// Whose account it is.
    #[serde(default)]
    pub whose: Recorded<Speaker>,
    /// How it was weighed.
    pub weight: Weight,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<Text>,
}

/// An agency was asked for what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InformationRequested {
    /// Who was asked.
    pub of: Recipient,
    /// What was asked.
    pub question: Text,
    /// By when an answer was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// How it was asked.
    #[serde(default)]
    pub channel: Recorded<Channel>,
}

/// An agency answered a request with information.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InformationSupplied {
    /// The request.
    pub request: Antecedent,
    /// To whom.
    pub to: Recipient,
    /// What was supplied, beyond entries already here.
    pub account: Text,
    /// The entries that were supplied.
    #[serde(default)]
    pub items: Vec<ItemShared>,
    /// How.
    #[serde(default)]
    pub channel: Recorded<Channel>,
}

/// An agency answered that it knows nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NothingKnownReplied {
    /// The request.
    pub request: Antecedent,
    /// What was searched.
    #[serde(default)]
    pub searched: Recorded<Text>,
}

/// An agency declined to answer a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InformationRefused {
    /// The request.
    pub request: Antecedent,
    /// On which ground.
    pub ground: NotSharedGround,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<Text>,
}

/// Somebody told or sent information to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InformationDisclosed {
    /// What was told, each item by its entry.
    #[serde(default)]
    pub items: Vec<ItemShared>,
    /// To whom.
    pub to: Recipient,
    /// How.
    #[serde(default)]
    pub channel: Recorded<Channel>,
    /// What was said.
    #[serde(default)]
    pub said: Recorded<Text>,
    /// What for.
    #[serde(default)]
    pub purpose: Recorded<Text>,
    /// The request that it answers, where it answers one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Antecedent>,
}

/// What was sent arrived with an agency or team, or was filed. Received is held, not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DisclosureReceived {
    /// The disclosure that arrived.
    pub disclosure: Antecedent,
    /// What arrived, each item by its entry.
    #[serde(default)]
    pub items: Vec<ItemShared>,
    /// Where it arrived.
    pub by: Recipient,
    /// How it is held.
    #[serde(default)]
    pub how: Recorded<Holding>,
    /// What the record says of it.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// A document or message was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DisclosureOpened {
    /// The disclosure that was opened.
    pub disclosure: Antecedent,
    /// What it held, each item by its entry.
    #[serde(default)]
    pub items: Vec<ItemShared>,
    /// Who opened it.
    pub reader: Reader,
}

/// Somebody read or took in what was sent or shared, as they or another state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DisclosureRead {
    /// The disclosure that was read.
    pub disclosure: Antecedent,
    /// What was read, each item by its entry.
    #[serde(default)]
    pub items: Vec<ItemShared>,
    /// Who read it.
    pub reader: Reader,
    /// What the record says of it.
    #[serde(default)]
    pub account: Recorded<Text>,
}

/// What was sent reached somebody it was not meant for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceivedByUnintended {
    /// The disclosure.
    pub disclosure: Antecedent,
    /// What reached them.
    #[serde(default)]
    pub items: Vec<ItemShared>,
    /// Whom it reached.
    pub who: Speaker,
    /// What was done then.
    #[serde(default)]
    pub response: Recorded<Text>,
}

/// An agency decided not to share an item with another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotSharedDecided {
    /// What was not shared.
    #[serde(default)]
    pub items: Vec<EntryId>,
    /// With whom.
    pub with: Recipient,
    /// On which ground.
    pub ground: NotSharedGround,
    /// Why, in their words.
    #[serde(default)]
    pub reason: Recorded<Text>,
    /// When the decision is to be looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<NaiveDate>,
}

/// The recipient was asked not to pass an item on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnwardSharingRestricted {
    /// Which items.
    #[serde(default)]
    pub items: Vec<EntryId>,
    /// Who was asked.
    pub to: Recipient,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Why.
    #[serde(default)]
    pub reason: Recorded<Text>,
}

/// Somebody acted on a belief about what another knew or did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeliefRecorded {
    /// What was believed, for example that the school knew.
    pub belief: Text,
    /// Whom the belief was about.
    #[serde(default)]
    pub of: Recorded<AgencyId>,
    /// The items that it was about.
    #[serde(default)]
    pub items: Vec<EntryId>,
}

/// A reader noted that entries give accounts that differ. Both stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountsDiffer {
    /// The entries.
    #[serde(default)]
    pub entries: Vec<EntryId>,
    /// How they differ.
    pub difference: Text,
}

/// Somebody disputes that they knew, were told, or told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KnowledgeDisputed {
    /// The entry from which it would follow.
    pub entry: EntryId,
    /// Who disputes it.
    pub who: Recipient,
    /// What they say.
    pub statement: Text,
}

/// An event of the chapter `information`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum InformationEvent {
    /// [`ObservationRecorded`].
    ObservationRecorded(ObservationRecorded),
    /// [`AccountWeighed`].
    AccountWeighed(AccountWeighed),
    /// [`InformationRequested`].
    InformationRequested(InformationRequested),
    /// [`InformationSupplied`].
    InformationSupplied(InformationSupplied),
    /// [`NothingKnownReplied`].
    NothingKnownReplied(NothingKnownReplied),
    /// [`InformationRefused`].
    InformationRefused(InformationRefused),
    /// [`InformationDisclosed`].
    InformationDisclosed(InformationDisclosed),
    /// [`DisclosureReceived`].
    DisclosureReceived(DisclosureReceived),
    /// [`DisclosureOpened`].
    DisclosureOpened(DisclosureOpened),
    /// [`DisclosureRead`].
    DisclosureRead(DisclosureRead),
    /// [`ReceivedByUnintended`].
    ReceivedByUnintended(ReceivedByUnintended),
    /// [`NotSharedDecided`].
    NotSharedDecided(NotSharedDecided),
    /// [`OnwardSharingRestricted`].
    OnwardSharingRestricted(OnwardSharingRestricted),
    /// [`BeliefRecorded`].
    BeliefRecorded(BeliefRecorded),
    /// [`AccountsDiffer`].
    AccountsDiffer(AccountsDiffer),
    /// [`KnowledgeDisputed`].
    KnowledgeDisputed(KnowledgeDisputed),
}

impl InformationEvent {
    /// What later entries may answer, review or end by naming this one.
    pub fn leaves(&self) -> Option<Landmark> {
        match self {
            Self::ObservationRecorded(_)
            | Self::AccountWeighed(_)
            | Self::NothingKnownReplied(_)
            | Self::InformationRefused(_)
            | Self::DisclosureReceived(_)
            | Self::DisclosureOpened(_)
            | Self::DisclosureRead(_)
            | Self::ReceivedByUnintended(_)
            | Self::NotSharedDecided(_)
            | Self::OnwardSharingRestricted(_)
            | Self::BeliefRecorded(_)
            | Self::AccountsDiffer(_)
            | Self::KnowledgeDisputed(_) => None,
            Self::InformationRequested(_) => Some(Landmark::Request),
            Self::InformationSupplied(_) => Some(Landmark::Supply),
            Self::InformationDisclosed(_) => Some(Landmark::Disclosure),
        }
    }

    /// What this one answers, reviews or ends, and which kinds of entry that may be.
    pub fn follows(&self) -> Option<(Antecedent, &'static [Landmark])> {
        match self {
            Self::InformationSupplied(it) => Some((it.request, &[Landmark::Request])),
            Self::NothingKnownReplied(it) => Some((it.request, &[Landmark::Request])),
            Self::InformationRefused(it) => Some((it.request, &[Landmark::Request])),
            Self::DisclosureReceived(it) => {
                Some((it.disclosure, &[Landmark::Disclosure, Landmark::Supply]))
            }
            Self::DisclosureOpened(it) => {
                Some((it.disclosure, &[Landmark::Disclosure, Landmark::Supply]))
            }
            Self::DisclosureRead(it) => {
                Some((it.disclosure, &[Landmark::Disclosure, Landmark::Supply]))
            }
            Self::ReceivedByUnintended(it) => {
                Some((it.disclosure, &[Landmark::Disclosure, Landmark::Supply]))
            }
            Self::InformationDisclosed(it) => {
                it.request.map(|request| (request, &[Landmark::Request][..]))
            }
            Self::ObservationRecorded(_)
            | Self::AccountWeighed(_)
            | Self::InformationRequested(_)
            | Self::NotSharedDecided(_)
            | Self::OnwardSharingRestricted(_)
            | Self::BeliefRecorded(_)
            | Self::AccountsDiffer(_)
            | Self::KnowledgeDisputed(_) => None,
        }
    }
}
