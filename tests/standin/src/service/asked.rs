//! What a client asks for, read from the messages of the wire, or refused where it cannot be read.
//!
//! Nothing is guessed: an alternative that is left out is a refusal.

use uuid::Uuid;

use crate::log::{Expected, Form, Proposal};
use crate::refusal::Trouble;
use crate::wire::event_store::client::streams::{
    self as wire, append_request, batch_request, delete_request,
};
use crate::wire::event_store::client::{StreamName, Uuid as Spelt, uuid as spelt};

/// The key of the metadata of the wire that holds the type.
const KIND: &str = "type";
/// The key that holds the media type.
const MEDIA_TYPE: &str = "content-type";

/// An append, as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Append {
    pub(super) stream: String,
    pub(super) expected: Expected,
    pub(super) proposals: Vec<Proposal>,
}

pub(super) fn stream(named: Option<StreamName>) -> Result<String, Trouble> {
    let name = named.ok_or_else(|| Trouble::bad("the stream is not named"))?.name;
    let name = String::from_utf8(name.into()).map_err(|error| Trouble::Bad(error.to_string()))?;
    if name.is_empty() { Err(Trouble::bad("the name of the stream is empty")) } else { Ok(name) }
}

pub(super) fn id(spelling: Option<Spelt>) -> Result<Uuid, Trouble> {
    match spelling.and_then(|it| it.spelling) {
        Some(spelt::Spelling::Text(text)) => {
            Uuid::parse_str(&text).map_err(|error| Trouble::Bad(error.to_string()))
        }
        Some(spelt::Spelling::Halves(halves)) => {
            let most = halves.most_significant.cast_unsigned();
            let least = halves.least_significant.cast_unsigned();
            Ok(Uuid::from_u64_pair(most, least))
        }
        None => Err(Trouble::bad("the identifier is missing")),
    }
}

pub(super) fn proposal(proposed: wire::Proposed) -> Result<Proposal, Trouble> {
    let wire::Proposed { id: spelling, mut metadata, custom_metadata, data } = proposed;
    let id = id(spelling)?;
    let kind = metadata.remove(KIND).ok_or(Trouble::Lacks(KIND))?;
    let media_type = metadata.remove(MEDIA_TYPE).ok_or(Trouble::Lacks(MEDIA_TYPE))?;
    let form = if media_type == Form::Json.media_type() { Form::Json } else { Form::Binary };
    Ok(Proposal { id, kind, form, data, metadata: custom_metadata })
}

fn nothing_expected() -> Trouble {
    Trouble::bad("the expected revision is missing")
}

impl TryFrom<append_request::Options> for Append {
    type Error = Trouble;

    fn try_from(options: append_request::Options) -> Result<Self, Trouble> {
        let append_request::Options { stream: named, expected } = options;
        let expected = match expected.ok_or_else(nothing_expected)? {
            append_request::options::Expected::Revision(revision) => Expected::At(revision),
            append_request::options::Expected::None(()) => Expected::NoStream,
            append_request::options::Expected::Any(()) => Expected::Any,
            append_request::options::Expected::Exists(()) => Expected::Exists,
        };
        Ok(Self { stream: stream(named)?, expected, proposals: Vec::new() })
    }
}

impl TryFrom<batch_request::Options> for Append {
    type Error = Trouble;

    fn try_from(options: batch_request::Options) -> Result<Self, Trouble> {
        // Deadlines are not kept: two clients spell them in ways that do not agree.
        let batch_request::Options { stream: named, expected, deadline: _ } = options;
        let expected = match expected.ok_or_else(nothing_expected)? {
            batch_request::options::Expected::Revision(revision) => Expected::At(revision),
            batch_request::options::Expected::None(()) => Expected::NoStream,
            batch_request::options::Expected::Any(()) => Expected::Any,
            batch_request::options::Expected::Exists(()) => Expected::Exists,
        };
        Ok(Self { stream: stream(named)?, expected, proposals: Vec::new() })
    }
}

/// Reads which stream is to be deleted, and where it is expected.
pub(super) fn deletion(asked: wire::DeleteRequest) -> Result<(String, Expected), Trouble> {
    let options = asked.options.ok_or_else(|| Trouble::bad("the options are missing"))?;
    let delete_request::Options { stream: named, expected } = options;
    let expected = match expected.ok_or_else(nothing_expected)? {
        delete_request::options::Expected::Revision(revision) => Expected::At(revision),
        delete_request::options::Expected::None(()) => Expected::NoStream,
        delete_request::options::Expected::Any(()) => Expected::Any,
        delete_request::options::Expected::Exists(()) => Expected::Exists,
    };
    Ok((stream(named)?, expected))
}
