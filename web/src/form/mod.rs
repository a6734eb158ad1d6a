//! Forms by which something is recorded, described as data: which questions a form has, how each is
//! answered, and which must be. From that description a form is drawn, filled in as it was typed, and its
//! answers are shown to be checked. What the answers come to is not said here: whoever records reads them.
//!
//! A question's name is that of its field. A question that belongs to an answer, or stands once for each
//! child or agency, has the name of what it belongs to before or after its own.

mod answers;
mod ask;
mod check;
mod choices;
mod draw;
mod question;
mod walk;

pub use answers::{Amiss, Answers};
pub use ask::{Answer, Form, Group, Kind, Listed, NOT_HERE, Need, Per, Question, Shown};
pub use check::{Checking, check};
pub use choices::{Choices, EntryChoice, Named};
pub use draw::{Filling, fill};
pub use walk::{Asked, asked, unasked};

/// The field under which a form says which draft it is.
pub const DRAFT: &str = "draft";
/// The field under which a form says up to which entry of the case whoever fills it in has seen.
pub const SEEN: &str = "seen";
/// The field under which a button says what is to be done.
pub const TO_DO: &str = "do";
/// To check the answers.
pub const CHECK: &str = "check";
/// To save the form and leave it.
pub const SAVE: &str = "save";
/// To keep the form while it is being filled in.
pub const KEEP: &str = "keep";
