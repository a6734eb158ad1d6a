//! The requests of an import, in the order in which they are recorded: first who and what the rows
//! name, then the rows, each after those that it names. Planning records nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use candour_commands::{Action, Request};
use candour_domain::entry::StreamId;
use candour_domain::envelope::{
    Audience, Document, Entered, Envelope, Handling, Import, Origin, Source,
};
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, PractitionerId};
use candour_domain::party::{Actor, Speaker};
use candour_domain::recorded::{Label, Recorded};

use super::caution::{Caution, Warning};
use super::directory::Directory;
use super::event::Builder;
use super::fault::{Fault, Place, Problem};
use super::files::Files;
use super::id::{Ids, Keys};
use super::identity;
use super::known::Known;
use super::link::{Linked, Links};
use super::mapping::Mapping;
use super::run::{Mode, OnChange};
use super::sequence;
use super::table::Sheet;

/// How files are imported.
pub struct Settings<'a> {
    /// What an agency's own headings and words stand for.
    pub mapping: &'a Mapping,
    /// Which sheet of a workbook is read.
    pub sheet: Sheet,
    /// Who imports.
    pub operator: PractitionerId,
    /// For which agency they import.
    pub agency: AgencyId,
    /// The day of the import, in London: when it became so that a case or a person is known here,
    /// since the files do not say since when they were known.
    pub imported_on: NaiveDate,
    /// The keys of identifiers.
    pub keys: &'a dyn Keys,
    /// What is recorded.
    pub mode: Mode,
    /// What is done about rows that have changed since they were imported.
    pub on_change: OnChange,
}

impl std::fmt::Debug for Settings<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings")
            .field("operator", &self.operator)
            .field("agency", &self.agency)
            .field("imported_on", &self.imported_on)
            .field("mode", &self.mode)
            .field("on_change", &self.on_change)
            .finish_non_exhaustive()
    }
}

/// A request of an import, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The request.
    pub request: Request,
    /// The row or list that it comes from, or where what it registers is named first.
    pub place: Place,
    /// The reference of the row, where it is one.
    pub reference: Option<String>,
    /// What it records.
    pub what: What,
}

/// What a request of an import records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// That an agency or practitioner exists, or that a case is opened or somebody is part of it.
    Named,
    /// What a list of people says of one of them.
    Listed,
    /// A row and what follows from it.
    Row,
}

/// What an import would record, and what is wrong with its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The requests, in order.
    pub requests: Vec<Planned>,
    /// How many rows each file has.
    pub read: BTreeMap<String, usize>,
    /// What is refused, and why.
    pub problems: Vec<Problem>,
    /// What could not be carried over as it is.
    pub warnings: Vec<Warning>,
}

/// Plans an import of files that have been read.
pub(crate) fn plan(files: Files, known: &Known, settings: &Settings<'_>) -> Plan {
    let Files { rows, people, read, mut problems, mut warnings, broken: mut unreadable } = files;
    let mut directory = Directory::new(Ids(settings.keys), known, settings.mapping);
    let mut listed = Vec::new();
    for person in people {
        match directory.list(&person) {
            Ok(()) => listed.push(person),
            Err(problem) => problems.push(problem),
        }
    }
    let mut sound = Vec::new();
    for row in rows {
        let faults = directory.row(&row);
        if faults.is_empty() {
            sound.push(row);
        } else {
            let names = (row.case_ref.to_string(), row.reference.to_string());
            unreadable.insert(names, row.at.place());
            problems.extend(faults);
        }
    }
    for row in &sound {
        let place = row.at.place();
        let cautions = sequence::cautions(row).into_iter();
        warnings.extend(cautions.map(|caution| Warning { place: place.clone(), caution }));
    }
    for member in directory.by_rows_alone() {
        let (place, name) = (member.place.clone(), member.name.clone());
        warnings.push(Warning { place, caution: Caution::ByRowsAlone { name } });
    }
    let mut links = Links::of(sound, &directory, known, &unreadable);
    links.follow();
    let order = links.ordered();
    let mut built = Vec::new();
    let mut refused: BTreeSet<usize> = BTreeSet::new();
    for at in order {
        if let Some(problem) = links.spoiled_by(at, &refused) {
            refused.insert(at);
            problems.push(problem);
            continue;
        }
        match row_request(&links, &links.rows[at], settings) {
            Ok((planned, mut cautions)) => {
                warnings.append(&mut cautions);
                built.push(planned);
            }
            Err(problem) => {
                refused.insert(at);
                problems.push(problem);
            }
        }
    }
    problems.append(&mut links.problems);
    warnings.append(&mut links.warnings);
    let (mut requests, mut cautions) = identity::requests(&directory, &listed, settings);
    warnings.append(&mut cautions);
    requests.append(&mut built);
    problems.sort_by(|one, other| one.place.cmp(&other.place));
    warnings.sort_by(|one, other| one.place.cmp(&other.place));
    Plan { requests, read, problems, warnings }
}

fn row_request(
    links: &Links<'_>,
    linked: &Linked,
    settings: &Settings<'_>,
) -> Result<(Planned, Vec<Warning>), Problem> {
    let row = &linked.row;
    let place = row.at.place();
    let file = Label::parse(&row.at.file).map_err(|error| Problem {
        place: Place::file(&row.at.file),
        fault: Fault::Label(error.to_string()),
    })?;
    let mut builder = Builder::new(links, linked);
    let event = builder.event()?;
    let import = |entered| Import {
        file: file.clone(),
        row: row.at.number,
        reference: row.reference.clone(),
        entered,
    };
    let said_by = row.said_by.as_deref().map(|name| builder.speaker(name));
    let protected = matches!(said_by, Some(Speaker::Protected(_)));
    let handling = if protected { vec![Handling::SourceIdentity] } else { Vec::new() };
    let source = Source {
        origin: said_by.map(Origin::ToldBy).into(),
        document: row.document.clone().map(|reference| Document {
            reference,
            page: None,
            digest: None,
        }),
        import: Some(import(row.entered.map_or(Entered::NotStated, Entered::Stated))),
    };
    let own = Envelope { source, handling, ..envelope(builder.author(), row.occurred) };
    let about =
        |envelope| Envelope { children: builder.children(), about: builder.persons(), ..envelope };
    let mut actions = vec![Action { envelope: about(own), proposed: Event::Case(event) }];
    let steps = Builder::steps(&mut builder);
    for step in steps {
        let entered = row.entered.map_or(Entered::NotStated, Entered::RowStated);
        let own = Envelope {
            source: Source { import: Some(import(entered)), ..Source::default() },
            causation: Some(linked.entry()),
            children: actions[0].envelope.children.clone(),
            about: actions[0].envelope.about.clone(),
            ..envelope(step.by, step.occurred)
        };
        actions.push(Action { envelope: own, proposed: Event::Case(step.event) });
    }
    let request = Request {
        id: linked.request,
        author: settings.operator,
        agency: settings.agency,
        stream: StreamId::Case(linked.case),
        actions,
    };
    let reference = Some(row.reference.to_string());
    Ok((Planned { request, place, reference, what: What::Row }, builder.warnings))
}

/// An envelope that says who and when, and leaves the rest as not recorded.
pub(crate) fn envelope(by: Actor, occurred: candour_domain::time::When) -> Envelope {
    Envelope {
        occurred,
        known: None,
        by,
        on_behalf_of: None,
        source: Source::default(),
        evidence: Recorded::NotRecorded,
        status: Recorded::NotRecorded,
        children: Vec::new(),
        about: Vec::new(),
        handling: Vec::new(),
        audience: Audience::Involved,
        basis: None,
        causation: None,
        correlation: None,
    }
}
