//! Spans, dates beyond all records, and the future.

use super::*;

#[test]
fn a_span_does_not_end_before_it_begins() {
    let refused = |event, field, from, until| Refusal::EndsBeforeItBegins {
        of: of(event),
        field,
        from: day(from),
        until: day(until),
    };
    let her = || given(StreamId::Person(MOTHER), [person()]);
    her().when(lives(Some(day("2026-02-01")), Some(day("2026-02-01")))).then_recorded();
    her().when(lives(Some(day("2026-02-02")), Some(day("2026-02-01")))).then_refused(refused(
        "HouseholdRecorded",
        "until",
        "2026-02-02",
        "2026-02-01",
    ));
    let mut over_days = action(raised("a bruise"));
    over_days.envelope.occurred =
        When::Days { from: "2026-02-02".parse().unwrap(), to: "2026-02-01".parse().unwrap() };
    given_case(NOTHING).when_all([over_days]).then_refused(refused(
        "ConcernRaised",
        "occurred",
        "2026-02-02",
        "2026-02-01",
    ));
    let covered = TeamEvent::CoverArranged(CoverArranged {
        seat: Seat::Police,
        practitioner: DETECTIVE,
        agency: POLICE,
        from: "2027-02-02".parse().unwrap(),
        to: "2027-02-01".parse().unwrap(),
    });
    let founded = TeamEvent::TeamEstablished(TeamEstablished {
        name: Label::parse("North").unwrap(),
        authority: SOCIAL_CARE,
    });
    given(StreamId::Team(TEAM), [founded]).when(covered).then_refused(refused(
        "CoverArranged",
        "to",
        "2027-02-02",
        "2027-02-01",
    ));
}

#[test]
fn a_date_is_within_what_a_case_can_speak_of() {
    let refused =
        |event, field, when| Refusal::BeyondAllRecords { of: of(event), field, when: day(when) };
    let mut long_ago = action(raised("a bruise"));
    long_ago.envelope.occurred = day("0026-01-20");
    given_case(NOTHING).when_all([long_ago]).then_refused(refused(
        "ConcernRaised",
        "occurred",
        "0026-01-20",
    ));
    let mut kept_close = action(raised("a bruise"));
    let until = "2206-01-20".parse().unwrap();
    kept_close.envelope.handling =
        vec![candour_domain::envelope::Handling::PoliceSensitiveUntil(until)];
    given_case(NOTHING).when_all([kept_close]).then_refused(refused(
        "ConcernRaised",
        "handling",
        "2206-01-20",
    ));
}

#[test]
fn what_happened_is_not_in_the_future() {
    let refused =
        |field, when| Refusal::InTheFuture { of: of("ConcernRaised"), field, when, now: now() };
    let asked = |change: &dyn Fn(&mut candour_domain::envelope::Envelope)| {
        let mut concern = action(raised("a bruise"));
        change(&mut concern.envelope);
        given_case(NOTHING).when_all([concern])
    };
    let tomorrow = day("2026-11-22");
    asked(&|it| it.occurred = day("2026-11-21")).then_recorded();
    asked(&|it| it.occurred = tomorrow).then_refused(refused("occurred", tomorrow));
    asked(&|it| it.known = Some(tomorrow)).then_refused(refused("known", tomorrow));
    let at = |minute: &str| When::Minute(minute.parse().unwrap());
    asked(&|it| it.occurred = at("2026-11-21T10:05")).then_recorded();
    asked(&|it| it.occurred = at("2026-11-21T10:06"))
        .then_refused(refused("occurred", at("2026-11-21T10:06")));
    let later = |when| Evidence::StatedLater { to: Text::new("the review"), when };
    asked(&|it| it.evidence = Recorded::Recorded(later(tomorrow)))
        .then_refused(refused("when", tomorrow));
    let row = Import {
        file: Label::parse("school.csv").unwrap(),
        row: 2,
        reference: Label::parse("S1").unwrap(),
        entered: Entered::Stated(tomorrow),
    };
    asked(&|it| it.source = Source { import: Some(row.clone()), ..Source::default() })
        .then_refused(refused("entered", tomorrow));
    let died = IdentityEvent::DetailsAmended(DetailsAmended {
        name: None,
        born: None,
        died: Some(tomorrow),
        sex: None,
        ethnicity: None,
        disabilities: None,
        reason: Recorded::NotRecorded,
    });
    given(StreamId::Person(MOTHER), [person()]).when(died).then_refused(Refusal::InTheFuture {
        of: of("DetailsAmended"),
        field: "died",
        when: tomorrow,
        now: now(),
    });
}

#[test]
fn what_is_planned_may_lie_ahead() {
    let convened = ThresholdEvent::StrategyDiscussionConvened(StrategyDiscussionConvened {
        trigger: Recorded::NotRecorded,
        planned: Some(day("2026-12-01")),
        invited: vec![],
    });
    given_case(NOTHING).when(Event::Case(CaseEvent::Threshold(convened))).then_recorded();
    given(StreamId::Person(MOTHER), [person()])
        .when(lives(Some(day("2026-12-01")), Some(day("2027-12-01"))))
        .then_recorded();
}
