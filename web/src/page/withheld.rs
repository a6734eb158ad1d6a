//! What a page does not show to whoever reads it, in words: how many entries, and for which reasons. It says nothing
//! else of them.
//!
//! # Rules
//! - `what_is_withheld_is_told_by_number_and_reason`.

use std::collections::BTreeMap;

use candour_domain::case::access::WithheldReason;
use candour_projections::marks::seen::Tally;

use crate::words::count;

/// What is withheld of what a page is made from; none where nothing is.
pub fn told(tally: &BTreeMap<WithheldReason, Tally>) -> Option<String> {
    let listed = |of: &dyn Fn(&Tally) -> u64| {
        let counted = tally.iter().map(|(reason, it)| (*reason, of(it))).filter(|it| it.1 > 0);
        let each =
            counted.map(|(reason, number)| format!("{} ({})", entries(number), reason.words()));
        each.collect::<Vec<String>>().join(", ")
    };
    let (left_out, without) = (listed(&|it| it.entries), listed(&|it| it.texts));
    let left_out = (!left_out.is_empty()).then(|| format!("Not shown to you: {left_out}."));
    let without = (!without.is_empty()).then(|| format!("Shown without their texts: {without}."));
    let said: Vec<String> = left_out.into_iter().chain(without).collect();
    let rests = "What is worked out here rests on what is shown to you.";
    (!said.is_empty()).then(|| format!("{} {rests}", said.join(" ")))
}

fn entries(number: u64) -> String {
    count(number, "entry", "entries")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_withheld_is_told_by_number_and_reason() {
        assert_eq!(told(&BTreeMap::new()), None);
        let tally = BTreeMap::from([
            (WithheldReason::PoliceSensitive, Tally { entries: 2, texts: 0 }),
            (WithheldReason::AdultHealth, Tally { entries: 0, texts: 1 }),
            (WithheldReason::LimitedAudience, Tally { entries: 1, texts: 0 }),
        ]);
        assert_eq!(
            told(&tally).as_deref(),
            Some(
                "Not shown to you: 2 entries (police ask that it be kept close), 1 entry (only some agencies may \
                 read it). Shown without their texts: 1 entry (it is about an adult's health). What is worked out \
                 here rests on what is shown to you."
            )
        );
    }
}
