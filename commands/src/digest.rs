//! The digest by which a repeated request is known to be the same: over one canonical form of all
//! that it says, keyed with the ledger's secret. It says nothing of what the request means.
//!
//! The canonical form is JSON with sorted names and without what says nothing: "not recorded",
//! nothing, and empty lists and structures. So a request that was recorded before a type gained an
//! optional field has the same digest afterwards, and a file can be imported again.
//!
//! # Rules
//! - `the_digest_of_a_request_never_changes`: a test keeps one that was worked out once.
//! - `what_is_not_recorded_does_not_count`: left out or written out, it is the same request.
//! - `any_other_difference_is_another_request`.

use serde_json::Value;

use candour_ledger::LedgerSecret;
use candour_schemas::{EncodeError, payload, type_name};

use crate::request::{Action, Request};

/// What the digest is for; it goes into it.
const PURPOSE: &str = "candour request v1";

/// The digest of a request in a ledger with this secret.
///
/// # Errors
/// If an action has no written form.
pub(crate) fn digest(secret: &LedgerSecret, request: &Request) -> Result<[u8; 32], EncodeError> {
    Ok(secret.digest(PURPOSE, canonical(request)?.as_bytes()))
}

/// All that a request says but for its own identifier, which is what the digest is compared under. The
/// names are written in their order: actions, agency, author, stream; envelope, payload, proposes.
fn canonical(request: &Request) -> Result<String, EncodeError> {
    let Request { id: _, author, agency, stream, actions } = request;
    let mut text = String::with_capacity(1024);
    text.push('{');
    if !actions.is_empty() {
        text.push_str("\"actions\":[");
        for (at, action) in actions.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            write_action(action, &mut text)?;
        }
        text.push_str("],");
    }
    for (name, value) in [
        ("agency", agency.to_string()),
        ("author", author.to_string()),
        ("stream", stream.to_string()),
    ] {
        write_words(name, &mut text);
        text.push(':');
        write_words(&value, &mut text);
        text.push(if name == "stream" { '}' } else { ',' });
    }
    Ok(text)
}

fn write_action(action: &Action, text: &mut String) -> Result<(), EncodeError> {
    let Action { envelope, proposed } = action;
    let envelope = serde_json::to_value(envelope)?;
    let payload: Value = serde_json::from_str(&payload::to_json(proposed)?)?;
    text.push('{');
    for (name, value) in [("envelope", &envelope), ("payload", &payload)] {
        if !says_nothing(value) {
            write_words(name, text);
            text.push(':');
            write(value, text);
            text.push(',');
        }
    }
    text.push_str("\"proposes\":");
    write_words(type_name(proposed), text);
    text.push('}');
    Ok(())
}

/// Writes words as JSON has them. Most have nothing in them that has to be written otherwise.
fn write_words(words: &str, text: &mut String) {
    if words.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
        text.push('"');
        text.push_str(words);
        text.push('"');
    } else {
        text.push_str(&Value::from(words).to_string());
    }
}

/// Whether a value says nothing, so that it is the same as if it were not there.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(words) => words == "not_recorded",
        Value::Array(values) => values.is_empty(),
        Value::Object(fields) => fields.values().all(says_nothing),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Writes a value with sorted names, whatever order serde has them in, and without what says nothing.
/// In a list every value has its place and is written.
fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut said: Vec<_> =
                fields.iter().filter(|(_, value)| !says_nothing(value)).collect();
            said.sort_unstable_by_key(|(name, _)| *name);
            text.push('{');
            for (at, (name, value)) in said.into_iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                write_words(name, text);
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
        Value::Array(values) => {
            text.push('[');
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                write(value, text);
            }
            text.push(']');
        }
        Value::String(words) => write_words(words, text),
        Value::Null | Value::Bool(_) | Value::Number(_) => {
            text.push_str(&value.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use candour_domain::case::CaseEvent;
    use candour_domain::case::concern::{ConcernEvent, ConcernRaised, Danger, Wording};
    use candour_domain::envelope::Envelope;
    use candour_domain::event::Event;
    use candour_domain::identifier::RequestId;
    use candour_domain::recorded::Recorded;
    use candour_domain::text::Text;
    use candour_schemas::samples::{self, CHILD, POLICE, SOCIAL_CARE, SOCIAL_WORKER};
    use uuid::Uuid;

    use super::*;
    use crate::given::{THIS, envelope};

    fn asked(event: ConcernRaised, envelope: Envelope) -> Request {
        let proposed = Event::Case(CaseEvent::Concern(ConcernEvent::ConcernRaised(event)));
        Request {
            id: RequestId::new(Uuid::from_u128(1)),
            author: SOCIAL_WORKER,
            agency: SOCIAL_CARE,
            stream: THIS,
            actions: vec![Action { envelope, proposed }],
        }
    }

    fn concern() -> ConcernRaised {
        ConcernRaised {
            raised_by: Recorded::NotRecorded,
            account: Text::new("a \"bruise\" \u{2013} left arm"),
            wording: Recorded::Recorded(Wording::Verbatim),
            danger: Recorded::NotRecorded,
            family_told: Recorded::NotRecorded,
        }
    }

    fn of(request: &Request) -> String {
        let digest = digest(&LedgerSecret::from_bytes([7; 32]), request).unwrap();
        digest.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
    }

    /// Worked out once from [`CANONICAL`] with another implementation of HMAC-SHA256, over the
    /// length of the purpose in four bytes, the purpose, and the text.
    const DIGEST: &str = "c8a4ed76f58bfa86281900f1c22cd1107dac426b29a5656a136071ee406ab64b";
    const CANONICAL: &str = concat!(
        r#"{"actions":[{"envelope":{"audience":"involved","by":{"agency":"a9e00000-0000-4000-80"#,
        r#"00-000000000001","practitioner":{"recorded":"90a00000-0000-4000-8000-000000000001"}}"#,
        r#","occurred":{"day":"2026-01-20"}},"payload":{"account":"a \"bruise\" – left arm","wo"#,
        r#"rding":{"recorded":"verbatim"}},"proposes":"ConcernRaised"}],"agency":"a9e00000-0000"#,
        r#"-4000-8000-000000000001","author":"90a00000-0000-4000-8000-000000000001","stream":"c"#,
        r#"ase-ca5e0000-0000-4000-8000-000000000001"}"#,
    );

    #[test]
    fn the_digest_of_a_request_never_changes() {
        let request = asked(concern(), envelope());
        assert_eq!(canonical(&request).unwrap(), CANONICAL);
        assert_eq!(of(&request), DIGEST);
    }

    #[test]
    fn what_is_not_recorded_does_not_count() {
        let said = |text: &str| {
            let value: Value = serde_json::from_str(text).unwrap();
            let mut canonical = String::new();
            write(&value, &mut canonical);
            canonical
        };
        let short = said(r#"{"b":1,"a":["x",null]}"#);
        assert_eq!(short, r#"{"a":["x",null],"b":1}"#);
        let long = r#"{"a":["x",null],"b":1,"c":"not_recorded","d":[],"e":{"f":null},"g":null}"#;
        assert_eq!(said(long), short);
    }

    #[test]
    fn any_other_difference_is_another_request() {
        let first = asked(concern(), envelope());
        let mut others = vec![
            asked(ConcernRaised { account: Text::new("a bruise"), ..concern() }, envelope()),
            asked(
                ConcernRaised { danger: Recorded::Recorded(Danger::NotKnown), ..concern() },
                envelope(),
            ),
            asked(concern(), Envelope { children: vec![CHILD], ..envelope() }),
            Request { agency: POLICE, ..first.clone() },
        ];
        let mut twice = first.clone();
        twice.actions.extend(first.actions.clone());
        others.push(twice);
        let mut digests: Vec<String> = others.iter().chain([&first]).map(of).collect();
        digests.sort();
        digests.dedup();
        assert_eq!(digests.len(), others.len() + 1);
    }

    #[test]
    fn every_sample_has_a_digest_of_its_own() {
        let mut digests: Vec<String> = samples::all()
            .into_iter()
            .map(|proposed| {
                let actions = vec![Action { envelope: samples::envelope(), proposed }];
                of(&Request { actions, ..asked(concern(), envelope()) })
            })
            .collect();
        let all = digests.len();
        digests.sort();
        digests.dedup();
        assert_eq!(digests.len(), all);
    }
}
