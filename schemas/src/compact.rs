//! Reads JSON as this program writes it: without white space, without escapes in its strings, and with
//! whole numbers alone. Almost every structure is so, and is read in about half the time.
//!
//! It judges nothing. Whatever it cannot read, it hands back without saying why; then `serde_json` reads
//! the same text, and says what is wrong if anything is.
//!
//! # Rules
//! - `what_is_read_at_once_is_what_serde_json_reads`: for every sample, and however it is damaged.
//! - `what_is_not_as_we_write_it_is_left_to_serde_json`: white space, escapes, fractions, depth.

use std::fmt;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

/// How deep values are nested at most; `serde_json` goes further.
const DEPTH_MAX: u8 = 64;
/// The most digits that a number has which certainly fits.
const DIGITS_MAX: usize = 18;

/// It is not as this program writes it. What is wrong, if anything, is for `serde_json` to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Otherwise;

impl fmt::Display for Otherwise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is not as this program writes it")
    }
}

impl std::error::Error for Otherwise {}

impl de::Error for Otherwise {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A text that is being read.
pub(crate) struct Compact<'de> {
    text: &'de str,
    at: usize,
    depth: u8,
}

impl<'de> Compact<'de> {
    /// Begins to read a text.
    pub(crate) fn of(text: &'de str) -> Self {
        Self { text, at: 0, depth: DEPTH_MAX }
    }

    /// Sees that nothing is left.
    pub(crate) fn end(&self) -> Result<(), Otherwise> {
        if self.at == self.text.len() { Ok(()) } else { Err(Otherwise) }
    }

    #[inline]
    fn peek(&self) -> Result<u8, Otherwise> {
        self.text.as_bytes().get(self.at).copied().ok_or(Otherwise)
    }

    #[inline]
    fn next(&mut self) -> Result<u8, Otherwise> {
        let byte = self.peek()?;
        self.at += 1;
        Ok(byte)
    }

    #[inline]
    fn take(&mut self, wanted: u8) -> Result<(), Otherwise> {
        if self.next()? == wanted { Ok(()) } else { Err(Otherwise) }
    }

    fn word(&mut self, wanted: &str) -> Result<(), Otherwise> {
        let rest = self.text.as_bytes().get(self.at..).ok_or(Otherwise)?;
        if !rest.starts_with(wanted.as_bytes()) {
            return Err(Otherwise);
        }
        self.at += wanted.len();
        Ok(())
    }

    /// A string, its quotes included, that holds nothing escaped.
    #[inline]
    fn string(&mut self) -> Result<&'de str, Otherwise> {
        self.take(b'"')?;
        let rest = self.text.as_bytes().get(self.at..).ok_or(Otherwise)?;
        let length = plain(rest);
        if rest.get(length) != Some(&b'"') {
            return Err(Otherwise);
        }
        let string = self.text.get(self.at..self.at + length).ok_or(Otherwise)?;
        self.at += length + 1;
        Ok(string)
    }

    fn number(&mut self) -> Result<u64, Otherwise> {
        let rest = self.text.as_bytes().get(self.at..).ok_or(Otherwise)?;
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit());
        let (mut number, mut length) = (0_u64, 0);
        for digit in digits.take(DIGITS_MAX + 1) {
            number = number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
            length += 1;
        }
        let more = matches!(rest.get(length), Some(b'.' | b'e' | b'E'));
        let padded = length > 1 && rest.first() == Some(&b'0');
        if length == 0 || length > DIGITS_MAX || more || padded {
            return Err(Otherwise);
        }
        self.at += length;
        Ok(number)
    }

    /// Reads what stands between two brackets.
    #[inline]
    fn within<T>(
        &mut self,
        (open, close): (u8, u8),
        read: impl FnOnce(&mut Self) -> Result<T, Otherwise>,
    ) -> Result<T, Otherwise> {
        self.take(open)?;
        self.depth = self.depth.checked_sub(1).ok_or(Otherwise)?;
        let value = read(self)?;
        self.depth += 1;
        self.take(close)?;
        Ok(value)
    }
}

/// How many bytes of a string come before its end, an escape or a control character.
#[inline]
fn plain(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    let mut length = 0;
    for eight in bytes.chunks_exact(8) {
        let Ok(eight) = eight.try_into() else { break };
        let word = u64::from_le_bytes(eight);
        let zero = |word: u64| word.wrapping_sub(ONES) & !word;
        let quote = zero(word ^ (ONES * u64::from(b'"')));
        let escape = zero(word ^ (ONES * u64::from(b'\\')));
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let found = (quote | escape | control) & HIGH;
        if found != 0 {
            // Of several that are marked, the first is never marked wrongly.
            return length + (found.trailing_zeros() / 8) as usize;
        }
        length += 8;
    }
    let rest = bytes.get(length..).unwrap_or_default();
    let stop = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    length + rest.iter().position(stop).unwrap_or(rest.len())
}

impl<'de> Deserializer<'de> for &mut Compact<'de> {
    type Error = Otherwise;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Otherwise> {
        match self.peek()? {
            b'"' => visitor.visit_borrowed_str(self.string()?),
            b'0'..=b'9' => visitor.visit_u64(self.number()?),
            b'{' => self.deserialize_map(visitor),
            b'[' => self.deserialize_seq(visitor),
            b't' => self.word("true").and_then(|()| visitor.visit_bool(true)),
            b'f' => self.word("false").and_then(|()| visitor.visit_bool(false)),
            b'n' => self.word("null").and_then(|()| visitor.visit_unit()),
            _ => Err(Otherwise),
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Otherwise> {
        visitor.visit_borrowed_str(self.string()?)
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Otherwise> {
        visitor.visit_borrowed_str(self.string()?)
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Otherwise> {
        visitor.visit_borrowed_str(self.string()?)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Otherwise> {
        if self.peek()? == b'n' {
            self.word("null")?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Otherwise> {
        visitor.visit_newtype_struct(self)
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Otherwise> {
        self.within((b'[', b']'), |json| visitor.visit_seq(Items { json, first: true }))
    }

    #[inline]
    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Otherwise> {
        self.deserialize_seq(visitor)
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Otherwise> {
        self.within((b'{', b'}'), |json| visitor.visit_map(Items { json, first: true }))
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Otherwise> {
        self.deserialize_map(visitor)
    }

    #[inline]
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Otherwise> {
        if self.peek()? == b'"' {
            return visitor.visit_enum(BorrowedStrDeserializer::new(self.string()?));
        }
        self.within((b'{', b'}'), |json| visitor.visit_enum(Variant(json)))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct
        tuple_struct ignored_any
    }
}

/// What stands in an array or an object, one after another.
struct Items<'a, 'de> {
    json: &'a mut Compact<'de>,
    first: bool,
}

impl Items<'_, '_> {
    /// Goes on to the next, unless this is the end.
    #[inline]
    fn goes_on(&mut self, close: u8) -> Result<bool, Otherwise> {
        if self.json.peek()? == close {
            return Ok(false);
        }
        if !std::mem::replace(&mut self.first, false) {
            self.json.take(b',')?;
        }
        Ok(true)
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Otherwise;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Otherwise> {
        if self.goes_on(b']')? { seed.deserialize(&mut *self.json).map(Some) } else { Ok(None) }
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = Otherwise;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Otherwise> {
        if !self.goes_on(b'}')? {
            return Ok(None);
        }
        let key = self.json.string()?;
        self.json.take(b':')?;
        seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Otherwise> {
        seed.deserialize(&mut *self.json)
    }
}

/// A variant that has a value: an object of one field.
struct Variant<'a, 'de>(&'a mut Compact<'de>);

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Otherwise;
    type Variant = Self;

    #[inline]
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Otherwise> {
        let name = self.0.string()?;
        self.0.take(b':')?;
        Ok((seed.deserialize(BorrowedStrDeserializer::new(name))?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Otherwise;

    fn unit_variant(self) -> Result<(), Otherwise> {
        self.0.word("null")
    }

    #[inline]
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Otherwise> {
        seed.deserialize(self.0)
    }

    #[inline]
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Otherwise> {
        self.0.deserialize_seq(visitor)
    }

    #[inline]
    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Otherwise> {
        self.0.deserialize_map(visitor)
    }
}

#[cfg(test)]
mod tests;
