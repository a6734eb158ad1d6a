//! Requests as JSON Lines: one request per line, with one or more actions, each a command by its
//! imperative name with its envelope and payload. Reads and writes them, and decides nothing.
//!
//! A request with one action may be written short, without the list:
//! `{"request": .., "stream": "case-..", "author": .., "agency": .., "command": "RaiseConcern",
//! "envelope": {..}, "payload": {..}}`. The JSON Schema is in `request.schema.json`.
//!
//! # Rules
//! - `a_request_is_read_as_it_was_written`: a sample of every type, in either form.
//! - `a_fault_names_its_line_and_column`.
//! - `a_fault_in_one_line_does_not_hide_the_others`.
//! - `a_line_is_not_read_beyond_its_limit`: the rest of it is skipped, not kept.
//! - `an_empty_line_is_no_request`.
//! - `a_request_has_a_list_of_actions_or_is_one`: not both.

use std::io::{self, BufRead, Read};

use candour_domain::entry::{StreamError, StreamId};
use candour_domain::identifier::IdentifierError;
use candour_schemas::catalogue::{Category, Chapter, UnknownType, named};
use candour_schemas::payload::{self, PayloadError};
use candour_schemas::{EncodeError, type_name};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::command::{self, UnknownCommand};
use crate::request::{Action, Request};

/// The longest line that is read, in bytes: more than an append takes in all.
pub const LINE_BYTES_MAX: usize = 96 * 1024 * 1024;

/// What is wrong with a line.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct LineError {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub problem: LineProblem,
}

/// What is wrong with a line.
#[derive(Debug, thiserror::Error)]
pub enum LineProblem {
    /// It could not be read.
    #[error("it could not be read: {0}")]
    Unreadable(io::Error),
    /// It is longer than a line may be.
    #[error("it is longer than {LINE_BYTES_MAX} bytes; divide the request")]
    TooLong,
    /// It is not text.
    #[error("column {column}: it is not UTF-8; save the file as UTF-8")]
    NotText {
        /// The first byte that is not, from 1.
        column: usize,
    },
    /// It is not JSON, or not a request.
    #[error("column {column}: {said}")]
    NotARequest {
        /// Where, from 1.
        column: usize,
        /// What is wrong there.
        said: String,
    },
    /// A field is not the identifier that belongs there.
    #[error("field {field}: {error}")]
    Identifier {
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        error: IdentifierError,
    },
    /// The stream is not the name of one.
    #[error("field stream: {0}")]
    Stream(StreamError),
    /// It has neither a list of actions nor a command, or both.
    #[error("give either a list of actions, or one command with its envelope and payload")]
    Actions,
    /// A command is not known.
    #[error("{}: {error}", field_of(*action, "command"))]
    Command {
        /// The action, from 0; none where the request is one.
        action: Option<usize>,
        /// What is wrong with it.
        error: UnknownCommand,
    },
    /// A payload's type or version is not known, or does not stand in such a stream.
    #[error("{}: {error}", field_of(*action, "payload"))]
    Type {
        /// The action, from 0; none where the request is one.
        action: Option<usize>,
        /// What is wrong with it.
        error: UnknownType,
    },
    /// A payload or an envelope is not as its schema has it.
    #[error("column {column}, {} of {command}: {said}", field_of(*action, field))]
    Content {
        /// The action, from 0; none where the request is one.
        action: Option<usize>,
        /// The command.
        command: &'static str,
        /// Whether it is the payload or the envelope.
        field: &'static str,
        /// Where in the line, from 1.
        column: usize,
        /// What is wrong there.
        said: String,
    },
}

fn field_of(action: Option<usize>, field: &str) -> String {
    action.map_or(format!("field {field}"), |index| format!("field actions[{index}].{field}"))
}

/// A request as it stands in a line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LineIn<'a> {
    request: String,
    stream: String,
    author: String,
    agency: String,
    #[serde(borrow)]
    actions: Option<Vec<ActionIn<'a>>>,
    command: Option<String>,
    version: Option<u32>,
    #[serde(borrow)]
    envelope: Option<&'a RawValue>,
    #[serde(borrow)]
    payload: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActionIn<'a> {
    command: String,
    /// The version of the payload; the current one where it is left out.
    version: Option<u32>,
    #[serde(borrow)]
    envelope: &'a RawValue,
    #[serde(borrow)]
    payload: &'a RawValue,
}

#[derive(Serialize)]
struct LineOut {
    request: String,
    stream: String,
    author: String,
    agency: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    actions: Vec<ActionOut>,
    #[serde(flatten)]
    only: Option<ActionOut>,
}

#[derive(Serialize)]
struct ActionOut {
    command: &'static str,
    envelope: Box<RawValue>,
    payload: Box<RawValue>,
}

/// Writes a request as a line, without the line break; short, where it has one action.
///
/// # Errors
/// If an action has no written form.
pub fn write(request: &Request) -> Result<String, EncodeError> {
    let Request { id, author, agency, stream, actions } = request;
    let mut actions = actions.iter().map(written).collect::<Result<Vec<_>, EncodeError>>()?;
    let only = if actions.len() == 1 { actions.pop() } else { None };
    Ok(serde_json::to_string(&LineOut {
        request: id.to_string(),
        stream: stream.to_string(),
        author: author.to_string(),
        agency: agency.to_string(),
        actions,
        only,
    })?)
}

fn written(action: &Action) -> Result<ActionOut, EncodeError> {
    let name = type_name(&action.proposed);
    Ok(ActionOut {
        // Each type has a command; a test compares the tables with the catalogue.
        command: command::proposing(name).map_or(name, |named| named.command),
        envelope: serde_json::value::to_raw_value(&action.envelope)?,
        payload: RawValue::from_string(payload::to_json(&action.proposed)?)?,
    })
}

/// Reads the request that a line is.
///
/// # Errors
/// Says what is wrong, and where.
pub fn read(line: &str) -> Result<Request, LineProblem> {
    if !line.trim_start().starts_with('{') {
        let said = "a request is one JSON object, in braces".to_owned();
        return Err(LineProblem::NotARequest { column: 1, said });
    }
    let read: LineIn<'_> = serde_json::from_str(line)
        .map_err(|error| LineProblem::NotARequest { column: error.column(), said: said(&error) })?;
    let LineIn { request, stream, author, agency, actions, command, version, envelope, payload } =
        read;
    let stream: StreamId = stream.parse().map_err(LineProblem::Stream)?;
    let wrong = |field| move |error| LineProblem::Identifier { field, error };
    let (id, author, agency) = (
        request.parse().map_err(wrong("request"))?,
        author.parse().map_err(wrong("author"))?,
        agency.parse().map_err(wrong("agency"))?,
    );
    let actions = match (actions, command, envelope, payload) {
        (Some(actions), None, None, None) if version.is_none() => {
            let numbered = actions.into_iter().enumerate();
            numbered
                .map(|(index, it)| action(line, stream, Some(index), &it))
                .collect::<Result<_, _>>()?
        }
        (None, Some(command), Some(envelope), Some(payload)) => {
            vec![action(line, stream, None, &ActionIn { command, version, envelope, payload })?]
        }
        (Some(_) | None, Some(_) | None, Some(_) | None, Some(_) | None) => {
            return Err(LineProblem::Actions);
        }
    };
    Ok(Request { id, author, agency, stream, actions })
}

fn action(
    line: &str,
    stream: StreamId,
    place: Option<usize>,
    it: &ActionIn<'_>,
) -> Result<Action, LineProblem> {
    let found = command::find(&it.command)
        .map_err(|error| LineProblem::Command { action: place, error })?;
    let wrong = |field, raw: &RawValue, error: &serde_json::Error| LineProblem::Content {
        action: place,
        command: found.command,
        field,
        column: offset(line, raw) + error.column(),
        said: said(error),
    };
    let envelope = serde_json::from_str(it.envelope.get())
        .map_err(|error| wrong("envelope", it.envelope, &error))?;
    let unknown = |error| LineProblem::Type { action: place, error };
    // Whether it can stand in this stream is decided, and refused in a sentence; only the chapter
    // `record` has the same payloads in every stream.
    let chapter = named(found.proposes).map_err(unknown)?.chapter;
    let category =
        if chapter == Chapter::Record { Category::of(stream) } else { chapter.category() };
    let read = payload::parse_in(category, found.proposes, it.version, it.payload.get());
    let proposed = read.map_err(|error| match error {
        PayloadError::Type(error) => unknown(error),
        PayloadError::Json { type_name: _, source } => wrong("payload", it.payload, &source),
    })?;
    Ok(Action { envelope, proposed })
}

/// Where a value that was borrowed from a line begins in it.
fn offset(line: &str, raw: &RawValue) -> usize {
    (raw.get().as_ptr() as usize).saturating_sub(line.as_ptr() as usize)
}

/// What serde says, without its own counting of lines and columns.
fn said(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    said.strip_suffix(&place).unwrap_or(&said).to_owned()
}

/// Reads requests from a file or a pipe, one after another, each with its line. Lines without
/// anything are passed over.
#[derive(Debug)]
pub struct Lines<R> {
    from: R,
    line: u64,
    bytes_max: usize,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    /// Reads from the beginning.
    pub fn new(from: R) -> Self {
        Self { from, line: 0, bytes_max: LINE_BYTES_MAX, ended: false }
    }

    /// The next line, without its break; nothing at the end.
    fn next_line(&mut self) -> Result<Option<String>, LineProblem> {
        let limit = u64::try_from(self.bytes_max).unwrap_or(u64::MAX).saturating_add(1);
        let mut bytes = Vec::new();
        let mut limited = self.from.by_ref().take(limit);
        limited.read_until(b'\n', &mut bytes).map_err(LineProblem::Unreadable)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
        } else if bytes.len() > self.bytes_max {
            self.from.skip_until(b'\n').map_err(LineProblem::Unreadable)?;
            return Err(LineProblem::TooLong);
        }
        String::from_utf8(bytes)
            .map(Some)
            .map_err(|error| LineProblem::NotText { column: error.utf8_error().valid_up_to() + 1 })
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<(u64, Request), LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.line += 1;
            let line = self.line;
            let read = match self.next_line() {
                Ok(None) => {
                    self.ended = true;
                    return None;
                }
                Ok(Some(text)) if text.trim().is_empty() => continue,
                // A file may begin with the mark of its encoding.
                Ok(Some(text)) => read(text.strip_prefix('\u{feff}').unwrap_or(&text)),
                Err(problem) => {
                    self.ended = matches!(problem, LineProblem::Unreadable(_));
                    Err(problem)
                }
            };
            let read = read.map(|request| (line, request));
            return Some(read.map_err(|problem| LineError { line, problem }));
        }
        None
    }
}

#[cfg(test)]
mod tests;
