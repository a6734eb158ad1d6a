//! Visits: the children are seen, or are not, what they say is recorded in their words, and a parent
//! is seen with them. Recorded together, as workers write them up.

use candour_domain::case::child::{
    Alone, Bedroom, Body, ChildEvent, ChildSeen, ChildVoiceRecorded, FedBackToChild, ParentSeen,
    Seen, Sight, ViewsWeighed, Visit,
};
use candour_domain::envelope::FactStatus;
use candour_domain::identifier::ChildId;
use candour_domain::party::Actor;
use candour_domain::recorded::Recorded;

use super::super::family::Stage;
use super::super::rates;
use super::super::sitting::Sitting;
use super::super::words;
use super::information;

/// The age from which children are seen alone and asked in words.
const SPEAKS_YEARS: u32 = 3;

/// A visit by a worker, and what it leaves on record.
pub(super) fn visit(stage: &mut Stage<'_>, by: &Actor) {
    let minutes = stage.chance().weighted(rates::WRITTEN_UP_AFTER_HOURS) * 60;
    let spread = stage.chance().between(5..=50);
    let mut sitting = stage.sitting(by, minutes + spread);
    visited(stage, &mut sitting);
    stage.hand_in_apart(sitting);
}

/// What a visit leaves in a sitting.
pub(super) fn visited(stage: &mut Stage<'_>, sitting: &mut Sitting) {
    let missed = stage.chance().happens(rates::NOBODY_MET);
    let sights = sights(stage, missed);
    let account =
        if missed { stage.words(words::NOBODY_MET) } else { stage.more_words(words::VISITS) };
    let announced = *stage.chance().one(&[Visit::Announced, Visit::Announced, Visit::Unannounced]);
    let seen = ChildSeen {
        sights,
        account,
        visit: Recorded::Recorded(announced),
        present: Vec::new(),
        interpreter: Recorded::Recorded(stage.chance().weighted(rates::INTERPRETERS)),
    };
    let entry = sitting.note(stage.at, ChildEvent::ChildSeen(seen));
    stage.family.fact(entry, sitting.recorded());
    if missed {
        return;
    }
    let voice = voice(stage, sitting);
    if stage.chance().happens(rates::PARENT_SEEN) {
        parent(stage, sitting);
    }
    if stage.chance().happens(rates::OBSERVED_ON_VISIT) {
        information::observed(stage, sitting, stage.at);
    }
    if let Some((child, entry)) = voice
        && stage.chance().happens(rates::VIEWS_WEIGHED)
    {
        let weighed = ViewsWeighed { voices: vec![entry], account: stage.words(words::WEIGHED) };
        sitting.note(stage.at, ChildEvent::ViewsWeighed(weighed));
        let told = FedBackToChild { child, account: stage.words(words::FED_BACK) };
        sitting.note(stage.at, ChildEvent::FedBackToChild(told));
        sitting.of(&[child]);
    }
}

fn sights(stage: &mut Stage<'_>, missed: bool) -> Vec<Sight> {
    let today = stage.today();
    let born = stage.family.children.iter().filter(|it| it.born <= today);
    let children: Vec<(ChildId, u32)> = born.map(|it| (it.id, it.age(today))).collect();
    let sight = |(child, age): (ChildId, u32)| {
        let seen = if missed { Seen::Attempted } else { stage.chance().weighted(rates::SEEN) };
        let alone = age >= SPEAKS_YEARS && stage.chance().happens(rates::SEEN_ALONE);
        let bedroom = *stage.chance().one(&[Bedroom::Seen, Bedroom::NotSeen]);
        let of_seen = seen == Seen::Seen;
        Sight {
            child,
            seen,
            alone: of_seen.then_some(if alone { Alone::Alone } else { Alone::NotAlone }).into(),
            body: of_seen.then_some(Body::NotUndressed).into(),
            area: Recorded::NotRecorded,
            bedroom: of_seen.then_some(bedroom).into(),
        }
    };
    children.into_iter().map(sight).collect()
}

/// What one of the children says or shows.
fn voice(
    stage: &mut Stage<'_>,
    sitting: &mut Sitting,
) -> Option<(ChildId, candour_domain::identifier::EntryId)> {
    let today = stage.today();
    let born: Vec<(ChildId, u32)> = (stage.family.children.iter())
        .filter(|it| it.born <= today)
        .map(|it| (it.id, it.age(today)))
        .collect();
    if born.is_empty() || !stage.chance().happens(rates::VOICE_ON_VISIT) {
        return None;
    }
    let (child, age) = *stage.chance().one(&born);
    let (words, how) = if age < SPEAKS_YEARS {
        (stage.words(words::SHOWN), stage.chance().weighted(rates::WAYS_OF_SHOWING))
    } else {
        (stage.words(words::VOICES), stage.chance().weighted(rates::WAYS_OF_SAYING))
    };
    let voice = ChildVoiceRecorded { child, words, how: Recorded::Recorded(how) };
    let entry = sitting.note(stage.at, ChildEvent::ChildVoiceRecorded(voice));
    sitting.of(&[child]);
    sitting.beside(|envelope| envelope.status = Recorded::Recorded(FactStatus::Reported));
    stage.family.fact(entry, sitting.recorded());
    Some((child, entry))
}

fn parent(stage: &mut Stage<'_>, sitting: &mut Sitting) {
    let parent = stage.family.chance.one(&stage.family.adults).id;
    let account = stage.words(words::PARENTS);
    let alone = *stage.chance().one(&[Alone::Alone, Alone::NotAlone]);
    let seen = ParentSeen { parent, account, alone: Recorded::Recorded(alone) };
    sitting.note(stage.at, ChildEvent::ParentSeen(seen));
    sitting.beside(|envelope| envelope.about = vec![parent]);
}
