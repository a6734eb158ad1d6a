//! Lines that stand by the alphabet: those of practitioners, agencies and the routes between them, of which a
//! large area has thousands. Where only the first of them are wanted, no other is made.
//!
//! # Rules
//! - `the_first_lines_are_those_of_all`: and it is said how many follow.

use std::cmp::Ordering;

use super::Line;
use super::grid::Titled;

/// Which lines are wanted of a section that has a line for each of many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// All.
    All,
    /// The first so many, by the alphabet.
    First(usize),
}

/// The title of a line, in the parts of which it is put together: only what is shown is.
pub(super) type Parts<'t> = [&'t str; 3];

/// Lines by their titles and then by their keys, and how many further ones there are. What a line is of says
/// its key, which is asked for only where the title does not tell two apart, and where the line is wanted.
pub(super) fn alphabetical<'t, T>(
    mut titled: Vec<(Parts<'t>, T)>,
    wanted: Lines,
    key: impl Fn(&T) -> String,
    line: impl Fn(Titled, T) -> Line,
) -> (Vec<Line>, usize) {
    let order = |one: &(Parts<'t>, T), other: &(Parts<'t>, T)| {
        by_title(&one.0, &other.0).then_with(|| key(&one.1).cmp(&key(&other.1)))
    };
    let further = match wanted {
        Lines::First(most) if most < titled.len() => {
            titled.select_nth_unstable_by(most, order);
            titled.drain(most..).count()
        }
        Lines::All | Lines::First(_) => 0,
    };
    titled.sort_unstable_by(order);
    let made = titled.into_iter().map(|(parts, of)| line((key(&of).into(), parts.concat()), of));
    (made.collect(), further)
}

/// The order of two titles, as if they were put together.
fn by_title(one: &Parts<'_>, other: &Parts<'_>) -> Ordering {
    let bytes = |parts: &[&str]| parts.iter().flat_map(|it| it.bytes()).collect::<Vec<u8>>();
    let apart = one.iter().zip(other).position(|(one, other)| one != other);
    let Some(apart) = apart else { return Ordering::Equal };
    let (one, other) = (&one[apart..], &other[apart..]);
    if one[0].starts_with(other[0]) || other[0].starts_with(one[0]) {
        return bytes(one).cmp(&bytes(other));
    }
    one[0].cmp(other[0])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lined(titles: &[Parts<'_>], wanted: Lines) -> (Vec<(String, String)>, usize) {
        let numbered = titles.iter().copied().zip(0_u8..).collect();
        let line = |(key, title), _: u8| Line { key, title, numbers: Vec::new() };
        let (lines, further) = alphabetical(numbered, wanted, |at| format!("{at:02}"), line);
        let lines = lines.into_iter().map(|it| (it.title, it.key.to_string()));
        (lines.collect(), further)
    }

    proptest! {
        #[test]
        fn the_first_lines_are_those_of_all(
            titles in prop::collection::vec(("[A-B ]{0,3}", "[ab ]{0,2}", "[A-B]{0,2}"), 0..20),
            most in 0_usize..25,
        ) {
            let titles = titles.iter().map(|(one, two, three)| [one.as_str(), two, three]);
            let titles: Vec<Parts<'_>> = titles.collect();
            let mut sorted: Vec<(String, String)> = titles
                .iter()
                .enumerate()
                .map(|(at, title)| (title.concat(), format!("{at:02}")))
                .collect();
            sorted.sort();
            prop_assert_eq!(lined(&titles, Lines::All), (sorted.clone(), 0));
            let further = sorted.len().saturating_sub(most);
            sorted.truncate(most);
            prop_assert_eq!(lined(&titles, Lines::First(most)), (sorted, further));
        }
    }
}
