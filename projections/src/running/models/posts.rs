//! The posts that practitioners hold. The team of a practitioner, on a dashboard, is the unit of the
//! post that they hold: there is no other record of who works where. A multi-agency team's members
//! keep the posts of their own agencies, and stand in [`super::teams`].
//!
//! # Rules
//! - `a_post_is_held_until_it_is_left`: the post of that agency that the leaving names; where it names
//!   no unit or no post, every one of the agency that it may mean.

use candour_domain::effective::Effective;
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::practitioner::{PostLeft, PostTaken, PractitionerEvent};
use candour_domain::recorded::{Label, Recorded};

use super::super::model::{Group, Model, Scene};
use super::super::packed::Packed;
use super::super::table::{Cell, Kind, Row, Table, column};
use super::cells::latest;
use crate::shape::in_order_of_latest;

/// The posts that practitioners hold.
pub(in super::super) struct Posts;

pub(crate) static POST: Table = Table {
    name: "post",
    view: "posts",
    about: "That a practitioner, whose stream it is, holds a post.",
    columns: &[
        column("agency", Kind::Identity, "In which agency."),
        column("unit", Kind::Text, "In which unit: the practitioner's team."),
        column("post", Kind::Text, "Which post."),
    ],
    packed: Some(&Packed {
        columns: &["recorded_from", "recorded_until", "true_from", "true_until", "agency", "unit"],
        left_out: None,
    }),
    indexes: &[&["unit", "recorded_until"]],
};

impl Model for Posts {
    fn name(&self) -> &'static str {
        "posts"
    }

    fn version(&self) -> u32 {
        2
    }

    fn tables(&self) -> &'static [&'static Table] {
        static TABLES: [&Table; 1] = [&POST];
        &TABLES
    }

    fn groups(&self, entry: &Effective<'_>, groups: &mut Vec<Group>) {
        if of_a_post(entry).is_some() {
            groups.push(Group::Stream);
        }
    }

    fn rows(
        &self,
        _group: Group,
        entries: &[Effective<'_>],
        _scene: &Scene<'_>,
        rows: &mut Vec<Row>,
    ) {
        let mut entries = entries.to_vec();
        in_order_of_latest(&mut entries);
        let mut held: Vec<(&PostTaken, Row)> = Vec::new();
        for entry in &entries {
            match of_a_post(entry) {
                Some(Said::Taken(it)) => held.push((it, taken(it, entry))),
                Some(Said::Left(left)) => {
                    let meant = held.iter_mut().filter(|(it, row)| {
                        row.true_until.is_none() && left.agency == it.agency && means(left, it)
                    });
                    for (_, row) in meant {
                        row.true_until = Some(latest(entry));
                    }
                }
                None => {}
            }
        }
        rows.extend(held.into_iter().map(|(_, row)| row));
    }
}

/// What an entry says of a post.
enum Said<'a> {
    Taken(&'a PostTaken),
    Left(&'a PostLeft),
}

fn of_a_post<'a>(entry: &Effective<'a>) -> Option<Said<'a>> {
    let Event::Practitioner(event) = entry.event() else { return None };
    match event {
        PractitionerEvent::PostTaken(it) => Some(Said::Taken(it)),
        PractitionerEvent::PostLeft(it) => Some(Said::Left(it)),
        PractitionerEvent::PractitionerRegistered(_) | PractitionerEvent::Record(_) => None,
    }
}

/// Whether a leaving may mean a post of the same agency.
fn means(left: &PostLeft, taken: &PostTaken) -> bool {
    let may_be = |left: &Recorded<Label>, taken: &Recorded<Label>| {
        left.value().is_none() || left.value() == taken.value()
    };
    may_be(&left.unit, &taken.unit) && may_be(&left.post, &taken.post)
}

fn taken(it: &PostTaken, entry: &Effective<'_>) -> Row {
    let words = |label: &Recorded<Label>| {
        Cell::or_nothing(label.value(), |label| Cell::Text(label.to_string()))
    };
    Row {
        table: &POST,
        entry: entry.entry.position,
        true_from: latest(entry),
        true_until: None,
        cells: vec![Cell::Identity(StreamId::Agency(it.agency)), words(&it.unit), words(&it.post)],
    }
}
