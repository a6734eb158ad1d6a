//! What a form sent: which draft it is, what is to be done, and the answers. Line ends are made alike, and
//! characters that nobody can see are left out and counted, since neither can be corrected by whoever types.
//!
//! # Rules
//! - `what_nobody_can_see_is_left_out_and_counted`: lines, tabs and the marks of languages that are written
//!   from right to left stay.

use candour_web::form::{Answers, DRAFT, KEEP, SAVE, SEEN, TO_DO};
use uuid::Uuid;

/// How many fields a form has at most.
const FIELDS_MAX: usize = 5_000;
/// How many bytes the name of a field has at most.
const NAME_BYTES_MAX: usize = 200;

/// What is to be done with a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ToDo {
    /// Its answers are to be checked.
    Check,
    /// It is to be saved, and left.
    Save,
    /// It is to be kept while it is being filled in.
    Keep,
}

/// What a form sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sent {
    /// Which draft it is, where it says so.
    pub(super) draft: Option<Uuid>,
    /// Up to which entry of the case its writer has seen, where it says so.
    pub(super) seen: Option<u64>,
    /// What is to be done.
    pub(super) to_do: ToDo,
    /// What was answered.
    pub(super) answers: Answers,
    /// How many characters were left out.
    pub(super) left_out: u64,
}

impl Sent {
    /// Reads what was sent.
    pub(super) fn of(fields: Vec<(String, String)>) -> Self {
        let mut sent = Self {
            draft: None,
            seen: None,
            to_do: ToDo::Check,
            answers: Answers::default(),
            left_out: 0,
        };
        for (name, value) in fields.into_iter().take(FIELDS_MAX) {
            match name.as_str() {
                DRAFT => sent.draft = value.parse().ok(),
                SEEN => sent.seen = value.parse().ok(),
                TO_DO => {
                    sent.to_do = match value.as_str() {
                        SAVE => ToDo::Save,
                        KEEP => ToDo::Keep,
                        _ => ToDo::Check,
                    }
                }
                name if name.len() > NAME_BYTES_MAX => {}
                _ => {
                    let (value, left_out) = seen(&value);
                    sent.left_out += left_out;
                    sent.answers.add(name, value);
                }
            }
        }
        sent
    }
}

/// What of a text can be seen, and how many characters of it cannot.
fn seen(text: &str) -> (String, u64) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = |letter: &char| matches!(letter, '\n' | '\t') || !letter.is_control();
    let left_out = text.chars().filter(|letter| !kept(letter)).count() as u64;
    if left_out == 0 {
        return (text, 0);
    }
    (text.chars().filter(kept).collect(), left_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_can_see_is_left_out_and_counted() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let draft = Uuid::from_u128(7);
        let sent = Sent::of(vec![
            pair("draft", &draft.to_string()),
            pair("seen", "41"),
            pair("do", "save"),
            pair("account", "one\r\ntwo\rthree\0\u{8}\u{9b}\tعلي\u{200f}\u{202e}"),
            pair("empty", " \r\n"),
            pair("children", "a"),
            pair("children", "b"),
        ]);
        let account = "one\ntwo\nthree\tعلي\u{200f}\u{202e}";
        let answers =
            Answers::from_iter([("account", account), ("children", "a"), ("children", "b")]);
        let expected =
            Sent { draft: Some(draft), seen: Some(41), to_do: ToDo::Save, answers, left_out: 3 };
        assert_eq!(sent, expected);
    }
}
