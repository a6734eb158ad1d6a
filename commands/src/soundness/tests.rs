//! What holds for every entry, rule by rule.

mod in_time;

use candour_domain::agency::AgencyRegistered;
use candour_domain::case::CaseEvent;
use candour_domain::case::conference::{ConferenceEvent, ConferenceHeld, ConferenceKind};
use candour_domain::case::fgdm::{FgdmAccepted, FgdmEvent, FgdmInvited, FgdmOffered};
use candour_domain::case::threshold::{StrategyDiscussionConvened, ThresholdEvent};
use candour_domain::envelope::{Entered, Evidence, Import, Source};
use candour_domain::identifier::{AgencyId, LedgerId};
use candour_domain::identity::{DetailsAmended, Household, HouseholdRecorded, PersonIdentified};
use candour_domain::ledger_stream::{LedgerKind, LedgerOpened};
use candour_domain::meeting::Meeting;
use candour_domain::practitioner::{PostTaken, PractitionerRegistered};
use candour_domain::recorded::{Label, Recorded};
use candour_domain::team::{CoverArranged, Seat, TeamEstablished};
use candour_domain::text::Text;
use candour_domain::time::When;
use candour_schemas::samples::{
    CASE, CHILD, DETECTIVE, LEDGER, MOTHER, OTHER_CASE, POLICE, SOCIAL_CARE, SOCIAL_WORKER, TEAM,
};
use uuid::Uuid;

use super::*;
use crate::given::{
    ASKED, Proposing, THIS, action, day, given, given_case, given_entry, given_nothing, now,
    nowhere, of, opened, raised,
};

const NOTHING: [Proposing; 0] = [];
const FORCE: AgencyId = AgencyId::new(Uuid::from_u128(0xf0));

fn joins(from: CaseId, carried: EntryId) -> OpeningEvent {
    let from = Some(from);
    OpeningEvent::ChildJoinedCase(ChildJoinedCase { child: CHILD, from, carried: vec![carried] })
}

fn fgdm(event: FgdmEvent) -> Event {
    Event::Case(CaseEvent::Fgdm(event))
}

fn offered() -> Event {
    fgdm(FgdmEvent::FgdmOffered(FgdmOffered {
        to: MOTHER,
        capacity: Recorded::NotRecorded,
        statutory: Recorded::NotRecorded,
        stage: Recorded::NotRecorded,
        in_letter: Recorded::NotRecorded,
        how: Recorded::NotRecorded,
        account: Recorded::NotRecorded,
    }))
}

fn accepted(offer: Antecedent) -> Event {
    let account = Recorded::NotRecorded;
    fgdm(FgdmEvent::FgdmAccepted(FgdmAccepted { offer, by: MOTHER, account }))
}

fn person() -> IdentityEvent {
    let (name, born) = (Recorded::NotRecorded, Recorded::NotRecorded);
    IdentityEvent::PersonIdentified(PersonIdentified { name, born })
}

fn lives(from: Option<When>, until: Option<When>) -> IdentityEvent {
    IdentityEvent::HouseholdRecorded(HouseholdRecorded {
        case: Some(CASE),
        membership: Household::Member,
        from,
        until,
        note: Recorded::NotRecorded,
    })
}

fn registers_agency() -> AgencyEvent {
    AgencyEvent::AgencyRegistered(AgencyRegistered {
        name: Label::parse("Police").unwrap(),
        kind: Recorded::NotRecorded,
        category: Recorded::NotRecorded,
    })
}

fn registers_practitioner() -> PractitionerEvent {
    let (name, registration) = (Text::new("N. Adeyemi"), None);
    PractitionerEvent::PractitionerRegistered(PractitionerRegistered { name, registration })
}

fn opens_ledger(ledger: LedgerId) -> LedgerEvent {
    let owner = Label::parse("Northshire").unwrap();
    LedgerEvent::LedgerOpened(LedgerOpened { ledger, kind: LedgerKind::Synthetic, owner })
}

#[test]
fn an_entry_stands_in_a_stream_of_its_kind() {
    let refused = |event, stream| Refusal::WrongStream { of: of(event), stream };
    let child = StreamId::Child(CHILD);
    given(child, [Proposing::from(raised("a bruise"))])
        .when(raised("a bruise"))
        .then_refused(refused("ConcernRaised", child));
    given_nothing(child).when(person()).then_refused(refused("PersonIdentified", child));
    let other = StreamId::Ledger(LEDGER);
    given_nothing(other)
        .when(opens_ledger(LedgerId::new(Uuid::from_u128(9))))
        .then_refused(refused("LedgerOpened", other));
    given_case(NOTHING).when(registers_agency()).then_refused(refused("AgencyRegistered", THIS));
}

#[test]
fn a_stream_begins_with_what_opens_it() {
    given_nothing(THIS)
        .when(raised("a bruise"))
        .then_refused(Refusal::NoSuchStream { stream: THIS });
    given_nothing(THIS)
        .when_all([action(raised("a bruise")), action(opened())])
        .then_refused(Refusal::NoSuchStream { stream: THIS });
    given_nothing(THIS).when_all([action(opened()), action(raised("a bruise"))]).then_recorded();
    let her = StreamId::Person(MOTHER);
    given_nothing(her).when(lives(None, None)).then_refused(Refusal::NoSuchStream { stream: her });
}

#[test]
fn the_author_and_their_agency_are_registered() {
    given_case(NOTHING)
        .where_unknown(StreamId::Practitioner(SOCIAL_WORKER))
        .when(raised("a bruise"))
        .then_refused(Refusal::AuthorUnknown { author: SOCIAL_WORKER });
    given_case(NOTHING)
        .when_asked_for(FORCE, [action(raised("a bruise"))])
        .then_refused(Refusal::AgencyUnknown { agency: FORCE });
}

#[test]
fn whoever_registers_need_not_be_registered() {
    given_nothing(StreamId::Agency(SOCIAL_CARE))
        .where_nothing_else_is_known()
        .when(registers_agency())
        .then_recorded();
    given_nothing(StreamId::Practitioner(SOCIAL_WORKER))
        .where_nothing_else_is_known()
        .when(registers_practitioner())
        .then_recorded();
    given_nothing(StreamId::Ledger(LEDGER))
        .where_nothing_else_is_known()
        .when(opens_ledger(LEDGER))
        .then_recorded();
    let mut of_others = action(registers_agency());
    of_others.envelope.by.agency = FORCE;
    given_nothing(StreamId::Agency(SOCIAL_CARE))
        .where_nothing_else_is_known()
        .when_all([of_others])
        .then_refused(Refusal::Unknown {
            of: of("AgencyRegistered"),
            what: Reference::Agency(FORCE),
        });
    let [unit, post] = [Recorded::NotRecorded, Recorded::NotRecorded];
    let taken = PractitionerEvent::PostTaken(PostTaken { agency: SOCIAL_CARE, unit, post });
    given(StreamId::Practitioner(SOCIAL_WORKER), [registers_practitioner()])
        .where_nothing_else_is_known()
        .when(taken)
        .then_refused(Refusal::AgencyUnknown { agency: SOCIAL_CARE });
}

#[test]
fn whoever_is_named_exists() {
    let refused = |event, what| Refusal::Unknown { of: of(event), what };
    let her = StreamId::Person(MOTHER);
    given_case(NOTHING)
        .where_unknown(her)
        .when(offered())
        .then_refused(refused("FgdmOffered", Reference::Person(MOTHER)));
    let mut concern = action(raised("a bruise"));
    concern.envelope.children = vec![CHILD];
    given_case(NOTHING)
        .where_unknown(StreamId::Child(CHILD))
        .when_all([concern.clone()])
        .then_refused(refused("ConcernRaised", Reference::Child(CHILD)));
    given_case(NOTHING).when_all([concern]).then_recorded();
    given(her, [person()])
        .where_unknown(THIS)
        .when(lives(None, None))
        .then_refused(refused("HouseholdRecorded", Reference::Case(CASE)));
    let founded = TeamEvent::TeamEstablished(TeamEstablished {
        name: Label::parse("North").unwrap(),
        authority: FORCE,
    });
    given_nothing(StreamId::Team(TEAM))
        .when(founded)
        .then_refused(refused("TeamEstablished", Reference::Agency(FORCE)));
}

#[test]
fn an_entry_that_is_named_stands_in_the_stream() {
    let withdraws = |entry| {
        use candour_domain::case::record::{EntryWithdrawn, WithdrawalGround};
        RecordEvent::EntryWithdrawn(EntryWithdrawn {
            entry,
            ground: WithdrawalGround::WrongChild,
            reason: Text::new("of her cousin"),
        })
    };
    given_case([raised("a bruise")]).when(withdraws(given_entry(1))).then_recorded();
    given_case(NOTHING).when(withdraws(nowhere())).then_refused(Refusal::UnknownEntry {
        of: of("EntryWithdrawn"),
        entry: nowhere(),
        stream: THIS,
    });
    let mut later = action(raised("a bruise"));
    later.envelope.causation = Some(EntryId::of_request(ASKED, 1));
    given_case(NOTHING).when_all([later.clone(), action(raised("another"))]).then_refused(
        Refusal::UnknownEntry {
            of: of("ConcernRaised"),
            entry: EntryId::of_request(ASKED, 1),
            stream: THIS,
        },
    );
    later.envelope.causation = Some(EntryId::of_request(ASKED, 0));
    given_case(NOTHING).when_all([action(raised("another")), later]).then_recorded();
}

#[test]
fn what_a_child_brings_stands_in_the_case_that_they_leave() {
    given_case(NOTHING)
        .where_another_case_holds(OTHER_CASE, nowhere())
        .when(joins(OTHER_CASE, nowhere()))
        .then_recorded();
    let refused = |entry| Refusal::UnknownEntry {
        of: of("ChildJoinedCase"),
        entry,
        stream: StreamId::Case(OTHER_CASE),
    };
    given_case(NOTHING).when(joins(OTHER_CASE, nowhere())).then_refused(refused(nowhere()));
    given_case(NOTHING)
        .where_another_case_holds(OTHER_CASE, nowhere())
        .when(joins(OTHER_CASE, given_entry(0)))
        .then_refused(refused(given_entry(0)));
}

#[test]
fn an_antecedent_is_of_a_kind_that_can_be_followed() {
    let offer = Antecedent::Named(given_entry(1));
    given_case([offered()]).when(accepted(offer)).then_recorded();
    let account = Recorded::NotRecorded;
    let invited = fgdm(FgdmEvent::FgdmInvited(FgdmInvited { who: MOTHER, account }));
    given_case([invited]).when(accepted(offer)).then_recorded();
    given_case([raised("a bruise")]).when(accepted(offer)).then_refused(Refusal::OtherKind {
        of: of("FgdmAccepted"),
        entry: given_entry(1),
        is: "ConcernRaised",
        may_be: &[Landmark::Offer, Landmark::NetworkInvitation],
    });
    given_case(NOTHING).when(accepted(Antecedent::Named(nowhere()))).then_refused(
        Refusal::UnknownEntry { of: of("FgdmAccepted"), entry: nowhere(), stream: THIS },
    );
}

#[test]
fn an_antecedent_that_may_be_left_out_is_of_its_kind_too() {
    let held = |convened| {
        Event::Case(CaseEvent::Conference(ConferenceEvent::ConferenceHeld(ConferenceHeld {
            kind: ConferenceKind::Initial,
            convened,
            meeting: Meeting::default(),
            account: Recorded::NotRecorded,
            outcomes: vec![],
            as_written: Recorded::NotRecorded,
            rationale: Recorded::NotRecorded,
            dissent: vec![],
        })))
    };
    given_case([raised("a bruise")]).when(held(None)).then_recorded();
    given_case([raised("a bruise")])
        .when(held(Some(Antecedent::Named(given_entry(1)))))
        .then_refused(Refusal::OtherKind {
            of: of("ConferenceHeld"),
            entry: given_entry(1),
            is: "ConcernRaised",
            may_be: &[Landmark::ConferenceConvened],
        });
}

#[test]
fn what_is_not_in_this_ledger_can_be_followed() {
    given_case(NOTHING).when(accepted(Antecedent::NotInThisLedger)).then_recorded();
}

#[test]
fn another_ledgers_stream_is_refused() {
    let given_ledger = LedgerId::new(Uuid::from_u128(9));
    given_nothing(StreamId::Ledger(given_ledger))
        .when(opens_ledger(given_ledger))
        .then_refused(Refusal::OtherLedger { given: given_ledger, this: LEDGER });
}

#[test]
fn a_correction_puts_nothing_in_place_that_could_not_be() {
    use candour_domain::case::record::{EntryCorrected, Replacement};
    let corrects = |event: Event, occurred| {
        RecordEvent::EntryCorrected(EntryCorrected {
            entry: given_entry(2),
            replacement: Replacement {
                event: Box::new(event),
                occurred,
                known: None,
                children: vec![],
                about: vec![],
                status: Recorded::NotRecorded,
                evidence: Recorded::NotRecorded,
            },
            reason: Text::new("slip of the pen"),
        })
    };
    let answered = || given_case([offered(), accepted(Antecedent::Named(given_entry(1)))]);
    let (fact, tomorrow) = (accepted(Antecedent::NotInThisLedger), day("2026-11-22"));
    answered().when(corrects(fact.clone(), day("2026-01-21"))).then_recorded();
    answered().when(corrects(fact, tomorrow)).then_refused(Refusal::InTheFuture {
        of: of("EntryCorrected"),
        field: "occurred",
        when: tomorrow,
        now: now(),
    });
    let itself = accepted(Antecedent::Named(given_entry(2)));
    answered().when(corrects(itself, day("2026-01-21"))).then_refused(Refusal::OtherKind {
        of: of("EntryCorrected"),
        entry: given_entry(2),
        is: "FgdmAccepted",
        may_be: &[Landmark::Offer, Landmark::NetworkInvitation],
    });
    answered()
        .when(corrects(Event::Identity(person()), day("2026-01-21")))
        .then_refused(Refusal::WrongStream { of: of("EntryCorrected"), stream: THIS });
}
