//! The components of GOV.UK Frontend that the pages use, ported once: typed options in, markup out. The
//! markup is compared with the fixtures that the package ships, so an upgrade that changes it fails a
//! test. An option that no page uses is not here.

mod banner;
mod button;
mod choice;
mod field;
mod list;
mod navigation;
mod notice;
mod table;

pub use banner::{generic_header, phase_banner, skip_link};
pub use button::{Button, ButtonKind};
pub use choice::{Checkboxes, Choice, Radios, Select, SelectOption};
pub use field::{ErrorMessage, Fieldset, Hint, Input, Label, Legend, Textarea};
pub use list::{SummaryCard, SummaryList, SummaryRow};
pub use navigation::{
    Breadcrumb, Here, NavigationItem, Pagination, ServiceNavigation, Turn, breadcrumbs,
};
pub use notice::{
    Details, ErrorItem, ErrorSummary, NotificationBanner, inset_text, tag, warning_text,
};
pub use table::{Cell, Format, Table};

/// The classes of an element: its own, and what is added.
fn classes(own: &str, added: &str) -> String {
    if added.is_empty() { own.to_owned() } else { format!("{own} {added}") }
}

/// The identifiers of what describes an element, in one attribute; nothing where there is none.
fn described<const N: usize>(by: [Option<String>; N]) -> Option<String> {
    let by: Vec<String> = by.into_iter().flatten().filter(|it| !it.is_empty()).collect();
    (!by.is_empty()).then(|| by.join(" "))
}
