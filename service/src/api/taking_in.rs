//! Importing over HTTP: agencies' files are sent as a form, each in a part `file` and the mapping in a part
//! `mapping`, and what came of it is asked after, since comparing a long chronology takes longer than a request
//! may. What is imported, and what is refused, is decided where the command line's import decides it.
//!
//! # Rules
//! - `files_are_imported_as_the_command_imports_them`.
//! - `a_form_that_cannot_be_read_imports_nothing`: it says which part is at fault.

use std::sync::Arc;

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{Multipart, Path, RawPathParams, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use candour_interchange::import::{Mapping, Report, SourceFile};
use uuid::Uuid;

use super::problem::{Kind, Problem};
use super::proving::marked;
use super::recording::recorder;
use super::{Api, parameters, reading};
use crate::command::import::{How, Ledger};
use crate::server::Desk;

/// The media type of a form with files.
pub(crate) const FORM: &str = "multipart/form-data";
/// The most bytes that the files of one import may have in all.
pub(crate) const IMPORT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// What is sent to be imported.
struct Sent {
    files: Vec<SourceFile>,
    mapping: Mapping,
}

/// Begins an import.
pub(crate) async fn import(
    State(api): State<Api>,
    path: RawPathParams,
    uri: Uri,
    form: Multipart,
) -> Result<Response, Problem> {
    let how: How = parameters::read(&reading::given(&path, &uri)?)?;
    let Sent { files, mapping } = sent(form).await?;
    let desk = api.served.desk().clone();
    if how.records() {
        recorder(&desk)?;
    }
    let turns = Arc::clone(&api.served.turns);
    let work = async move |desk: &Desk| {
        let ledger = Ledger::in_turn(desk.store(), &desk.edge, turns);
        how.import((&files, &mapping), &ledger, &mut |_| ()).await
    };
    api.imports.set_about(desk, work)
}

/// Says how far an import has come.
pub(crate) async fn imported(
    State(api): State<Api>,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    marked(StatusCode::OK, &api.imports.get(id)?)
}

/// Reads the parts of a form.
async fn sent(mut form: Multipart) -> Result<Sent, Problem> {
    let (mut files, mut mapping) = (Vec::new(), None);
    while let Some(part) = form.next_field().await.map_err(|error| broken(&error))? {
        match part.name().unwrap_or_default() {
            "file" => files.push(file(part).await?),
            "mapping" if mapping.is_none() => mapping = Some(mapped(part).await?),
            "mapping" => return Err(Problem::wrong_use("there is more than one part 'mapping'")),
            other => {
                let detail = format!("there is no part '{other}' in this form");
                return Err(Problem::wrong_use(detail).next("there are: file, mapping"));
            }
        }
    }
    if files.is_empty() {
        return Err(Problem::wrong_use("the form has no part 'file'")
            .next("send each file in a part 'file', with its name"));
    }
    Ok(Sent { files, mapping: mapping.unwrap_or_default() })
}

fn broken(error: &MultipartError) -> Problem {
    let kind = match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Kind::TooLarge,
        _ => Kind::WrongUse,
    };
    Problem::of(kind, format!("the form cannot be read: {}", error.body_text()))
}

/// A file, under the last part of the name that it was sent by.
async fn file(part: Field<'_>) -> Result<SourceFile, Problem> {
    let name = part.file_name().unwrap_or_default();
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    if name.is_empty() {
        return Err(Problem::wrong_use("a part 'file' has no name")
            .next("name it as the file is named: its ending says what it is"));
    }
    let bytes = part.bytes().await.map_err(|error| broken(&error))?;
    SourceFile::read(&name, bytes.len() as u64, &*bytes)
        .map_err(|problem| Problem::refused("file_unreadable", problem.to_string()))
}

async fn mapped(part: Field<'_>) -> Result<Mapping, Problem> {
    let name = part.file_name().unwrap_or("the mapping").to_owned();
    let text = part.text().await.map_err(|error| broken(&error))?;
    Mapping::parse(&name, &text).map_err(|error| {
        Problem::refused("mapping_unusable", format!("the mapping cannot be used: {error}"))
            .next("docs/import.md says how a mapping file is written")
    })
}

/// What an import is asked after as.
pub(crate) type Imported = super::tasks::Task<Report>;
