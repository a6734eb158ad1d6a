//! How names of people, agencies and kinds are compared: without regard to case, to the number of
//! spaces or to the shape of an apostrophe, since spreadsheets change all three. Nothing here says
//! that two spellings are one person.

/// A name as it is compared.
pub(crate) fn fold(name: &str) -> String {
    tidy(name).to_lowercase()
}

/// A name as it is recorded: one space between words, a plain apostrophe.
pub(crate) fn tidy(name: &str) -> String {
    let plain = name.replace(['\u{2019}', '\u{2018}'], "'");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text contains a name as whole words.
pub(crate) fn names(text: &str, name: &str) -> bool {
    let (text, name) = (fold(text), fold(name));
    let part_of_word = |letter: char| letter.is_alphanumeric();
    !name.is_empty()
        && text.match_indices(&name).any(|(at, _)| {
            !text[..at].ends_with(part_of_word)
                && !text[at + name.len()..].starts_with(part_of_word)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_case_and_apostrophes_make_no_other_name() {
        assert_eq!(fold(" Children\u{2019}s  Social Care "), "children's social care");
        assert_eq!(tidy(" Children\u{2019}s  Social Care "), "Children's Social Care");
    }

    #[test]
    fn a_name_is_found_as_whole_words_alone() {
        assert_eq!(
            ["Mia", "Theo", "The", "Mi"].map(|name| names("mother of Mia and Theo", name)),
            [true, true, false, false]
        );
    }
}
