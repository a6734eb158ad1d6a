//! The recount of threshold decisions by what was decided.

use serde_json::Value;

use super::{Counting, Numbers, add};

pub(crate) fn count(counting: &Counting) -> Numbers {
    let mut numbers = Numbers::new();
    for decision in counting.of(&["ThresholdDecided"]).filter(|it| counting.counts(it.latest())) {
        let decided = match &decision.payload["decision"]["recorded"] {
            Value::String(code) => code.clone(),
            // A decision with a field of its own is an object whose one key is its code.
            Value::Object(fields) => fields.keys().next().unwrap().clone(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {
                "not_recorded".to_owned()
            }
        };
        add(&mut numbers, format!("thresholds/{decided}/decisions"), 1);
    }
    numbers
}
