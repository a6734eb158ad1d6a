//! What seals an entry, in words: the checkpoint that covers it, who had seen that, and the receipt. It says
//! what the ledger's checkpoints say; whether the records are still those is for the receipt to show.

use candour_projections::proof::{Between, Seal};
use chrono::{DateTime, Utc};
use maud::{Markup, html};

use crate::component::{SummaryList, SummaryRow};
use crate::words::{count, moment};

/// In a cell of a table.
pub(crate) fn of_row(seal: Option<&Seal>, position: u64) -> Markup {
    let Some(seal) = seal else { return html! { "Not sealed yet" } };
    html! {
        div class="candour-seal" {
            (covers(seal)) "; " (seen(seal)) ". "
            a class="govuk-link" href=(receipt(position)) {
                "Receipt" span class="govuk-visually-hidden" { " of entry " (position) }
            }
        }
    }
}

/// On the page of the entry.
pub(crate) fn of_entry(seal: Option<&Seal>, position: u64) -> Markup {
    html! {
        h2 class="govuk-heading-m" { "Its seal" }
        @match seal {
            Some(seal) => {
                (SummaryList::of(rows(seal)).markup())
                p class="govuk-body" {
                    a class="govuk-link" href=(receipt(position)) { "Download its receipt" }
                    ", which shows anybody, without this service, that the entry stood in the ledger as it is. \
                     It holds no word of the entry."
                }
            },
            None => p class="govuk-body" {
                "No checkpoint covers it yet. One is signed each minute while entries are recorded."
            },
        }
    }
}

fn receipt(position: u64) -> String {
    format!("/entries/{position}/receipt")
}

fn rows(seal: &Seal) -> Vec<SummaryRow<'_>> {
    let brought_back = seal.brought_back.0;
    let signed = if seal.signed {
        "By the ledger's key"
    } else {
        "By no key of this ledger. Tell those who keep it"
    };
    vec![
        SummaryRow::of(
            "Checkpoint",
            html! {
                (covers(seal)) " (entry "
                a class="govuk-link" href={"/entries/" (brought_back)} { (brought_back) } ")"
            },
        ),
        SummaryRow::of("Signed", html! { (signed) }),
        SummaryRow::of(
            "Witnesses",
            html! {
                @if seal.witnesses.is_empty() { (crate::words::capital(&seen(seal))) }
                @else {
                    ul class="govuk-list" {
                        @for it in &seal.witnesses {
                            li { (it.witness) ", " (moment(it.at)) }
                        }
                        @if seal.enough == Some(false) { li { "Fewer than the policy asks for" } }
                    }
                }
            },
        ),
        SummaryRow::of("Came into the ledger", html! { (came(&seal.between)) }),
    ]
}

fn covers(seal: &Seal) -> String {
    format!("Over {}", count(seal.size, "entry", "entries"))
}

/// Who had seen it.
fn seen(seal: &Seal) -> String {
    let names: Vec<&str> = seal.witnesses.iter().map(|it| it.witness.as_str()).collect();
    match (names.is_empty(), seal.enough) {
        (true, None) => "no witness was asked".to_owned(),
        (true, Some(_)) => "no witness has seen it".to_owned(),
        (false, Some(true) | None) => format!("seen by {}", names.join(", ")),
        (false, Some(false)) => {
            format!("seen by {}, fewer than the policy asks for", names.join(", "))
        }
    }
}

/// Between which times of witnesses an entry came.
fn came(between: &Between) -> String {
    let at = |it: DateTime<Utc>| moment(it);
    match (between.not_before.map(at), between.not_after.map(at)) {
        (Some(after), Some(by)) => format!("After {after} and by {by}, by its witnesses' clocks"),
        (Some(after), None) => format!("After {after}, by its witnesses' clocks"),
        (None, Some(by)) => format!("By {by}, by its witnesses' clocks"),
        (None, None) => "No witness says when".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use candour_domain::entry::Position;
    use candour_projections::proof::Seen;

    use super::*;

    fn sealed(witnesses: &[&str], enough: Option<bool>) -> Seal {
        let at = DateTime::from_timestamp(1_772_445_600, 0).unwrap();
        let said = |name: &&str| Seen { witness: (*name).to_owned(), at };
        Seal {
            size: 117,
            brought_back: Position(119),
            signed: true,
            witnesses: witnesses.iter().map(said).collect(),
            enough,
            between: Between::default(),
        }
    }

    #[test]
    fn a_row_says_who_had_seen_the_checkpoint() {
        let row = |seal: Option<&Seal>| of_row(seal, 7).into_string();
        let link = " <a class=\"govuk-link\" href=\"/entries/7/receipt\">Receipt\
                    <span class=\"govuk-visually-hidden\"> of entry 7</span></a>";
        assert_eq!(row(None), "Not sealed yet");
        let cell = |says: &str| format!("<div class=\"candour-seal\">{says}{link}</div>");
        let unasked = cell("Over 117 entries; no witness was asked.");
        assert_eq!(row(Some(&sealed(&[], None))), unasked);
        let silent = cell("Over 117 entries; no witness has seen it.");
        assert_eq!(row(Some(&sealed(&[], Some(false)))), silent);
        let seen = cell("Over 117 entries; seen by council.example, police.example.");
        let both = sealed(&["council.example", "police.example"], Some(true));
        assert_eq!(row(Some(&both)), seen);
        let few =
            cell("Over 117 entries; seen by council.example, fewer than the policy asks for.");
        assert_eq!(row(Some(&sealed(&["council.example"], Some(false)))), few);
    }

    #[test]
    fn what_witnesses_do_not_say_is_not_made_up() {
        let (early, late) = (1_772_445_600, 1_772_449_200);
        let at = |second| DateTime::from_timestamp(second, 0);
        let said = |not_before, not_after| came(&Between { not_before, not_after });
        assert_eq!(said(None, None), "No witness says when");
        let (after, by) = ("2 March 2026 at 10am", "2 March 2026 at 11am");
        let whole = format!("After {after} and by {by}, by its witnesses' clocks");
        assert_eq!(said(at(early), at(late)), whole);
        assert_eq!(said(at(early), None), format!("After {after}, by its witnesses' clocks"));
        assert_eq!(said(None, at(late)), format!("By {by}, by its witnesses' clocks"));
    }
}
