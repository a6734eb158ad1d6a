//! What a screen would obey or hide, shown instead: a name or an account can hold the codes that move a
//! cursor, set a title or turn the order of letters round. It changes nothing that is kept or exported.
//!
//! # Rules
//! - `nothing_that_a_screen_obeys_reaches_it`: controls are shown as `\u{1b}`; lines still end.
//! - `json_means_the_same_after_escaping`: what stands in its strings is escaped, and nothing else.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character turns the order of letters round.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character must not reach a screen as it is.
fn obeyed(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\t') || turns(letter)
}

/// A text as it may be shown to people.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(obeyed) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for letter in text.replace("\r\n", "\n").chars() {
        if obeyed(letter) {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

/// JSON (or TOML) as it may be shown. Its writer has escaped the controls below U+0020; the others can
/// stand within strings alone.
pub(crate) fn escaped(json: &str) -> Cow<'_, str> {
    let obeyed = |letter: char| letter != '\n' && obeyed(letter);
    if !json.contains(obeyed) {
        return Cow::Borrowed(json);
    }
    let mut shown = String::with_capacity(json.len() + 8);
    for letter in json.chars() {
        if obeyed(letter) {
            // Writing to a string cannot fail.
            let _ = write!(shown, "\\u{:04x}", u32::from(letter));
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_screen_obeys_reaches_it() {
        let cases = [
            ("Mia, aged 4\nand Théo\tعلي", "Mia, aged 4\nand Théo\tعلي"),
            ("\u{1b}[2J", "\\u{1b}[2J"),
            ("\u{1b}]0;title\u{7}", "\\u{1b}]0;title\\u{7}"),
            ("\u{9b}31m\u{9d}", "\\u{9b}31m\\u{9d}"),
            ("\0\u{7f}\rover", "\\u{0}\\u{7f}\\u{d}over"),
            ("one\r\ntwo\u{8}", "one\ntwo\\u{8}"),
            ("\u{202e}evil\u{2066}\u{2069}", "\\u{202e}evil\\u{2066}\\u{2069}"),
        ];
        for (text, shown) in cases {
            assert_eq!(visible(text), shown);
        }
    }

    #[test]
    fn json_means_the_same_after_escaping() {
        let text = "\u{1b}\u{7f}\u{9b}31m \u{202e}\u{2069} é\r\n";
        let json = serde_json::to_string_pretty(&[text]).unwrap();
        let shown = escaped(&json);
        assert_eq!(shown, "[\n  \"\\u001b\\u007f\\u009b31m \\u202e\\u2069 é\\r\\n\"\n]");
        assert_eq!(serde_json::from_str::<Vec<String>>(&shown).unwrap(), [text]);
    }
}
