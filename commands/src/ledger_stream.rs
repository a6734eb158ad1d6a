//! The stream of the ledger itself: its opening, keys, witnesses, rules, heads and anchors.
//!
//! # Rules
//! - `a_ledger_is_opened_once`.
//! - `rules_that_are_in_force_are_adopted_once`.
//! - `a_key_or_a_policy_of_witnesses_that_stands_is_already_so`.
//! - `heads_and_anchors_are_recorded_each_time`.

use candour_domain::event::Event;
use candour_domain::ledger_stream::LedgerEvent;
use candour_domain::recorded::Label;

use crate::command::{Named, named};
use crate::matter::OnMatter;

/// The commands of this stream.
pub(crate) const COMMANDS: &[Named] = &[
    named("OpenLedger", "LedgerOpened"),
    named("IntroduceKey", "KeyIntroduced"),
    named("AdoptWitnessPolicy", "WitnessPolicyAdopted"),
    named("AdoptRules", "RulesAdopted"),
    named("CommitStreamHeads", "StreamHeads"),
    named("RecordAnchor", "AnchorRecorded"),
];

/// What an event is about: of two on the same matter, the later says how it is now.
#[derive(Debug, PartialEq, Eq)]
enum Matter<'a> {
    Opening,
    Key(&'a Label),
    Witnesses,
    Rules,
}

fn matter(event: &LedgerEvent) -> Option<Matter<'_>> {
    match event {
        LedgerEvent::LedgerOpened(_) => Some(Matter::Opening),
        LedgerEvent::KeyIntroduced(it) => Some(Matter::Key(&it.name)),
        LedgerEvent::WitnessPolicyAdopted(_) => Some(Matter::Witnesses),
        LedgerEvent::RulesAdopted(_) => Some(Matter::Rules),
        LedgerEvent::StreamHeads(_) | LedgerEvent::AnchorRecorded(_) => None,
    }
}

impl OnMatter for LedgerEvent {
    fn within(event: &Event) -> Option<&Self> {
        match event {
            Event::Ledger(event) => Some(event),
            Event::Case(_)
            | Event::Identity(_)
            | Event::Agency(_)
            | Event::Practitioner(_)
            | Event::Team(_) => None,
        }
    }

    fn on_the_same(&self, other: &Self) -> bool {
        let about = matter(self);
        about.is_some() && about == matter(other)
    }

    fn says_no_more(&self, then: &Self) -> bool {
        self == then
    }
}

#[cfg(test)]
mod tests {
    use candour_domain::calendar::Calendar;
    use candour_domain::duty::LocalRules;
    use candour_domain::entry::StreamId;
    use candour_domain::ledger_stream::{
        KeyIntroduced, LedgerKind, LedgerOpened, RulesAdopted, StreamHeads,
    };
    use candour_domain::recorded::Recorded;
    use candour_schemas::samples::LEDGER;

    use super::*;
    use crate::given::{given, given_nothing};

    const THIS: StreamId = StreamId::Ledger(LEDGER);

    fn label(words: &str) -> Label {
        Label::parse(words).unwrap()
    }

    fn opened() -> LedgerEvent {
        LedgerEvent::LedgerOpened(LedgerOpened {
            ledger: LEDGER,
            kind: LedgerKind::Synthetic,
            owner: label("Northshire"),
        })
    }

    fn key(public_key: &str) -> LedgerEvent {
        LedgerEvent::KeyIntroduced(KeyIntroduced {
            name: label("northshire"),
            algorithm: label("ed25519"),
            public_key: label(public_key),
            replaces: None,
        })
    }

    fn rules() -> LedgerEvent {
        LedgerEvent::RulesAdopted(RulesAdopted {
            rules: LocalRules::default(),
            calendar: Calendar::england_and_wales().unwrap(),
        })
    }

    #[test]
    fn a_ledger_is_opened_once() {
        given_nothing(THIS).where_nothing_else_is_known().when(opened()).then_recorded();
        given(THIS, [opened()]).when(opened()).then_already_so_by(0);
    }

    #[test]
    fn rules_that_are_in_force_are_adopted_once() {
        given(THIS, [opened()]).where_nothing_else_is_known().when(rules()).then_recorded();
        given(THIS, [opened(), rules()]).when(rules()).then_already_so_by(1);
    }

    #[test]
    fn a_key_or_a_policy_of_witnesses_that_stands_is_already_so() {
        given(THIS, [opened(), key("aa")]).when(key("aa")).then_already_so_by(1);
        given(THIS, [opened(), key("aa")]).when(key("bb")).then_recorded();
    }

    #[test]
    fn heads_and_anchors_are_recorded_each_time() {
        let heads = || {
            LedgerEvent::StreamHeads(StreamHeads {
                root: label("00"),
                streams: 1,
                size: Recorded::Recorded(3),
            })
        };
        given(THIS, [opened(), heads()]).when(heads()).then_recorded();
    }
}
