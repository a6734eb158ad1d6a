//! What is made or recorded over HTTP: files and bundles that are handed out, proofs, requests, rules, checks.
//! Where each stands, and what is documented of it; nothing here does any of it.

use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{get, post};
use serde_json::{Value, json};

use super::operation::{JSON, Operation, Table};
use super::problem::Kind;
use super::proving::TEXT;
use super::taking_in::{FORM, IMPORT_BYTES_MAX, Imported};
use super::tasks::Task;
use super::{adopting, document, handing_out, parameters, proving, recording, taking_in};
use crate::command::bundle::Ordered;
use crate::command::receipt::Wanted;
use crate::command::seal::Seal;
use crate::command::verify::Checked;
use crate::command::{export, import, record};

/// Lists them.
pub(crate) fn listed(table: &mut Table) {
    files(table);
    proof(table);
    writing(table);
    adopting(table);
    imports(table);
}

/// Where a task that has begun is asked after.
fn placed() -> Value {
    json!({ "Location": {
        "description": "Where to ask after it.",
        "schema": { "type": "string" }
    } })
}

/// The identifier of a task, in the path.
fn identifier() -> Value {
    json!({
        "name": "id", "in": "path", "required": true,
        "description": "Its identifier.",
        "schema": { "type": "string", "format": "uuid" }
    })
}

fn files(table: &mut Table) {
    one_table::<export::ChronologyTable>(
        table,
        "/api/v1/cases/{case}/chronology/file",
        ("exportChronology", "The chronology of a case, as a file"),
    );
    one_table::<export::MatrixTable>(
        table,
        "/api/v1/cases/{case}/matrix/file",
        ("exportMatrix", "Items against agencies, as a file"),
    );
    let bundle = json!({ JSON: { "schema": { "type": "object" } } });
    let operation = Operation::new(
        Method::POST,
        "/api/v1/cases/{case}/bundles",
        ("makeBundle", "Make a bundle of a case, which is entered before it is sent"),
    )
    .in_path::<Ordered>()
    .body(&json!({ JSON: { "schema": parameters::as_object_without::<Ordered>("case") } }))
    .answer(201, "The bundle, to be kept as it is: it is checked byte by byte.", &bundle)
    .headers(
        201,
        json!({ "Candour-Entered": {
            "description": "The entry by which it was entered, in the ledger of accesses.",
            "schema": { "type": "string", "format": "uuid" }
        } }),
    )
    .fails(&[Kind::WrongUse, Kind::NotFound, Kind::WrongMediaType, Kind::TooLarge]);
    table.add(operation, post(handing_out::bundle));
}

fn one_table<T: handing_out::Named>(table: &mut Table, path: &'static str, named: (&str, &str)) {
    let operation = Operation::new(Method::GET, path, named)
        .asked::<handing_out::Filed<T>>()
        .answer(
            200,
            "The file.",
            &json!({
                handing_out::CSV: { "schema": { "type": "string" } },
                handing_out::WORKBOOK: { "schema": { "type": "string", "format": "binary" } }
            }),
        )
        .fails(&[Kind::WrongUse, Kind::NotFound]);
    table.add(operation, get(handing_out::table::<T>));
}

fn proof(table: &mut Table) {
    let plain = || json!({ TEXT: { "schema": { "type": "string" } } });
    let operation = Operation::new(
        Method::GET,
        "/api/v1/checkpoint",
        ("showCheckpoint", "The last checkpoint, to be held elsewhere"),
    )
    .answer(200, "The checkpoint, as it was signed and cosigned.", &plain())
    .fails(&[Kind::NotFound]);
    table.add(operation, get(proving::checkpoint));
    let operation = Operation::new(
        Method::POST,
        "/api/v1/checkpoint/growth",
        ("proveGrowth", "The proof that the ledger of an earlier checkpoint grew into this one"),
    )
    .body(&plain())
    .answer(200, "The hashes that prove it, an empty line, and the last checkpoint.", &plain())
    .fails(&[Kind::WrongUse, Kind::NotFound, Kind::WrongMediaType, Kind::TooLarge]);
    table.add(operation, post(proving::growth));
    let operation = Operation::new(
        Method::GET,
        "/api/v1/entries/{entry}/receipt",
        ("showReceipt", "A receipt of an entry: that it stood in the ledger, unaltered"),
    )
    .asked::<Wanted>()
    .answer(200, "The receipt.", &plain())
    .fails(&[Kind::WrongUse, Kind::NotFound]);
    table.add(operation, get(proving::receipt));
    checks(table);
}

fn checks(table: &mut Table) {
    let check = table.marked::<Task<Checked>>();
    let forms = json!({ JSON: { "schema": check } });
    let mut begun = Operation::new(
        Method::POST,
        "/api/v1/verifications",
        ("beginVerification", "Begin a check of every record, and of every checkpoint"),
    )
    .body(&json!({ TEXT: { "schema": {
        "type": "string",
        "description": "A checkpoint of this ledger that is held elsewhere, where there is one."
    } } }))
    .answer(202, "It has begun.", &forms)
    .headers(202, placed())
    .fails(&[Kind::WrongUse, Kind::Conflict, Kind::WrongMediaType, Kind::TooLarge]);
    begun = begun.body_may_be_left_out();
    table.add(begun, post(proving::verify));
    let operation = Operation::new(
        Method::GET,
        "/api/v1/verifications/{id}",
        ("showVerification", "How far a check of the ledger has come, and what it found"),
    )
    .parameter(identifier())
    .answer(200, "The check.", &forms)
    .fails(&[Kind::WrongUse, Kind::NotFound]);
    table.add(operation, get(proving::verification));
}

fn writing(table: &mut Table) {
    let answer = table.schema::<record::Answer>();
    let request = json!({ "$ref": "#/components/schemas/Request" });
    let line = json!({ "$ref": "#/components/schemas/RequestLine" });
    let one = json!({ JSON: { "schema": answer } });
    let operation = Operation::new(
        Method::POST,
        "/api/v1/records",
        ("record", "Record a request, or several, as `candour record` takes them"),
    )
    .parameter(json!({ "$ref": "#/components/parameters/IdempotencyKey" }))
    .parameter(json!({ "$ref": "#/components/parameters/IfMatch" }))
    .body(&json!({
        JSON: { "schema": request, "examples": document::examples() },
        recording::LINES: { "schema": line },
    }))
    .answer(201, "It was recorded.", &one)
    .answer(
        200,
        "It is already so; or, of several requests, what became of each.",
        &json!({ JSON: { "schema": answer }, recording::LINES: { "schema": answer } }),
    )
    .fails(&[
        Kind::WrongUse,
        Kind::Conflict,
        Kind::Changed,
        Kind::TooLarge,
        Kind::WrongMediaType,
        Kind::Refused,
        Kind::Busy,
    ]);
    table.add(operation, post(recording::record));
    let shown = table.marked::<crate::command::seal::SealShown>();
    let operation = Operation::new(
        Method::POST,
        "/api/v1/seals",
        ("seal", "Sign a checkpoint over all entries now"),
    )
    .asked::<Seal>()
    .answer(
        200,
        "The checkpoint: signed now, or before where nothing came since.",
        &json!({
            JSON: { "schema": shown }
        }),
    )
    .fails(&[Kind::WrongUse, Kind::NotFound, Kind::Busy]);
    table.add(operation, post(proving::seal));
}

fn adopting(table: &mut Table) {
    let asked = Table::schema_taken::<adopting::RulesToAdopt>();
    let adopted = json!({ JSON: { "schema": table.marked::<adopting::RulesAdopted>() } });
    let operation = Operation::new(
        Method::POST,
        "/api/v1/rules",
        ("adoptRules", "Adopt local rules, from now on"),
    )
    .body(&json!({ JSON: { "schema": asked } }))
    .answer(201, "They are adopted.", &adopted)
    .answer(200, "They are in force already.", &adopted)
    .fails(&[Kind::WrongUse, Kind::WrongMediaType, Kind::TooLarge, Kind::Refused, Kind::Busy]);
    table.add(operation, post(adopting::rules));
}

fn imports(table: &mut Table) {
    let task = json!({ JSON: { "schema": table.marked::<Imported>() } });
    let form = json!({ FORM: { "schema": {
        "type": "object",
        "properties": {
            "file": {
                "type": "array", "minItems": 1,
                "items": { "type": "string", "format": "binary" },
                "description": "The files, each with its name: .csv or .xlsx."
            },
            "mapping": {
                "type": "string", "format": "binary",
                "description": "How an agency's own headings and words stand for those of the template."
            }
        },
        "required": ["file"],
        "additionalProperties": false
    } } });
    let operation = Operation::new(
        Method::POST,
        "/api/v1/imports",
        ("beginImport", "Begin to import agencies' chronologies"),
    )
    .asked::<import::How>()
    .body(&form)
    .answer(202, "It has begun.", &task)
    .headers(202, placed())
    .fails(&[
        Kind::WrongUse,
        Kind::Conflict,
        Kind::TooLarge,
        Kind::WrongMediaType,
        Kind::Refused,
        Kind::Busy,
    ]);
    let large = DefaultBodyLimit::max(IMPORT_BYTES_MAX);
    table.add(operation, post(taking_in::import).layer(large));
    let operation = Operation::new(
        Method::GET,
        "/api/v1/imports/{id}",
        ("showImport", "How far an import has come, and what it did file by file"),
    )
    .parameter(identifier())
    .answer(200, "The import.", &task)
    .fails(&[Kind::WrongUse, Kind::NotFound]);
    table.add(operation, get(taking_in::imported));
}
