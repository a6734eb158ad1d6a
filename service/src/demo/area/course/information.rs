//! Between agencies: requests and what becomes of them, what agencies share unasked, in whole or in
//! part, late or not at all, and what they decide not to share.

use candour_domain::case::concern::Channel;
use candour_domain::case::information::{
    InformationDisclosed, InformationEvent, InformationRefused, InformationRequested,
    InformationSupplied, ItemShared, NotSharedDecided, NothingKnownReplied, ObservationRecorded,
};
use candour_domain::envelope::FactStatus;
use candour_domain::identifier::EntryId;
use candour_domain::party::{AgencyKind, Recipient};
use candour_domain::recorded::Recorded;
use chrono::{DateTime, TimeDelta, Utc};

use super::super::family::{Stage, follows, recipient};
use super::super::places::{Desk, Habits};
use super::super::rates::{self, Reply};
use super::super::sitting::Sitting;
use super::super::words;
use super::receipt::{self, Shared};

/// Something that happens between agencies.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Scene {
    /// An agency answers a request, or does not.
    Answer { request: EntryId, desk: Desk },
    /// An agency sees something, and shares it or not.
    Noticed { desk: Desk },
    /// An agency shares what it recorded.
    Shared { desk: Desk, item: EntryId },
}

pub(super) fn play(stage: &mut Stage<'_>, scene: Scene) {
    match scene {
        Scene::Answer { request, desk } => answer(stage, request, desk),
        Scene::Noticed { desk } => noticed(stage, desk),
        Scene::Shared { desk, item } => shared(stage, desk, item),
    }
}

/// Asks so many of the agencies that would know the children, in one sitting.
pub(super) fn checks(stage: &mut Stage<'_>, sitting: &mut Sitting, many: i64) {
    let kinds = likely(stage);
    let many = usize::try_from(many).unwrap_or(1);
    for kind in stage.family.chance.some(&kinds, many) {
        ask(stage, sitting, kind);
    }
}

/// Asks an agency of a kind what it knows.
pub(super) fn ask(stage: &mut Stage<'_>, sitting: &mut Sitting, kind: AgencyKind) {
    let desk = stage.known_by(kind);
    let asked = InformationRequested {
        of: recipient(&stage.actor(desk)),
        question: stage.words(words::QUESTIONS),
        due: Some(stage.day_after(5)),
        channel: Recorded::Recorded(Channel::Email),
    };
    let request = sitting.note(stage.at, InformationEvent::InformationRequested(asked));
    let days = match stage.world.places.agency(desk).habits {
        Habits::Prompt => stage.chance().between(1..=4),
        Habits::Late => stage.chance().between(4..=13),
        Habits::Seldom => stage.chance().between(6..=24),
    };
    stage.then_after(days, Scene::Answer { request, desk });
}

/// The kinds of agency that would know children of these ages.
pub(super) fn likely(stage: &Stage<'_>) -> Vec<AgencyKind> {
    let today = stage.today();
    let ages = || stage.family.children.iter().map(|it| it.age(today));
    let mut kinds = vec![AgencyKind::Police, AgencyKind::GeneralPractice];
    if ages().any(|age| age >= 5) {
        kinds.extend([AgencyKind::School, AgencyKind::SchoolNursing]);
    }
    if ages().any(|age| age < 5) {
        kinds.push(AgencyKind::HealthVisiting);
    }
    if ages().any(|age| (2..5).contains(&age)) {
        kinds.push(AgencyKind::EarlyYears);
    }
    if stage.family.children.iter().any(|it| it.born > today) {
        kinds.push(AgencyKind::Maternity);
    }
    kinds
}

/// What becomes of a request.
fn answer(stage: &mut Stage<'_>, request: EntryId, desk: Desk) {
    let replies = match stage.world.places.agency(desk).habits {
        Habits::Prompt => rates::REPLIES_OF_THE_PROMPT,
        Habits::Late => rates::REPLIES_OF_THE_LATE,
        Habits::Seldom => rates::REPLIES_OF_THE_SELDOM,
    };
    let who = stage.actor(desk);
    let mut sitting = stage.sitting(&who, 10);
    match stage.chance().weighted(replies) {
        Reply::Never => {}
        Reply::Supplied => {
            let supplied = InformationSupplied {
                request: follows(Some(request)),
                to: Recipient::Agency(stage.world.staff.agency),
                account: stage.more_words(words::SUPPLIED),
                items: Vec::new(),
                channel: Recorded::Recorded(Channel::Email),
            };
            let entry = sitting.note(stage.at, InformationEvent::InformationSupplied(supplied));
            sitting.beside(|envelope| envelope.status = Recorded::Recorded(FactStatus::Reported));
            stage.family.fact(entry, sitting.recorded());
        }
        Reply::NothingKnown => {
            let searched = Recorded::Recorded(stage.words(words::SEARCHED));
            let nothing = NothingKnownReplied { request: follows(Some(request)), searched };
            sitting.note(stage.at, InformationEvent::NothingKnownReplied(nothing));
        }
        Reply::Refused => {
            let ground = stage.chance().weighted(rates::GROUNDS_OF_NOT_SHARING);
            let refused = InformationRefused {
                request: follows(Some(request)),
                ground,
                reason: Recorded::Recorded(stage.words(words::NOT_SHARED)),
            };
            sitting.note(stage.at, InformationEvent::InformationRefused(refused));
        }
    }
    stage.hand_in_apart(sitting);
}

/// Somebody of an agency around the children sees or hears something, and writes it up as the agency
/// does.
fn noticed(stage: &mut Stage<'_>, desk: Desk) {
    let who = stage.actor(desk);
    let minutes = match stage.world.places.agency(desk).habits {
        Habits::Prompt => stage.chance().between(10..=600),
        Habits::Late => stage.chance().between(600..=14_000),
        Habits::Seldom => stage.chance().between(3_000..=60_000),
    };
    let mut sitting = stage.sitting(&who, minutes);
    let mut items = Vec::new();
    for _ in 0..stage.chance().weighted(rates::WRITTEN_UP_TOGETHER) {
        let before = stage.chance().between(0..=140);
        items.push(observed(stage, &mut sitting, stage.at - TimeDelta::hours(before)));
    }
    if stage.chance().happens(rates::DECIDED_NOT_TO_SHARE) {
        not_shared(stage, &mut sitting, items);
        stage.hand_in_apart(sitting);
        return;
    }
    let share = match stage.world.places.agency(desk).habits {
        Habits::Prompt => rates::SHARED_BY_THE_PROMPT,
        Habits::Late => rates::SHARED_BY_THE_LATE,
        Habits::Seldom => rates::SHARED_BY_THE_SELDOM,
    };
    let recorded = sitting.recorded();
    if !stage.chance().happens(share) {
        stage.hand_in_apart(sitting);
    } else if stage.chance().happens(rates::SHARED_AT_ONCE) {
        disclose(stage, sitting, (desk, items), recorded - TimeDelta::minutes(1));
    } else {
        stage.hand_in_apart(sitting);
        let days = stage.chance().between(0..=9);
        let at = stage.world.days.office(&mut stage.family.chance, recorded, days);
        if let Some(item) = items.first().copied() {
            stage.then(at, Scene::Shared { desk, item });
        }
    }
}

/// It is decided that something is not shared.
fn not_shared(stage: &mut Stage<'_>, sitting: &mut Sitting, items: Vec<EntryId>) {
    let not_shared = NotSharedDecided {
        items,
        with: Recipient::Agency(stage.world.staff.agency),
        ground: stage.chance().weighted(rates::GROUNDS_OF_NOT_SHARING),
        reason: Recorded::Recorded(stage.words(words::NOT_SHARED)),
        review: Some(stage.day_after(20)),
    };
    let at = sitting.recorded() - TimeDelta::minutes(2);
    sitting.note(at, InformationEvent::NotSharedDecided(not_shared));
}

/// An observation of whoever sits.
pub(super) fn observed(stage: &mut Stage<'_>, sitting: &mut Sitting, at: DateTime<Utc>) -> EntryId {
    let account = stage.words(words::OBSERVATIONS);
    let response = if stage.chance().happens(rates::RESPONSE_RECORDED) {
        Recorded::Recorded(stage.words(words::RESPONSES))
    } else {
        Recorded::NotRecorded
    };
    let observed = ObservationRecorded { account, response };
    let entry = sitting.note(at, InformationEvent::ObservationRecorded(observed));
    sitting.beside(|envelope| envelope.status = Recorded::Recorded(FactStatus::Observed));
    entry
}

/// An agency shares what it recorded before.
fn shared(stage: &mut Stage<'_>, desk: Desk, item: EntryId) {
    let who = stage.actor(desk);
    let sitting = stage.sitting(&who, 15);
    let at = stage.at;
    disclose(stage, sitting, (desk, vec![item]), at);
}

/// An agency shares what it recorded with children's social care, in whole or in part.
fn disclose(
    stage: &mut Stage<'_>,
    mut sitting: Sitting,
    (desk, items): (Desk, Vec<EntryId>),
    at: DateTime<Utc>,
) {
    let to = match stage.family.course.worker {
        Some(it) => recipient(&stage.world.staff.workers[it.worker].actor),
        None => Recipient::Agency(stage.world.staff.agency),
    };
    let extent = Recorded::Recorded(stage.chance().weighted(rates::EXTENTS));
    let items: Vec<ItemShared> =
        items.into_iter().map(|item| ItemShared { item, extent }).collect();
    let disclosed = InformationDisclosed {
        items: items.clone(),
        to,
        channel: Recorded::Recorded(Channel::SecurePortal),
        said: Recorded::Recorded(stage.words(words::SHARED)),
        purpose: Recorded::Recorded(stage.words(words::PURPOSES)),
        request: None,
    };
    let disclosure = sitting.note(at, InformationEvent::InformationDisclosed(disclosed));
    let recorded = sitting.recorded();
    let kind = stage.world.places.agency(desk).kind;
    for shared in &items {
        receipt::may_be_restricted(stage, &mut sitting, (kind, shared.item));
        stage.family.fact(shared.item, recorded);
    }
    stage.hand_in_apart(sitting);
    if stage.chance().happens(rates::RECEIPT_RECORDED) {
        receipt::received(stage, &Shared { disclosure, items }, recorded);
    }
}

/// Somebody of an agency around the children sees something within the next so many days.
pub(super) fn notices(stage: &mut Stage<'_>, within_days: i64) {
    if stage.family.around.is_empty() {
        return;
    }
    let desk = *stage.family.chance.one(&stage.family.around);
    let days = stage.chance().between(1..=within_days.max(1));
    stage.then_in_days(days, Scene::Noticed { desk });
}
