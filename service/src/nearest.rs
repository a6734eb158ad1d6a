//! Which names come nearest to one that is not known: for errors alone, never to act on.

/// How many names are offered at most.
const NEAREST_MAX: usize = 3;

/// The names that come nearest to one that is not there, nearest first; none that is far from it.
pub(crate) fn nearest<'a>(given: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let given = given.to_lowercase();
    let far = given.chars().count() / 3;
    let mut near: Vec<(usize, &str)> = names
        .into_iter()
        .map(|name| (distance(&given, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= far.max(1))
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().map(|(_, name)| name).take(NEAREST_MAX).collect()
}

/// How many letters must be added, dropped or replaced to come from one word to the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.chars().enumerate() {
        let mut corner = line;
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
        for (column, against) in other.iter().enumerate() {
            let replaced = corner + usize::from(letter != *against);
            corner = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(corner + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_answered_with_what_was_meant() {
        assert_eq!(nearest("ASH1", ["ASH-1", "ELM-2"]), ["ASH-1"]);
        assert_eq!(nearest("police", ["Housing", "Police"]), ["Police"]);
        assert_eq!(nearest("xyz", ["Housing", "Police"]), [""; 0]);
    }
}
