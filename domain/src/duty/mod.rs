//! Duties and clocks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The rules that a safeguarding partnership sets for itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct LocalRules {}
