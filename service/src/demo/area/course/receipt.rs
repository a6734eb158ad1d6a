//! What becomes of something that was shared: it arrives, is opened, is read by whoever it was meant
//! for, or reaches somebody else; and may not be passed on.

use candour_domain::case::information::{
    DisclosureOpened, DisclosureRead, DisclosureReceived, Holding, InformationEvent, ItemShared,
    KnowledgeDisputed, OnwardSharingRestricted, Reader, ReceivedByUnintended,
};
use candour_domain::identifier::EntryId;
use candour_domain::party::{Actor, AgencyKind, Recipient, Speaker};
use candour_domain::recorded::Recorded;
use chrono::{DateTime, TimeDelta, Utc};

use super::super::family::{Stage, follows, recipient};
use super::super::rates;
use super::super::sitting::Sitting;
use super::super::words;

/// Something that was shared: the entry that shares it, and the items.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) disclosure: EntryId,
    pub(super) items: Vec<ItemShared>,
}

/// It arrives at children's social care some time after it was shared, and is read there, or is not.
pub(super) fn received(stage: &mut Stage<'_>, shared: &Shared, sent: DateTime<Utc>) {
    let worker = stage.family.course.worker.map(|it| it.worker);
    let who = match worker {
        Some(worker) => stage.world.staff.workers[worker].actor.clone(),
        None => stage.family.chance.one(&stage.world.staff.screeners).clone(),
    };
    let minutes = stage.chance().between(60..=3_000);
    let mut sitting = stage.sitting_at(&who, sent + TimeDelta::minutes(minutes));
    let at = sitting.recorded() - TimeDelta::minutes(1);
    if stage.chance().happens(rates::REACHED_ANOTHER) {
        let reached = ReceivedByUnintended {
            disclosure: follows(Some(shared.disclosure)),
            items: shared.items.clone(),
            who: Speaker::Described(stage.words(words::UNINTENDED)),
            response: Recorded::Recorded(stage.words(words::RESPONSES)),
        };
        sitting.note(at, InformationEvent::ReceivedByUnintended(reached));
    }
    let received = DisclosureReceived {
        disclosure: follows(Some(shared.disclosure)),
        items: shared.items.clone(),
        by: Recipient::Agency(stage.world.staff.agency),
        how: Recorded::Recorded(Holding::Filed),
        account: Recorded::NotRecorded,
    };
    sitting.note(at, InformationEvent::DisclosureReceived(received));
    if worker.is_some() {
        read(stage, &mut sitting, (shared, &who));
    }
    stage.hand_in_apart(sitting);
}

/// The worker opens it, and reads it, or does not.
fn read(stage: &mut Stage<'_>, sitting: &mut Sitting, (shared, who): (&Shared, &Actor)) {
    let at = sitting.recorded() - TimeDelta::minutes(1);
    let reader = Reader::Named(recipient(who));
    let (disclosure, items) = (follows(Some(shared.disclosure)), shared.items.clone());
    if stage.chance().happens(rates::OPENED) {
        let opened = DisclosureOpened { disclosure, items: items.clone(), reader: reader.clone() };
        sitting.note(at, InformationEvent::DisclosureOpened(opened));
    }
    if stage.chance().happens(rates::READ) {
        let account = Recorded::NotRecorded;
        let read = DisclosureRead { disclosure, items, reader, account };
        sitting.note(at, InformationEvent::DisclosureRead(read));
    }
    if stage.chance().happens(rates::KNOWLEDGE_DISPUTED) {
        let disputed = KnowledgeDisputed {
            entry: shared.disclosure,
            who: recipient(who),
            statement: stage.words(words::DISPUTES),
        };
        sitting.note(at, InformationEvent::KnowledgeDisputed(disputed));
    }
}

/// The police ask that what they shared be passed on no further, for now.
pub(super) fn may_be_restricted(
    stage: &mut Stage<'_>,
    sitting: &mut Sitting,
    (kind, item): (AgencyKind, EntryId),
) {
    if kind != AgencyKind::Police || !stage.chance().happens(rates::NOT_TO_BE_PASSED_ON) {
        return;
    }
    let restricted = OnwardSharingRestricted {
        items: vec![item],
        to: Recipient::Agency(stage.world.staff.agency),
        until: Some(stage.day_after(30)),
        reason: Recorded::Recorded(stage.words(words::NOT_PASSED_ON)),
    };
    sitting.note(stage.at, InformationEvent::OnwardSharingRestricted(restricted));
}
