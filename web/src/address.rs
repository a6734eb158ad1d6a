//! Addresses: the part that asks, written so that what was typed into a field says nothing else there.

use std::fmt::Write;

/// Writes a text so that it can stand in the part of an address that asks.
pub fn escape(text: &str, into: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            into.push(char::from(byte));
        } else {
            // Writing to a text does not fail.
            let _: Result<(), std::fmt::Error> = write!(into, "%{byte:02X}");
        }
    }
}

/// The part of an address that asks, from what is named and not empty: `?a=1&b=2`, or nothing.
pub fn query<V: AsRef<str>>(pairs: &[(&str, V)]) -> String {
    let mut said = String::new();
    ask(pairs.iter().map(|(name, value)| (*name, value.as_ref())), &mut said);
    said
}

/// Writes the part of an address that asks behind its path.
pub(crate) fn ask<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>, into: &mut String) {
    let mut mark = '?';
    for (name, value) in pairs.filter(|(_, value)| !value.is_empty()) {
        into.push(mark);
        into.push_str(name);
        into.push('=');
        escape(value, into);
        mark = '&';
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_says_nothing_else_in_an_address() {
        let said = query(&[("to", "/cases?a=1&b=ö"), ("empty", ""), ("at", "2026-01-26T16:30")]);
        assert_eq!(said, "?to=/cases%3Fa%3D1%26b%3D%C3%B6&at=2026-01-26T16%3A30");
        assert_eq!(query::<&str>(&[]), "");
    }
}
