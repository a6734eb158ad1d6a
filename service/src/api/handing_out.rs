//! Files over HTTP: a chronology or a matrix as a table, entries as `CloudEvents`, and bundles. Each is the file
//! that the command writes. A bundle is entered in the ledger of accesses before it is sent.
//!
//! # Rules
//! - `a_table_is_the_file_that_the_command_writes`.
//! - `a_bundle_is_entered_before_it_is_sent`: and is the one that the entry has the digest of.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawPathParams, Request, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap};
use axum::response::{IntoResponse, Response};
use candour_commands::sealing::Want;
use clap::{Args, ValueEnum};

use super::operation::JSON;
use super::problem::Problem;
use super::reading::{self, given, object};
use super::{Api, parameters};
use crate::command::When;
use crate::command::bundle::{Entered, Ordered};
use crate::command::export::{ChronologyTable, MatrixTable, Tabled};
use crate::server::Desk;

/// The media type of text with commas.
pub(crate) const CSV: &str = "text/csv";
/// The media type of a workbook.
pub(crate) const WORKBOOK: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The header that names the entry by which a bundle was entered.
pub(crate) const ENTERED: &str = "candour-entered";

/// A table, and the file that it is wanted as.
#[derive(Debug, Args)]
pub(crate) struct Filed<T: Args> {
    #[command(flatten)]
    table: T,
    /// The kind of file
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
}

/// The kind of file that a table is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text with commas, for every spreadsheet
    Csv,
    /// A workbook
    Xlsx,
}

/// A table that can be asked for over HTTP.
pub(crate) trait Named: Tabled + Args + Send + 'static {
    /// What its file is called, without the ending.
    const NAME: &'static str;
}

impl Named for ChronologyTable {
    const NAME: &'static str = "chronology";
}

impl Named for MatrixTable {
    const NAME: &'static str = "matrix";
}

/// Gives a table as a file.
pub(crate) async fn table<T: Named>(
    State(api): State<Api>,
    path: RawPathParams,
    request: Request,
) -> Result<Response, Problem> {
    let wanted: Filed<T> = parameters::read(&given(&path, request.uri())?)?;
    let written = api.served.answered(async move |desk| {
        let table = wanted.table.table(&desk.models).await?;
        let bytes = match wanted.format {
            Format::Csv => {
                let mut bytes = Vec::new();
                table.write_csv(&mut bytes)?;
                bytes
            }
            Format::Xlsx => table.to_workbook()?,
        };
        Ok((wanted.format, bytes))
    });
    let (format, bytes) = written.await?;
    let (kind, ending) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
        Format::Xlsx => (WORKBOOK, "xlsx"),
    };
    Ok(file(StatusCode::OK, (kind, &format!("{}.{ending}", T::NAME)), bytes))
}

/// An answer that is kept as a file of this name.
fn file(status: StatusCode, (kind, name): (&str, &str), bytes: impl Into<Bytes>) -> Response {
    let kept = format!("attachment; filename=\"{name}\"");
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, kept),
        (CACHE_CONTROL, reading::NOT_STORED.to_owned()),
    ];
    (status, headers, bytes.into()).into_response()
}

/// Makes a bundle of a case, up to now where this server seals and to the last seal where it does not.
pub(crate) async fn bundle(
    State(api): State<Api>,
    path: RawPathParams,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let mut said = object(&headers, &body)?;
    for (name, value) in &path {
        if said.insert(name.to_owned(), value.into()).is_some() {
            let detail = format!("'{name}' stands in the path and cannot be in the body as well");
            return Err(Problem::wrong_use(detail));
        }
    }
    let ordered: Ordered = parameters::read(&parameters::of_object(said)?)?;
    let entered = api.served.answered(async move |desk: Arc<Desk>| {
        let sealing = match desk.seals.lock().await.as_mut() {
            Some(seals) => {
                seals.seal(Want::WhereWorked, &desk.edge).await?;
                When::AtOnce
            }
            None => When::Later,
        };
        Ok(ordered.enter(&desk.models, &desk.edge, sealing).await?)
    });
    let Entered { made, entry, note, .. } = entered.await?;
    if let Some(note) = note {
        tracing::warn!(note, "a bundle was entered");
    }
    let mut answer = file(StatusCode::CREATED, (JSON, "bundle.json"), made.text);
    if let Ok(entered) = entry.id.uuid().to_string().parse() {
        answer.headers_mut().insert(ENTERED, entered);
    }
    Ok(answer)
}
