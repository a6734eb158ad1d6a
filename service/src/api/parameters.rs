//! The parameters of a question over HTTP: the options of its command, with underscores. They are read, and
//! documented, by the declaration that the command line has, so that the two cannot come apart. It knows no
//! path and answers nothing.
//!
//! # Rules
//! - `an_unknown_parameter_is_refused_by_name`.
//! - `what_the_command_line_refuses_is_refused_in_its_words`: wrong values, what is missing, contradictions.
//! - `a_child_is_named_in_an_address_by_identifier_alone`: addresses are kept in logs and histories.
//! - `the_bounds_of_a_number_are_those_of_its_parser`.

use std::any::TypeId;
use std::ffi::OsString;

use candour_domain::entry::StreamId;
use chrono::NaiveDate;
use clap::builder::ValueParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Args, Command};
use serde_json::{Value, json};

use super::problem::Problem;
use crate::moment::Moment;
use crate::nearest::nearest;

/// What names somebody who is protected: in an address it has to be an identifier.
const PROTECTED: [&str; 2] = ["child", "person"];
/// The fewest characters of an identifier that are taken for one.
const IDENTIFIER_CHARACTERS_MIN: usize = 8;
/// The greatest number that any parameter takes.
const NUMBER_MAX: u64 = u64::MAX;

/// A parameter as it was given: its name and its value.
pub(crate) type Given = (String, String);

/// The name of a parameter.
fn name(arg: &Arg) -> String {
    arg.get_long().map_or_else(|| arg.get_id().to_string(), |long| long.replace('-', "_"))
}

fn is_flag(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::SetTrue)
}

fn is_list(arg: &Arg) -> bool {
    let many = arg.get_num_args().is_some_and(|it| it.max_values() > 1);
    many || matches!(arg.get_action(), ArgAction::Append)
}

fn command<Q: Args>() -> Command {
    let command = Command::new("request").no_binary_name(true);
    let mut command = Q::augment_args(command.disable_help_flag(true).disable_version_flag(true));
    command.build();
    command
}

/// Reads a question from its parameters.
pub(crate) fn read<Q: Args>(given: &[Given]) -> Result<Q, Problem> {
    let mut command = command::<Q>();
    let words = words(&command, given)?;
    let matches = command.try_get_matches_from_mut(words).map_err(|it| wrong(&command, &it))?;
    Q::from_arg_matches(&matches).map_err(|it| wrong(&command, &it))
}

/// The parameters as the command line would have them.
fn words(command: &Command, given: &[Given]) -> Result<Vec<OsString>, Problem> {
    let args: Vec<&Arg> = command.get_arguments().collect();
    let mut words = Vec::new();
    let mut operands = Vec::new();
    let mut seen = Vec::new();
    for (key, value) in given {
        let Some(arg) = args.iter().find(|arg| name(arg) == *key) else {
            return Err(unknown(key, &args));
        };
        if seen.contains(key) && !is_list(arg) {
            return Err(Problem::wrong_use(format!("the parameter '{key}' is given twice")));
        }
        seen.push(key.clone());
        if PROTECTED.contains(&key.as_str()) && !is_identifier(value) {
            let detail = format!("the parameter '{key}' has to be an identifier");
            return Err(Problem::wrong_use(detail).next(
                "ask for the identifier with POST /api/v1/search: addresses are kept in logs, and so \
                 nobody's name stands in one",
            ));
        }
        match (arg.get_long(), is_flag(arg)) {
            (Some(long), true) => match value.as_str() {
                "true" => words.push(format!("--{long}").into()),
                "false" => {}
                _ => return Err(Problem::wrong_use(format!("'{key}' is either true or false"))),
            },
            (Some(long), false) => words.push(format!("--{long}={value}").into()),
            (None, _) => operands.push((arg.get_index().unwrap_or_default(), value)),
        }
    }
    operands.sort_by_key(|(index, _)| *index);
    words.push("--".into());
    words.extend(operands.into_iter().map(|(_, value)| value.into()));
    Ok(words)
}

fn is_identifier(value: &str) -> bool {
    value.len() >= IDENTIFIER_CHARACTERS_MIN
        && value.bytes().all(|it| it.is_ascii_hexdigit() || it == b'-')
}

fn unknown(key: &str, args: &[&Arg]) -> Problem {
    let names: Vec<String> = args.iter().map(|it| name(it)).collect();
    let near = nearest(key, names.iter().map(String::as_str));
    let next = match (near.as_slice(), names.as_slice()) {
        (_, []) => "leave it out: there are no parameters here".to_owned(),
        ([], names) => format!("there are: {}", names.join(", ")),
        (near, _) => format!("did you mean {}?", near.join(" or ")),
    };
    Problem::wrong_use(format!("there is no parameter '{key}' here")).next(next)
}

/// What the command line's own parser says, of parameters.
fn wrong(command: &Command, error: &clap::Error) -> Problem {
    let called = |given: &str| {
        let long = given.trim_start_matches('-').split([' ', '=']).next().unwrap_or_default();
        let label = given.trim_matches(['<', '>', '[', ']', '.']);
        let operand = |arg: &&Arg| {
            arg.get_long() == Some(long)
                || arg.get_value_names().is_some_and(|it| it.iter().any(|it| it == label))
        };
        command.get_arguments().find(operand).map_or_else(|| given.to_owned(), name)
    };
    let said = |kind| match error.get(kind) {
        Some(ContextValue::String(one)) => vec![called(one)],
        Some(ContextValue::Strings(several)) => several.iter().map(|it| called(it)).collect(),
        Some(_) | None => Vec::new(),
    };
    let named = said(ContextKind::InvalidArg).join(", ");
    if error.kind() == ErrorKind::MissingRequiredArgument {
        return Problem::wrong_use(format!("the parameter '{named}' is needed"));
    }
    if error.kind() == ErrorKind::ArgumentConflict {
        let other = said(ContextKind::PriorArg).join(", ");
        return Problem::wrong_use(format!("'{named}' cannot be asked together with '{other}'"));
    }
    let detail = format!("the parameter '{named}' cannot be that");
    let because = std::error::Error::source(error).map(ToString::to_string);
    let accepted = match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(values)) => Some(format!("name one of: {}", values.join(", "))),
        Some(_) | None => None,
    };
    match because.or(accepted) {
        Some(next) => Problem::wrong_use(detail).next(next),
        None => Problem::wrong_use(detail),
    }
}

/// The parameters of a question, as OpenAPI has them: those that stand in the path, and those of the query.
pub(crate) fn documented<Q: Args>(path: &str) -> Vec<Value> {
    let command = command::<Q>();
    let one = |arg: &Arg| {
        let name = name(arg);
        let in_path = path.contains(&format!("{{{name}}}"));
        let mut parameter = json!({
            "name": name,
            "in": if in_path { "path" } else { "query" },
            "required": in_path || arg.is_required_set(),
            "description": described(arg),
            "schema": schema(arg),
        });
        if is_list(arg) {
            parameter["explode"] = json!(true);
        }
        parameter
    };
    command.get_arguments().map(one).collect()
}

/// The one of the parameters of a question that stands in the path.
pub(crate) fn in_path<Q: Args>(path: &str) -> Vec<Value> {
    documented::<Q>(path).into_iter().filter(|it| it["in"] == "path").collect()
}

/// The parameters of a question, as the schema of an object with the same names.
pub(crate) fn as_object<Q: Args>() -> Value {
    let command = command::<Q>();
    let mut properties = serde_json::Map::new();
    for arg in command.get_arguments() {
        let mut schema = schema(arg);
        schema["description"] = json!(described(arg));
        properties.insert(name(arg), schema);
    }
    let required: Vec<String> =
        command.get_arguments().filter(|it| it.is_required_set()).map(name).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false
    })
}

/// The same, but for one that stands in the path.
pub(crate) fn as_object_without<Q: Args>(in_path: &str) -> Value {
    let mut object = as_object::<Q>();
    if let Some(properties) = object["properties"].as_object_mut() {
        properties.remove(in_path);
    }
    if let Some(required) = object["required"].as_array_mut() {
        required.retain(|it| it != in_path);
    }
    object
}

/// The parameters in an object of the same names.
pub(crate) fn of_object(object: serde_json::Map<String, Value>) -> Result<Vec<Given>, Problem> {
    let mut given = Vec::new();
    for (key, value) in object {
        let values = match value {
            Value::Array(values) => values,
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Object(_) => vec![value],
        };
        for value in values {
            let text = match value {
                Value::String(text) => text,
                Value::Bool(it) => it.to_string(),
                Value::Number(it) => it.to_string(),
                Value::Null | Value::Array(_) | Value::Object(_) => {
                    let detail = format!("the field '{key}' has to be a text, a number or a list");
                    return Err(Problem::wrong_use(detail));
                }
            };
            given.push((key.clone(), text));
        }
    }
    Ok(given)
}

fn described(arg: &Arg) -> String {
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    if PROTECTED.contains(&name(arg).as_str()) {
        return format!("{help}. In an address by identifier alone.");
    }
    help
}

fn schema(arg: &Arg) -> Value {
    let one = one_schema(arg);
    if is_list(arg) {
        let fewest = u8::from(arg.is_required_set());
        return json!({ "type": "array", "items": one, "minItems": fewest });
    }
    one
}

fn one_schema(arg: &Arg) -> Value {
    if is_flag(arg) {
        return json!({ "type": "boolean", "default": false });
    }
    let parser = arg.get_value_parser();
    let is = |id: TypeId| parser.type_id() == id;
    let values: Vec<String> =
        arg.get_possible_values().iter().map(|it| it.get_name().to_owned()).collect();
    let given = arg.get_default_values().first().and_then(|it| it.to_str());
    if !values.is_empty() {
        let mut schema = json!({ "type": "string", "enum": values });
        if let Some(given) = given {
            schema["default"] = json!(given);
        }
        return schema;
    }
    if is(TypeId::of::<Moment>()) {
        return json!({ "$ref": "#/components/schemas/MomentAsked" });
    }
    if is(TypeId::of::<NaiveDate>()) {
        return json!({ "type": "string", "format": "date" });
    }
    if is(TypeId::of::<StreamId>()) {
        return json!({ "type": "string", "pattern": STREAM });
    }
    if is(TypeId::of::<u16>()) || is(TypeId::of::<u32>()) || is(TypeId::of::<u64>()) {
        let (least, greatest) = bounds(parser);
        let mut schema = json!({ "type": "integer", "minimum": least, "maximum": greatest });
        if let Some(given) = given.and_then(|it| it.parse::<u64>().ok()) {
            schema["default"] = json!(given);
        }
        return schema;
    }
    if PROTECTED.contains(&name(arg).as_str()) {
        return json!({ "type": "string", "pattern": IDENTIFIER });
    }
    json!({ "type": "string" })
}

/// What names a stream.
const STREAM: &str = "^(case|child|person|agency|practitioner|team|ledger)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
/// What names somebody: an identifier, or the beginning of one.
const IDENTIFIER: &str = "^[0-9a-fA-F-]{8,}$";

/// The least and the greatest number that a parser takes.
fn bounds(parser: &ValueParser) -> (u64, u64) {
    let takes = |number: u64| {
        let probe = Command::new("probe")
            .no_binary_name(true)
            .arg(Arg::new("number").value_parser(parser.clone()));
        probe.try_get_matches_from([number.to_string()]).is_ok()
    };
    let least = u64::from(!takes(0));
    let (mut within, mut beyond) = (least, NUMBER_MAX);
    if takes(beyond) {
        return (least, beyond);
    }
    while beyond - within > 1 {
        let between = within + (beyond - within) / 2;
        if takes(between) {
            within = between;
        } else {
            beyond = between;
        }
    }
    (least, within)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::case::{Child, Show};
    use crate::command::entries::EntriesPage;
    use crate::command::worklist::WorklistOf;

    fn given(pairs: &[(&str, &str)]) -> Vec<Given> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn refused<Q: Args + std::fmt::Debug>(pairs: &[(&str, &str)]) -> Problem {
        read::<Q>(&given(pairs)).unwrap_err()
    }

    #[test]
    fn an_unknown_parameter_is_refused_by_name() {
        let wrong = Problem::wrong_use("there is no parameter 'onrecord' here");
        assert_eq!(
            refused::<Show>(&[("case", "ELM-1"), ("onrecord", "2026-01-26")]),
            wrong.next("did you mean on_record?")
        );
        // Nor can one stand for an option of the program itself.
        let wrong = Problem::wrong_use("there is no parameter 'help' here");
        let all = "there are: case, at, on_record, clock, contemporaneous_only";
        assert_eq!(refused::<Show>(&[("case", "ELM-1"), ("help", "true")]), wrong.next(all));
    }

    #[test]
    fn what_the_command_line_refuses_is_refused_in_its_words() {
        assert_eq!(refused::<Show>(&[]), Problem::wrong_use("the parameter 'case' is needed"));
        let clock = Problem::wrong_use("the parameter 'clock' cannot be that");
        assert_eq!(
            refused::<Show>(&[("case", "ELM-1"), ("clock", "wall")]),
            clock.next("name one of: ledger, claims")
        );
        assert_eq!(
            refused::<EntriesPage>(&[
                ("stream", "case-6f2c1a9e-0000-4000-8000-000000000001"),
                ("type", "CaseOpened"),
            ]),
            Problem::wrong_use("'stream' cannot be asked together with 'type'")
        );
    }

    #[test]
    fn a_child_is_named_in_an_address_by_identifier_alone() {
        let next = "ask for the identifier with POST /api/v1/search: addresses are kept in logs, and so \
                    nobody's name stands in one";
        assert_eq!(
            refused::<Child>(&[("child", "Mia")]),
            Problem::wrong_use("the parameter 'child' has to be an identifier").next(next)
        );
        let named = given(&[("child", "6f934904-e598-811f-99c7-f38b5c7ab663")]);
        assert_eq!(read::<Child>(&named).map(|_| ()), Ok(()));
    }

    #[test]
    fn the_bounds_of_a_number_are_those_of_its_parser() {
        let limit = |parameters: Vec<Value>, wanted: &str| {
            parameters
                .into_iter()
                .find(|it| it["name"] == json!(wanted))
                .map(|it| it["schema"].clone())
        };
        assert_eq!(
            limit(documented::<WorklistOf>("/"), "limit"),
            Some(json!({ "type": "integer", "minimum": 1, "maximum": 1000, "default": 100 }))
        );
        assert_eq!(
            limit(documented::<EntriesPage>("/"), "after"),
            Some(json!({ "type": "integer", "minimum": 0, "maximum": u64::MAX, "default": 0 }))
        );
    }
}
