//! Pages about the service itself: how far everybody can use it, and whose work it stands on.

use maud::{Markup, html};

use crate::asset::{CRATES, address, crates, dressed, notices};
use crate::component::{Cell, Details};
use crate::page::case::overview::hidden;
use crate::page::cases::scrolled;
use crate::words::count;

/// The words of the licence that most of what is passed on has, where a package brings none.
const MIT: &str = "\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated \
documentation files (the \"Software\"), to deal in the Software without restriction, including without \
limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the \
Software, and to permit persons to whom the Software is furnished to do so, subject to the following \
conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions \
of the Software.

THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED \
TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL \
THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF \
CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER \
DEALINGS IN THE SOFTWARE.";

/// The accessibility statement.
pub fn accessibility() -> Markup {
    html! {
        div class="govuk-grid-row" {
            div class="govuk-grid-column-two-thirds" {
                h1 class="govuk-heading-l" { "Accessibility statement" }
                p class="govuk-body" {
                    "This statement is about the pages of Candour. Each council, police force or NHS body that \
                     runs them adds to it how to reach its own accessibility contact."
                }
                h2 class="govuk-heading-m" { "How these pages can be used" }
                p class="govuk-body" { "You should be able to:" }
                ul class="govuk-list govuk-list--bullet" {
                    li { "zoom in up to 400% without the text spilling off the screen" }
                    li { "use every page with a keyboard alone" }
                    li { "use every page without scripts" }
                    li { "read every chart as a table that stands below it and says the same" }
                    li { "tell everything that is shown in colour by a word or a shape as well" }
                }
                h2 class="govuk-heading-m" { "How far they conform" }
                p class="govuk-body" {
                    "They are made to meet level AA of the Web Content Accessibility Guidelines version 2.2. \
                     Each page is checked against them by a program whenever the pages change."
                }
                h2 class="govuk-heading-m" { "What has not been checked" }
                p class="govuk-body" {
                    "No one who relies on a screen reader, a magnifier or speech recognition has tested these \
                     pages yet. Wide tables scroll within the page on narrow screens."
                }
                h2 class="govuk-heading-m" { "Prepared" }
                p class="govuk-body" { "This statement was prepared on 22 November 2026." }
            }
        }
    }
}

/// The crates that the program is built from.
fn built_from() -> Markup {
    let mut table = hidden("Crates", &["Crate", "Version", "Licence"]);
    table.rows =
        crates().map(|it| [it.name, it.version, it.licence].map(Cell::text).into()).collect();
    html! {
        h2 class="govuk-heading-m" { "What the program is built from" }
        @if table.rows.is_empty() {
            p class="govuk-body" { "The build of this program was not told which crates these are." }
        } @else {
            p class="govuk-body" {
                (count(table.rows.len(), "crate", "crates")) ". "
                a class="govuk-link" href=(address(CRATES)) { "The texts of their licences" }
            }
            (scrolled("Crates", &table.markup()))
        }
    }
}

/// Whose work the pages stand on.
pub fn third_parties() -> Markup {
    html! {
        div class="govuk-grid-row" {
            div class="govuk-grid-column-two-thirds" {
                h1 class="govuk-heading-l" { "Notices of others' work" }
                @if dressed() {
                    p class="govuk-body" {
                        "These pages are dressed with the work of others, which they pass on under its \
                         licences. The GOV.UK typeface and the crown are not among it."
                    }
                    @for notice in notices() {
                        h2 class="govuk-heading-m" { (notice.name) " " (notice.version) }
                        p class="govuk-body" {
                            (notice.author) @if !notice.author.is_empty() { ". " }
                            "Licence: " (notice.licence) "."
                        }
                        @let text = if notice.text.is_empty() { MIT } else { notice.text };
                        (Details::closed(
                            &format!("The licence of {}", notice.name),
                            html! { @for paragraph in text.split("\n\n") { p { (paragraph) } } },
                        ).markup())
                    }
                } @else {
                    p class="govuk-body" { "These pages are plain: they are dressed with no work of others." }
                }
                (built_from())
            }
        }
    }
}
