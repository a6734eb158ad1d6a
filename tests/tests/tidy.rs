//! Keeps the layering and the style: what a compiler, rustfmt and clippy cannot.
//!
//! Each module keeps one kind of rule, lists its rules in its doc comment, and shows on small bad
//! inputs that each check can fail. A fault names the file, the line and what to do about it.
//! Nothing here judges prose or design, and nothing here has a switch to turn a check off: where a
//! rule's reason no longer holds, change the rule.
//!
//! # How a rule is listed
//!
//! The doc comment at the top of a module may have a section `Rules`, a list with one item for
//! each rule: the name in backticks, a colon, a sentence.
//!
//! ```text
//! //! # Rules
//! //!
//! //! - `only_the_outstanding_offer_can_be_declined`: an answer is to the offer that stands.
//! ```
//!
//! For each such name there is exactly one test of that name (`#[test]` or `#[tokio::test]`, also
//! inside `proptest!`) in the same room or in `tests`, and no rule is listed twice.

#![expect(
    clippy::expect_used,
    reason = "a file that cannot be read, or metadata that cannot be had, must fail the test"
)]

#[path = "tidy/bans.rs"]
mod bans;
#[path = "tidy/chapters.rs"]
mod chapters;
#[path = "tidy/code.rs"]
mod code;
#[path = "tidy/decisions.rs"]
mod decisions;
#[path = "tidy/layering.rs"]
mod layering;
#[path = "tidy/licences.rs"]
mod licences;
#[path = "tidy/manifests.rs"]
mod manifests;
#[path = "tidy/rules.rs"]
mod rules;
#[path = "tidy/sizes.rs"]
mod sizes;
#[path = "tidy/sources.rs"]
mod sources;
#[path = "tidy/tree.rs"]
mod tree;
