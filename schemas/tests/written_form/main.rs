//! The written form as other rooms and later versions meet it: names, codec, upcasting, export,
//! and what is generated and committed.

#![expect(clippy::unwrap_used, reason = "what a test makes ready must be there, or the test fails")]

mod catalogue;
mod codec;
mod export;
mod generated;
mod payload;
mod record;
mod sample;
mod stored;
mod upcasting;
