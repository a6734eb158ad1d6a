//! How entries get in: commands, the rules that decide, the handler.
