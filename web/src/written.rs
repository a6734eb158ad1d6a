//! Texts as they are written into a page: each straight into it, without a text of its own for each of
//! thousands of rows. What is written so reads as `words` says it, and is escaped as markup has to be.
//!
//! # Rules
//! - `what_is_written_straight_into_a_page_is_what_markup_makes_of_it`.

use maud::Render;

use crate::words;

/// A text, as it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'a>(pub(crate) &'a str);

/// A text that a projection wrote, as [`words::in_full`] has it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InFull<'a>(pub(crate) &'a str);

/// A text with a capital at its beginning.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Capital<'a>(pub(crate) &'a str);

/// Nothing, with room for so many bytes that come after it: a long page is not moved as it grows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room(pub(crate) usize);

impl Render for Text<'_> {
    fn render_to(&self, page: &mut String) {
        escape(self.0, page);
    }
}

impl Render for InFull<'_> {
    fn render_to(&self, page: &mut String) {
        words::in_parts(self.0, &mut |part| escape(part, page));
    }
}

impl Render for Capital<'_> {
    fn render_to(&self, page: &mut String) {
        let (first, rest) = words::capital_and_rest(self.0);
        for letter in first {
            escape(letter.encode_utf8(&mut [0; 4]), page);
        }
        escape(rest, page);
    }
}

impl Render for Room {
    fn render_to(&self, page: &mut String) {
        page.reserve(self.0);
    }
}

/// Writes a text as markup, stretch by stretch.
fn escape(text: &str, page: &mut String) {
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        let means = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        page.push_str(&text[written..at]);
        page.push_str(means);
        written = at + 1;
    }
    page.push_str(&text[written..]);
}

#[cfg(test)]
mod tests {
    use maud::html;

    use super::*;

    #[test]
    fn what_is_written_straight_into_a_page_is_what_markup_makes_of_it() {
        let texts = [
            "",
            "ätzend & <b>\"so\"</b>: 'she' said; on 3 Oct 2026 15:05, or 2026-01-26",
            "&&<>\"",
            "<Jan> to Feb 2026",
            "ßen was told on 20 Jan 2026 16:30",
            "  ",
            "ends with &",
        ];
        for text in texts {
            assert_eq!(
                [Text(text).render().0, InFull(text).render().0, Capital(text).render().0],
                [text, &words::in_full(text), &words::capital(text)]
                    .map(|it| html! { (it) }.into_string()),
                "{text}"
            );
        }
        let room = html! { "before" (Room(1_000)) };
        assert_eq!((room.0.capacity() >= 1_000, room.0.as_str()), (true, "before"));
    }
}
