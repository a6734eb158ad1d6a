//! Tests of the table of readers.

use uuid::Uuid;

use super::*;

const RECORDED_IT: u128 = 1;
const IN_ITS_AUDIENCE: u128 = 2;

fn agency(number: u128) -> AgencyId {
    AgencyId::new(Uuid::from_u128(number))
}

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, number).unwrap()
}

fn reader(posts: &[(u128, Side)]) -> Reader {
    let acts_for = posts.iter().map(|(number, side)| (agency(*number), *side)).collect();
    Reader { acts_for, on: day(20) }
}

fn marks(reasons: &[WithheldReason]) -> BTreeSet<Mark> {
    let open_to = BTreeSet::from([agency(RECORDED_IT), agency(IN_ITS_AUDIENCE)]);
    let mark =
        |reason: &WithheldReason| Mark { reason: *reason, until: None, open_to: open_to.clone() };
    reasons.iter().map(mark).collect()
}

fn treated(reader: &Reader, marks: &BTreeSet<Mark>) -> Option<(Treatment, WithheldReason)> {
    reader.treatment(&BTreeSet::from([agency(RECORDED_IT)]), marks)
}

#[test]
fn the_table_of_readers_has_every_reason_of_a_mark_once() {
    let reasons: BTreeSet<WithheldReason> = TABLE.iter().map(|row| row.reason).collect();
    assert_eq!(reasons.len(), TABLE.len());
    let for_a_bundle_alone =
        [WithheldReason::OtherChild, WithheldReason::OtherPerson, WithheldReason::PersonalText];
    assert_eq!(for_a_bundle_alone.map(|it| reasons.contains(&it)), [false; 3]);
    // Each reason that there is has a row, or is for a bundle alone.
    assert_eq!(reasons.len() + for_a_bundle_alone.len(), 14);
}

#[test]
fn each_reason_is_treated_by_whom_a_reader_acts_for() {
    let sides = [Side::LocalAuthority, Side::Police, Side::Health, Side::Other];
    let mut found = Vec::new();
    for row in TABLE {
        let treated = sides.map(|side| treated(&reader(&[(9, side)]), &marks(&[row.reason])));
        let word = |it: Option<(Treatment, WithheldReason)>| match it {
            None => "shown",
            Some((treatment, reason)) => {
                assert_eq!(reason, row.reason);
                word(treatment)
            }
        };
        found.push((row.reason, treated.map(word)));
    }
    let (shown, text, not) = ("shown", "text withheld", "not shown");
    assert_eq!(
        found,
        [
            (WithheldReason::HandlingUnknown, [text; 4]),
            (WithheldReason::LimitedAudience, [not; 4]),
            (WithheldReason::PoliceSensitive, [not, shown, not, not]),
            (WithheldReason::Privileged, [text; 4]),
            (WithheldReason::CourtRestricted, [shown, text, text, text]),
            (WithheldReason::Restricted, [text; 4]),
            (WithheldReason::SourceIdentity, [text; 4]),
            (WithheldReason::RefugeOrAddress, [shown, shown, text, text]),
            (WithheldReason::Adoption, [shown, text, text, text]),
            (WithheldReason::AdultHealth, [text, text, shown, text]),
            (WithheldReason::ThirdParty, [shown; 4]),
        ]
    );
}

#[test]
fn the_agency_whose_record_it_is_and_its_audience_are_shown_it() {
    let every: Vec<WithheldReason> = TABLE.iter().map(|row| row.reason).collect();
    let all = marks(&every);
    for own in [RECORDED_IT, IN_ITS_AUDIENCE] {
        assert_eq!(treated(&reader(&[(own, Side::Other)]), &all), None);
    }
    let another = treated(&reader(&[(9, Side::LocalAuthority)]), &all);
    assert_eq!(another, Some((NotShown, WithheldReason::LimitedAudience)));
    // What another entry put on it is open to those of that entry: whose record it is sees it all the same.
    let of_another = BTreeSet::from([Mark {
        reason: WithheldReason::Privileged,
        until: None,
        open_to: BTreeSet::from([agency(3)]),
    }]);
    let withheld = Some((TextWithheld, WithheldReason::Privileged));
    let found = [RECORDED_IT, IN_ITS_AUDIENCE, 3]
        .map(|number| treated(&reader(&[(number, Side::Other)]), &of_another));
    assert_eq!(found, [None, withheld, None]);
}

#[test]
fn of_several_reasons_the_strictest_counts() {
    let health = reader(&[(9, Side::Health)]);
    let several = marks(&[WithheldReason::AdultHealth, WithheldReason::Privileged]);
    assert_eq!(treated(&health, &several), Some((TextWithheld, WithheldReason::Privileged)));
    let more = marks(&[WithheldReason::PoliceSensitive, WithheldReason::Privileged]);
    assert_eq!(treated(&health, &more), Some((NotShown, WithheldReason::PoliceSensitive)));
    let both = reader(&[(8, Side::Health), (9, Side::Police)]);
    assert_eq!(treated(&both, &more), Some((TextWithheld, WithheldReason::Privileged)));
    // A day that has passed counts no more; that day itself does.
    let until = |number| {
        let mark = marks(&[WithheldReason::PoliceSensitive]).pop_first().unwrap();
        BTreeSet::from([Mark { until: Some(day(number)), ..mark }])
    };
    let found = [19, 20, 21].map(|number| treated(&health, &until(number)).is_some());
    assert_eq!(found, [false, true, true]);
}

#[test]
fn who_acts_for_no_agency_is_shown_what_any_agency_is() {
    let nobody = reader(&[]);
    let found: Vec<_> = TABLE.iter().map(|row| treated(&nobody, &marks(&[row.reason]))).collect();
    let other = reader(&[(9, Side::Other)]);
    let expected: Vec<_> = TABLE.iter().map(|row| treated(&other, &marks(&[row.reason]))).collect();
    assert_eq!(found, expected);
    let kinds = [
        Recorded::Recorded(AgencyKind::ChildrensSocialCare),
        Recorded::Recorded(AgencyKind::Police),
        Recorded::Recorded(AgencyKind::GeneralPractice),
        Recorded::Recorded(AgencyKind::School),
        Recorded::NotRecorded,
    ];
    let sides = [Side::LocalAuthority, Side::Police, Side::Health, Side::Other, Side::Other];
    assert_eq!(kinds.map(Side::of), sides);
}

#[test]
fn the_table_of_readers_is_printed_in_the_documents() {
    let page = include_str!("../../../../docs/handling.md");
    let found: String = page
        .lines()
        .skip_while(|line| !line.starts_with("| reason | local authority |"))
        .take_while(|line| line.starts_with('|'))
        .flat_map(|line| [line, "\n"])
        .collect();
    assert_eq!(found, printed());
}
