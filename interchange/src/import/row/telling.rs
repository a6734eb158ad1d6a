//! What a row says of others: later remarks, who was told and what became of it, who attended, who
//! was seen.

use candour_domain::meeting::Extent;
use candour_domain::recorded::Label;
use candour_domain::time::When;

use super::cells::Cells;
use super::{Group, Note, Told};
use crate::import::cell::{self, Dated};
use crate::import::column::Column;
use crate::import::fault::Fault;
use crate::import::kind::Kind;
use crate::import::name::tidy;

impl Cells<'_> {
    pub(super) fn note(&mut self) -> Option<Note> {
        let words = self.owned(Column::Note);
        let on = self.day(Column::NoteOn);
        let by = self.text(Column::NoteBy).map(tidy);
        match (words, on) {
            (Some(words), Some(on)) => return Some(Note { words, by, on }),
            (Some(_), None) => {
                if self.text(Column::NoteOn).is_none() {
                    self.refuse(Column::NoteOn, Fault::EmptyCell);
                }
            }
            (None, Some(_)) => self.refuse(Column::NoteOn, Fault::NothingSaid("note")),
            (None, None) => {
                if by.is_some() {
                    self.refuse(Column::NoteBy, Fault::NothingSaid("note"));
                }
            }
        }
        None
    }

    pub(super) fn told(&mut self, kind: Option<Kind>) -> Vec<Told> {
        let agencies = self.list(Column::ToldAgency);
        let told = agencies.len();
        let person = self.aligned(Column::ToldPerson, told);
        let on = self.aligned_days(Column::ToldOn, told);
        let received = self.aligned_days(Column::ReceivedOn, told);
        let read = self.aligned_days(Column::ReadOn, told);
        let extent = self.aligned(Column::Extent, told);
        let mut all = Vec::new();
        for (at, agency) in agencies.iter().enumerate() {
            let of = |list: &[Option<When>]| list.get(at).copied().flatten();
            let is_the_row = at == 0
                && matches!(kind, Some(Kind::Disclosure | Kind::InformationRequested) | None);
            if of(&on).is_none() && !is_the_row && self.text(Column::ToldOn).is_none() {
                self.refuse(Column::ToldOn, Fault::EmptyCell);
            }
            let extent = extent.get(at).cloned().flatten().and_then(|word| self.extent(&word));
            let Some(agency) = self.keep(Column::ToldAgency, named_agency(&tidy(agency))) else {
                continue;
            };
            let person = person.get(at).cloned().flatten().map(|name| tidy(&name));
            let (on, received, read) = (of(&on), of(&received), of(&read));
            all.push(Told { agency, person, on, received, read, extent });
        }
        all
    }

    fn extent(&mut self, word: &str) -> Option<Extent> {
        let found = match word.to_lowercase().as_str() {
            "whole" => Ok(Extent::Whole),
            "part" => Ok(Extent::Part),
            "gist" => Ok(Extent::Gist),
            "existence" => Ok(Extent::Existence),
            _ => Err(Fault::NotOneOf {
                given: cell::shown(word),
                known: "whole, part, gist, existence",
            }),
        };
        self.keep(Column::Extent, found)
    }

    /// A list that belongs to the agencies told: one value for each, or one for all, or none.
    fn aligned(&mut self, column: Column, told: usize) -> Vec<Option<String>> {
        let Some(text) = self.text(column) else { return vec![None; told] };
        let Some(values) = self.keep(column, cell::places(text)) else { return vec![None; told] };
        if told == 0 {
            self.refuse(column, Fault::NobodyTold);
            return Vec::new();
        }
        match values.as_slice() {
            [one] => vec![one.clone(); told],
            all if all.len() == told => values,
            all => {
                self.refuse(column, Fault::ListsDiffer { values: all.len(), told });
                vec![None; told]
            }
        }
    }

    fn aligned_days(&mut self, column: Column, told: usize) -> Vec<Option<When>> {
        let mut days = Vec::new();
        for value in self.aligned(column, told) {
            let day = value.and_then(|text| {
                let read = cell::dated(&text, &self.layout.mapping.dates).and_then(Dated::when);
                self.keep(column, read)
            });
            days.push(day);
        }
        days
    }

    pub(super) fn attended(&mut self) -> Vec<Group> {
        let groups = self.list(Column::Attended);
        let group = |text: &String| match text.split_once(':') {
            Some((name, people)) => Group {
                name: tidy(name),
                people: people.split(',').map(tidy).filter(|name| !name.is_empty()).collect(),
                is_agency: true,
            },
            None => Group { name: tidy(text), people: Vec::new(), is_agency: false },
        };
        let groups: Vec<Group> = groups.iter().map(group).collect();
        for group in groups.iter().filter(|group| group.is_agency) {
            self.keep(Column::Attended, named_agency(&group.name));
        }
        groups
    }

    pub(super) fn seen(&mut self) -> Vec<(String, String)> {
        let mut sights = Vec::new();
        for text in self.list(Column::Seen) {
            if let Some((child, how)) = text.split_once('=') {
                sights.push((tidy(child), tidy(how)));
            } else {
                let as_in = "Theo=seen, alone; Mia=not seen";
                self.refuse(Column::Seen, Fault::Unread { given: cell::shown(&text), as_in });
            }
        }
        sights
    }
}

/// The name of an agency, which has to do as a label.
pub(super) fn named_agency(name: &str) -> Result<String, Fault> {
    Label::parse(name).map(String::from).map_err(|error| Fault::Label(error.to_string()))
}
