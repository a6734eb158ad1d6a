//! The picture of who knew what, and when: a row for each item, time across, a mark where each agency came
//! to hold or know it, the decisions as lines, and a neutral hatch while it was known and not yet to the
//! agency that decided. Drawn here, so it prints and needs no script; the table below it says the same.
//!
//! # Rules
//! - `no_mark_hides_another`: marks of one time stand side by side.
//! - `the_hatch_ends_where_the_deciding_agency_knew`.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use maud::{Markup, html};

use candour_domain::time::{london_date, start_of_day};

use crate::words::{day, short_day};

/// How wide the picture is, in its own units.
const WIDTH: f64 = 960.0;
/// Where time begins.
const LEFT: f64 = 250.0;
/// Where time ends.
const RIGHT: f64 = 930.0;
/// Where the rows begin.
const TOP: f64 = 64.0;
/// How high a row is.
const ROW: f64 = 34.0;
/// How wide a mark is, with the room around it.
const MARK: f64 = 25.0;
/// How many characters of what an item says are shown beside it.
const CHARACTERS_MAX: usize = 34;
/// How many months there are at most between the lines of the axis.
const LINES_MAX: usize = 12;

/// How far an agency came, as a mark shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    /// It is the agency's own record.
    Own,
    /// It knew it.
    Knew,
    /// It was told in part.
    InPart,
    /// It held it, and nobody is on record as knowing it.
    Held,
}

/// A mark on a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mark {
    /// The agency, in short.
    pub(super) agency: String,
    /// Whether it is the agency that decided.
    pub(super) decides: bool,
    /// When.
    pub(super) at: DateTime<Utc>,
    /// How far it came.
    pub(super) came: Came,
}

/// An item.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// What it is called.
    pub(super) label: String,
    /// What it says.
    pub(super) text: String,
    /// Its marks, in the order of their times.
    pub(super) marks: Vec<Mark>,
}

/// The picture.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chart {
    /// The items.
    pub(super) rows: Vec<Row>,
    /// The decisions: what each is called, and when.
    pub(super) decisions: Vec<(String, DateTime<Utc>)>,
    /// The agency that decided.
    pub(super) decider: String,
}

/// Where days stand across the picture.
struct Scale {
    first: DateTime<Utc>,
    last: DateTime<Utc>,
}

impl Scale {
    fn x(&self, at: DateTime<Utc>) -> f64 {
        let whole = seconds(self.last - self.first).max(1.0);
        let part = seconds(at - self.first).clamp(0.0, whole);
        LEFT + part / whole * (RIGHT - LEFT)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a picture has fewer points than a number has digits"
)]
fn seconds(span: chrono::TimeDelta) -> f64 {
    span.num_seconds() as f64
}

#[expect(clippy::cast_precision_loss, reason = "there are fewer rows than a number has digits")]
fn row_top(index: usize) -> f64 {
    TOP + index as f64 * ROW
}

/// A number as it is written in the picture.
fn shown(number: f64) -> String {
    format!("{number:.1}")
}

impl Chart {
    /// The picture; nothing where there is nothing to draw.
    pub(super) fn markup(&self) -> Markup {
        let Some(scale) = self.scale() else { return html! {} };
        let bottom = row_top(self.rows.len());
        let height = bottom + 34.0;
        let title = "Who knew what, and when";
        html! {
            svg class="candour-chart" role="img" viewBox={"0 0 " (shown(WIDTH)) " " (shown(height))}
                aria-labelledby="chart-title chart-description" {
                title id="chart-title" { (title) }
                desc id="chart-description" { (self.description(&scale)) }
                defs {
                    pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse"
                        patternTransform="rotate(45)" {
                        rect width="6" height="6" fill="#f3f2f1" {}
                        line x1="0" y1="0" x2="0" y2="6" stroke="#6f777b" stroke-width="2" {}
                    }
                }
                (axis(&scale, bottom))
                @for (index, row) in self.rows.iter().enumerate() { (bar(&scale, index, row)) }
                (self.lines(&scale, bottom))
                @for (index, row) in self.rows.iter().enumerate() { (marks(&scale, index, row)) }
            }
        }
    }

    fn scale(&self) -> Option<Scale> {
        let marks = self.rows.iter().flat_map(|row| &row.marks).map(|mark| mark.at);
        let all: Vec<DateTime<Utc>> = marks.chain(self.decisions.iter().map(|it| it.1)).collect();
        let first = start_of_day(london_date(*all.iter().min()?));
        let last = start_of_day(london_date(*all.iter().max()?).checked_add_days(Days::new(2))?);
        Some(Scale { first, last })
    }

    fn description(&self, scale: &Scale) -> String {
        format!(
            "{} items from {} to {}. A mark stands where an agency came to hold or know an item, a line for \
             each of {} decisions. Each row is hatched from when somebody knew it until {} did. The table \
             below says the same.",
            self.rows.len(),
            day(london_date(scale.first)),
            day(london_date(scale.last - chrono::TimeDelta::days(2))),
            self.decisions.len(),
            self.decider
        )
    }

    /// The decisions, as lines.
    fn lines(&self, scale: &Scale, bottom: f64) -> Markup {
        let mut ends = [0.0_f64; 3];
        let placed = self.decisions.iter().map(|(label, at)| {
            let x = scale.x(*at);
            let level = ends.iter().position(|end| *end < x - 14.0).unwrap_or(0);
            ends[level] = x + 14.0;
            let y = match level {
                0 => 54.0,
                1 => 38.0,
                _ => 22.0,
            };
            (label, x, y)
        });
        let placed: Vec<_> = placed.collect();
        html! {
            @for (label, x, y) in placed {
                line x1=(shown(x)) x2=(shown(x)) y1=(shown(TOP - 6.0)) y2=(shown(bottom))
                    stroke="#3D3D3D" stroke-width="2" {}
                text x=(shown(x)) y=(shown(y)) text-anchor="middle" font-weight="700"
                    class="candour-chart__decision" { (label) }
            }
        }
    }
}

/// A row's name and its bar: hatched until the deciding agency knew, plain from then.
fn bar(scale: &Scale, index: usize, row: &Row) -> Markup {
    let (top, middle) = (row_top(index), row_top(index) + ROW / 2.0);
    let began = row.marks.iter().map(|mark| mark.at).min();
    let spans = began.map(|began| {
        let knew = known(row).map_or(RIGHT, |at| scale.x(at));
        (scale.x(began), knew)
    });
    html! {
        line x1="0" x2=(shown(RIGHT)) y1=(shown(top)) y2=(shown(top)) stroke="#cecece"
            stroke-width="1" {}
        text x="0" y=(shown(middle + 4.0)) class="candour-chart__item" {
            tspan font-weight="700" { (row.label) } " " (short(&row.text))
        }
        @if let Some((began, knew)) = spans {
            rect x=(shown(began)) y=(shown(middle - 6.0)) width=(shown((knew - began).max(0.0)))
                height="12" fill="url(#hatch)" {}
            rect x=(shown(knew)) y=(shown(middle - 6.0)) width=(shown((RIGHT - knew).max(0.0)))
                height="12" fill="#c5dbe8" stroke="#12436D" stroke-width="1" {}
        }
    }
}

/// When the deciding agency came to know an item, in whole or in part.
fn known(row: &Row) -> Option<DateTime<Utc>> {
    let decides = row.marks.iter().filter(|mark| mark.decides && mark.came != Came::Held);
    decides.map(|mark| mark.at).min()
}

fn short(text: &str) -> String {
    if text.chars().count() <= CHARACTERS_MAX {
        return text.to_owned();
    }
    let cut: String = text.chars().take(CHARACTERS_MAX).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}

/// The first days of months, or of every few months, across the picture.
fn axis(scale: &Scale, bottom: f64) -> Markup {
    let mut days: Vec<NaiveDate> = Vec::new();
    let mut next = london_date(scale.first).with_day(1);
    let last = london_date(scale.last);
    while let Some(first) = next.filter(|it| *it <= last) {
        days.push(first);
        next = first.checked_add_months(Months::new(1));
    }
    let each = days.len().div_ceil(LINES_MAX).max(1);
    let lines = days.iter().step_by(each).filter(|it| start_of_day(**it) >= scale.first);
    html! {
        text x=(shown(LEFT)) y=(shown(bottom + 20.0)) class="candour-chart__axis" {
            (day(london_date(scale.first)))
        }
        @for first in lines {
            @let x = scale.x(start_of_day(*first));
            line x1=(shown(x)) x2=(shown(x)) y1=(shown(TOP)) y2=(shown(bottom)) stroke="#b1b4b6"
                stroke-dasharray="2 3" stroke-width="1" {}
            @if x > LEFT + 120.0 && x < RIGHT - 40.0 {
                text x=(shown(x)) y=(shown(bottom + 20.0)) text-anchor="middle"
                    class="candour-chart__axis" { (short_day(*first)) }
            }
        }
    }
}

/// Where the marks of a row stand: at their times, and beside each other where they would hide one.
fn placed<'a>(scale: &Scale, row: &'a Row) -> Vec<(f64, &'a Mark)> {
    let mut last = f64::MIN;
    let mut placed: Vec<(f64, &Mark)> = Vec::new();
    for mark in &row.marks {
        let x = scale.x(mark.at).max(last + MARK);
        last = x;
        placed.push((x, mark));
    }
    // What was pushed beyond the end goes back, and pushes those before it.
    let mut end = RIGHT + MARK / 2.0;
    for (x, _) in placed.iter_mut().rev() {
        *x = x.min(end);
        end = *x - MARK;
    }
    placed
}

fn marks(scale: &Scale, index: usize, row: &Row) -> Markup {
    let y = row_top(index) + ROW / 2.0;
    html! {
        @for (x, mark) in placed(scale, row) { (symbol(x, y, mark)) }
    }
}

/// A mark: filled for an agency's own record, ringed where it knew, dashed where it was told in part, and
/// square where it held it.
fn symbol(x: f64, y: f64, mark: &Mark) -> Markup {
    let (fill, ink) =
        if mark.came == Came::Own { ("#12436D", "#ffffff") } else { ("#ffffff", "#0b0c0c") };
    let dash = (mark.came == Came::InPart).then_some("3 2");
    html! {
        @if mark.came == Came::Held {
            rect x=(shown(x - 10.5)) y=(shown(y - 10.5)) width="21" height="21" fill=(fill)
                stroke="#12436D" stroke-width="2" {}
        } @else {
            circle cx=(shown(x)) cy=(shown(y)) r="11" fill=(fill) stroke="#12436D" stroke-width="2"
                stroke-dasharray=[dash] {}
        }
        text x=(shown(x)) y=(shown(y + 3.0)) text-anchor="middle" fill=(ink) font-weight="700"
            class="candour-chart__mark" { (mark.agency) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32) -> DateTime<Utc> {
        start_of_day(NaiveDate::from_ymd_opt(2026, 1, day).unwrap())
    }

    fn mark(agency: &str, day: u32, decides: bool, came: Came) -> Mark {
        Mark { agency: agency.to_owned(), decides, at: at(day), came }
    }

    fn row(marks: Vec<Mark>) -> Row {
        Row { label: "P1".to_owned(), text: "seen".to_owned(), marks }
    }

    #[test]
    fn no_mark_hides_another() {
        let marks = ["A", "B", "C", "D"].map(|name| mark(name, 31, false, Came::Knew));
        let row = row(marks.to_vec());
        let scale = Scale { first: at(1), last: at(31) };
        let places: Vec<f64> = placed(&scale, &row).iter().map(|it| it.0).collect();
        assert_eq!(places, [867.5, 892.5, 917.5, 942.5]);
    }

    #[test]
    fn the_hatch_ends_where_the_deciding_agency_knew() {
        let held = mark("CSC", 5, true, Came::Held);
        let knew = mark("CSC", 9, true, Came::InPart);
        let first = mark("P", 2, false, Came::Own);
        assert_eq!(known(&row(vec![first.clone(), held.clone()])), None);
        assert_eq!(known(&row(vec![first, held, knew])), Some(at(9)));
    }

    #[test]
    fn a_picture_of_nothing_is_none() {
        let chart = Chart { rows: Vec::new(), decisions: Vec::new(), decider: String::new() };
        assert_eq!(chart.markup().into_string(), "");
    }
}
