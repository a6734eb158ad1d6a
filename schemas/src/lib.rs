//! The written form: stored names and versions, the codec, upcasting, JSON Schema.
