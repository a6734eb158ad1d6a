//! Scenarios across rooms, crash tests, and tidy, which keeps the layering and the style.
