//! A serializer that takes the code out of a value of a code set, so that it stays written once.
//! It accepts unit variants and nothing else. It writes no format.

use std::fmt;

use serde::ser::{Impossible, Serialize, Serializer};

/// Turns a unit variant into the code by which serde knows it.
pub(super) struct CodeSerializer;

type Code = Result<&'static str, fmt::Error>;
type Never = Impossible<&'static str, fmt::Error>;

impl Serializer for CodeSerializer {
    type Ok = &'static str;
    type Error = fmt::Error;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Never;
    type SerializeStructVariant = Never;

    fn serialize_unit_variant(self, _: &'static str, _: u32, code: &'static str) -> Code {
        Ok(code)
    }

    fn serialize_bool(self, _: bool) -> Code {
        Err(fmt::Error)
    }
    fn serialize_i8(self, _: i8) -> Code {
        Err(fmt::Error)
    }
    fn serialize_i16(self, _: i16) -> Code {
        Err(fmt::Error)
    }
    fn serialize_i32(self, _: i32) -> Code {
        Err(fmt::Error)
    }
    fn serialize_i64(self, _: i64) -> Code {
        Err(fmt::Error)
    }
    fn serialize_u8(self, _: u8) -> Code {
        Err(fmt::Error)
    }
    fn serialize_u16(self, _: u16) -> Code {
        Err(fmt::Error)
    }
    fn serialize_u32(self, _: u32) -> Code {
        Err(fmt::Error)
    }
    fn serialize_u64(self, _: u64) -> Code {
        Err(fmt::Error)
    }
    fn serialize_f32(self, _: f32) -> Code {
        Err(fmt::Error)
    }
    fn serialize_f64(self, _: f64) -> Code {
        Err(fmt::Error)
    }
    fn serialize_char(self, _: char) -> Code {
        Err(fmt::Error)
    }
    fn serialize_str(self, _: &str) -> Code {
        Err(fmt::Error)
    }
    fn serialize_bytes(self, _: &[u8]) -> Code {
        Err(fmt::Error)
    }
    fn serialize_none(self) -> Code {
        Err(fmt::Error)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Code {
        Err(fmt::Error)
    }
    fn serialize_unit(self) -> Code {
        Err(fmt::Error)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Code {
        Err(fmt::Error)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, _: &T) -> Code {
        Err(fmt::Error)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Code {
        Err(fmt::Error)
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Never, fmt::Error> {
        Err(fmt::Error)
    }
    fn serialize_tuple(self, _: usize) -> Result<Never, fmt::Error> {
        Err(fmt::Error)
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Never, fmt::Error> {
        Err(fmt::Error)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Never, fmt::Error> {
        Err(fmt::Error)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Never, fmt::Error> {
        Err(fmt::Error)
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Never, fmt::Error> {
        Err(fmt::Error)
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Never, fmt::Error> {
        Err(fmt::Error)
    }
}
