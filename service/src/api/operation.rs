//! The table of what can be asked: each operation says once where it stands, what answers it, and what is
//! documented of it. From the table the routes are mounted and the document is put together, so that neither
//! has what the other has not. It does not answer anything itself.

use std::collections::BTreeMap;

use axum::Router;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};
use clap::Args;
use schemars::JsonSchema;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Value, json};

use super::Api;
use super::parameters;
use super::problem::{Kind, PROBLEM_JSON};
use super::reading;
use crate::question::Question;

/// The media type of an answer, unless another is said.
pub(crate) const JSON: &str = "application/json";

/// The table of what can be asked.
pub(crate) struct Table {
    routes: Router<Api>,
    paths: BTreeMap<String, Value>,
    schemas: SchemaGenerator,
}

/// What is documented of an operation, and where it stands.
pub(crate) struct Operation {
    method: Method,
    path: &'static str,
    said: Value,
}

impl Operation {
    /// An operation without parameters, body or answers yet.
    pub(crate) fn new(method: Method, path: &'static str, (id, summary): (&str, &str)) -> Self {
        let said = json!({
            "operationId": id,
            "summary": summary,
            "parameters": [],
            "responses": { "default": { "$ref": "#/components/responses/Problem" } },
        });
        Self { method, path, said }
    }

    /// With the parameters of a question.
    pub(crate) fn asked<Q: Args>(self) -> Self {
        parameters::documented::<Q>(self.path).into_iter().fold(self, Self::parameter)
    }

    /// With those parameters of a question that stand in the path.
    pub(crate) fn in_path<Q: Args>(self) -> Self {
        parameters::in_path::<Q>(self.path).into_iter().fold(self, Self::parameter)
    }

    /// With one more parameter.
    pub(crate) fn parameter(mut self, parameter: Value) -> Self {
        if let Some(all) = self.said["parameters"].as_array_mut() {
            all.push(parameter);
        }
        self
    }

    /// With a body, in one of several forms.
    pub(crate) fn body(mut self, forms: &Value) -> Self {
        self.said["requestBody"] = json!({ "required": true, "content": forms });
        self
    }

    /// With a body that need not be there.
    pub(crate) fn body_may_be_left_out(mut self) -> Self {
        self.said["requestBody"]["required"] = json!(false);
        self
    }

    /// With an answer, in one of several forms.
    pub(crate) fn answer(mut self, status: u16, description: &str, forms: &Value) -> Self {
        self.said["responses"][status.to_string()] =
            json!({ "description": description, "content": forms });
        self
    }

    /// With an answer that has no body.
    pub(crate) fn nothing(mut self, status: u16, description: &str) -> Self {
        self.said["responses"][status.to_string()] = json!({ "description": description });
        self
    }

    /// With headers on one of its answers.
    pub(crate) fn headers(mut self, status: u16, headers: Value) -> Self {
        self.said["responses"][status.to_string()]["headers"] = headers;
        self
    }

    /// With the ways in which it is known to fail.
    pub(crate) fn fails(mut self, kinds: &[Kind]) -> Self {
        for kind in kinds {
            self.said["responses"][kind.status().as_str()] =
                json!({ "$ref": "#/components/responses/Problem" });
        }
        self
    }
}

impl Table {
    /// A table with nothing in it.
    pub(crate) fn empty() -> Self {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        let settings = settings.with(|it| it.definitions_path = "/components/schemas".into());
        Self { routes: Router::new(), paths: BTreeMap::new(), schemas: settings.into_generator() }
    }

    /// The schema of a type, which is defined once in the document.
    pub(crate) fn schema<T: JsonSchema>(&mut self) -> Value {
        self.schemas.subschema_for::<T>().to_value()
    }

    /// The schema of a type that is sent here.
    pub(crate) fn schema_taken<T: JsonSchema>() -> Value {
        let settings = SchemaSettings::draft2020_12().for_deserialize();
        let settings = settings.with(|it| {
            it.inline_subschemas = true;
            it.meta_schema = None;
        });
        settings.into_generator().into_root_schema_for::<T>().to_value()
    }

    /// An answer with the mark that it is of invented records.
    pub(crate) fn marked<T: JsonSchema>(&mut self) -> Value {
        let schema = self.schema::<T>();
        json!({ "allOf": [{ "$ref": "#/components/schemas/Synthetic" }, schema] })
    }

    /// Adds an operation with what answers it.
    pub(crate) fn add(&mut self, operation: Operation, answers: MethodRouter<Api>) {
        let Operation { method, path, said } = operation;
        // A path that has another method already gets this one too.
        self.routes = std::mem::take(&mut self.routes).route(path, answers);
        let item = self.paths.entry(path.to_owned()).or_insert_with(|| json!({}));
        item[method.as_str().to_lowercase()] = said;
    }

    /// Adds a question that is asked by its parameters.
    pub(crate) fn question<Q>(&mut self, path: &'static str, named: (&str, &str))
    where
        Q: Question + Args + Send + 'static,
    {
        let forms = json!({ JSON: { "schema": self.marked::<Q::Answer<'static>>() } });
        let operation = Operation::new(Method::GET, path, named)
            .asked::<Q>()
            .parameter(json!({ "$ref": "#/components/parameters/IfNoneMatch" }))
            .answer(200, "The answer.", &forms)
            .headers(200, reading::headers())
            .nothing(304, "It is as it was: the answer would be the one that was given before.")
            .fails(&[Kind::WrongUse, Kind::NotFound]);
        self.add(operation, on(MethodFilter::GET, reading::by_parameters::<Q>));
    }

    /// Adds a question that is asked by an object with its parameters.
    pub(crate) fn asked_for<Q>(&mut self, path: &'static str, named: (&str, &str))
    where
        Q: Question + Args + Send + 'static,
    {
        let forms = json!({ JSON: { "schema": self.marked::<Q::Answer<'static>>() } });
        let operation = Operation::new(Method::POST, path, named)
            .body(&json!({ JSON: { "schema": parameters::as_object::<Q>() } }))
            .answer(200, "The answer.", &forms)
            .fails(&[Kind::WrongUse, Kind::NotFound, Kind::WrongMediaType, Kind::TooLarge]);
        self.add(operation, on(MethodFilter::POST, reading::by_object::<Q>));
    }

    /// The routes, and what the document has of them: the paths, and the schemas that they refer to.
    pub(crate) fn done(mut self) -> (Router<Api>, BTreeMap<String, Value>, Value) {
        let schemas = Value::Object(self.schemas.take_definitions(true));
        (self.routes, self.paths, schemas)
    }
}

/// How a problem is documented: once, for every operation.
pub(crate) fn problem(schema: &Value) -> Value {
    json!({
        "description": "It failed: what went wrong, and what to do next.",
        "content": { PROBLEM_JSON: { "schema": schema } }
    })
}
