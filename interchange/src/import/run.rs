//! An import from beginning to end: read, plan, compare with what the ledger holds, rehearse, record.
//!
//! # Rules
//! - `the_same_row_again_adds_nothing`: whatever its file is called and wherever it stands in it.
//! - `a_changed_row_is_reported_and_corrected_only_when_asked`.
//! - `where_anything_is_refused_nothing_is_recorded_unless_asked_for`.
//! - `a_dry_run_reports_all_and_records_nothing`.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;

use candour_commands::{InTurn, RecordError, Request};
use candour_domain::entry::{Entry, StreamId};
use candour_domain::reference::{Reference, references};

use super::compare::{ByRequest, Difference, Stands, by_request, stands};
use super::correction::corrected;
use super::fault::Place;
use super::files::Files;
use super::id::Ids;
use super::known::Known;
use super::plan::{Plan, Planned, Settings};
use super::recording::{Doing, Done};
use super::report::{ChangeDone, Changed, ImportResult, Report};
use super::schedule::{self, Group};
use super::table::SourceFile;
use super::unused;

/// The ledger as an import meets it.
pub trait Target: Sync {
    /// Why a stream could not be read.
    type Failure: Send;

    /// The entries of a stream, in order; none where there is no such stream.
    fn entries(
        &self,
        stream: StreamId,
    ) -> impl Future<Output = Result<Vec<Entry>, Self::Failure>> + Send;

    /// Decides requests of one stream in turn as if they were recorded, and remembers them for those
    /// that follow.
    fn rehearse(&self, requests: Vec<Request>) -> impl Future<Output = InTurn> + Send;

    /// Records requests of one stream in turn. It is asked for several streams at once.
    fn record(&self, requests: Vec<Request>) -> impl Future<Output = InTurn> + Send;
}

/// What is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Nothing; the report says what would be.
    DryRun,
    /// Everything, or nothing where anything is refused.
    AllOrNothing,
    /// All that is not refused.
    Partial,
}

/// What is done about rows that have changed since they were imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnChange {
    /// They are reported.
    Report,
    /// They are corrected, and reported.
    Correct,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Requests done.
    pub done: usize,
    /// Requests to do.
    pub of: usize,
}

/// What an import is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Comparing with what the ledger holds.
    Comparing,
    /// Deciding what would be recorded.
    Rehearsing,
    /// Recording.
    Recording,
}

/// Why an import could not be finished.
#[derive(Debug, thiserror::Error)]
pub enum ImportFailure<F> {
    /// The ledger could not be read; nothing was recorded.
    #[error("the ledger could not be read; nothing was recorded")]
    NotRead(F),
    /// A row could not be recorded for a reason that is not the row's. Others were: import again, and
    /// only what is missing is recorded.
    #[error("{place} could not be recorded; import the files again to record what is missing")]
    NotRecorded {
        /// The row.
        place: Place,
        /// Why.
        #[source]
        source: RecordError,
    },
}

/// Imports files into a ledger.
///
/// `known` is what the ledger holds under identifiers that an import does not derive itself; what
/// earlier imports recorded is found without it.
///
/// # Errors
/// If the ledger cannot be read or written. What is wrong with the files is in the report.
pub async fn import<T: Target>(
    files: &[SourceFile],
    known: Known,
    settings: &Settings<'_>,
    ledger: &T,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Report, ImportFailure<T::Failure>> {
    let files = Files::read(files, settings.mapping, &settings.sheet);
    let mut held = Held { ledger, streams: BTreeMap::new() };
    let known = held.learn(&files, known, settings).await?;
    let plan = super::plan::plan(files, &known, settings);
    let result = match settings.mode {
        Mode::DryRun => ImportResult::DryRun,
        Mode::AllOrNothing | Mode::Partial => ImportResult::Recorded,
    };
    let mut report = Report::on(&plan, result);
    let mut work = held.compare(&plan, settings, &mut report, progress).await?;
    unused::leave_out(&mut work, &mut report);
    let steps = schedule::steps(work.iter().map(|planned| &planned.request));
    if settings.mode != Mode::Partial {
        let mut doing = Doing::new(Stage::Rehearsing, &work, progress);
        let requests = |group: &Group| requests_of(&work, group);
        doing.all(&steps, |group| ledger.rehearse(requests(group))).await?;
        let rehearsed = doing.report(&mut report);
        match (settings.mode, report.refused()) {
            (Mode::DryRun, true) => return Ok(report),
            (Mode::DryRun, false) => {
                for done in &rehearsed {
                    done.count(&mut report);
                }
                return Ok(report);
            }
            (Mode::AllOrNothing | Mode::Partial, true) => {
                report.result = ImportResult::NothingRecorded;
                return Ok(report);
            }
            (Mode::AllOrNothing | Mode::Partial, false) => {}
        }
    }
    let mut doing = Doing::new(Stage::Recording, &work, progress);
    let requests = |group: &Group| requests_of(&work, group);
    doing.all(&steps, |group| ledger.record(requests(group))).await?;
    for done in doing.report(&mut report) {
        done.count(&mut report);
    }
    report.corrected();
    Ok(report)
}

fn requests_of(work: &[Planned], group: &Group) -> Vec<Request> {
    let planned = group.iter().filter_map(|place| work.get(*place));
    planned.map(|planned| planned.request.clone()).collect()
}

/// What the ledger holds, stream by stream, read once.
struct Held<'a, T: Target> {
    ledger: &'a T,
    streams: BTreeMap<StreamId, Vec<Entry>>,
}

impl<T: Target> Held<'_, T> {
    async fn stream(&mut self, stream: StreamId) -> Result<&[Entry], ImportFailure<T::Failure>> {
        if !self.streams.contains_key(&stream) {
            let read = self.ledger.entries(stream).await.map_err(ImportFailure::NotRead)?;
            self.streams.insert(stream, read);
        }
        Ok(self.streams.get(&stream).map_or(&[], Vec::as_slice))
    }

    /// Takes in what the ledger holds of the cases that the files are about, and of whoever and
    /// whatever their entries name.
    async fn learn(
        &mut self,
        files: &Files,
        mut known: Known,
        settings: &Settings<'_>,
    ) -> Result<Known, ImportFailure<T::Failure>> {
        let mut named = BTreeSet::new();
        for case_ref in files.case_refs() {
            let derived = Ids(settings.keys).case(&case_ref);
            let case = known.cases.get(&case_ref).copied().unwrap_or(derived);
            for entry in self.stream(StreamId::Case(case)).await? {
                known.learn(entry);
                named.extend(references(&entry.event));
                named.extend(references(&entry.envelope));
            }
        }
        for reference in named {
            let stream = match reference {
                Reference::Child(id) => StreamId::Child(id),
                Reference::Person(id) => StreamId::Person(id),
                Reference::Agency(id) => StreamId::Agency(id),
                Reference::Practitioner(id) => StreamId::Practitioner(id),
                Reference::Case(_) | Reference::Team(_) | Reference::Entry(_) => continue,
            };
            for entry in self.stream(stream).await? {
                known.learn(entry);
            }
        }
        Ok(known)
    }

    /// What is to be recorded of a plan: what is not there yet, and the corrections asked for.
    async fn compare(
        &mut self,
        plan: &Plan,
        settings: &Settings<'_>,
        report: &mut Report,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Vec<Planned>, ImportFailure<T::Failure>> {
        let mut work = Vec::new();
        let of = plan.requests.len();
        for planned in &plan.requests {
            self.stream(planned.request.stream).await?;
        }
        let held: BTreeMap<StreamId, ByRequest<'_>> =
            self.streams.iter().map(|(stream, entries)| (*stream, by_request(entries))).collect();
        let nothing = ByRequest::new();
        for (done, planned) in plan.requests.iter().enumerate() {
            progress(Progress { stage: Stage::Comparing, done, of });
            let entries = held.get(&planned.request.stream).unwrap_or(&nothing);
            match stands(planned, entries) {
                Stands::New => work.push(planned.clone()),
                Stands::Same(already) => {
                    let (file, what) = (planned.place.file.clone(), planned.what);
                    Done { file, what, recorded: 0, already }.count(report);
                }
                Stands::Changed(difference) => {
                    let correct = settings.on_change == OnChange::Correct
                        && !difference.correctable.is_empty();
                    if correct {
                        work.push(corrected(planned, &difference, entries, settings));
                    }
                    if let Some(file) = report.file(&planned.place.file) {
                        file.changed.push(changed(planned, difference, settings.on_change));
                    }
                }
            }
        }
        Ok(work)
    }
}

fn changed(planned: &Planned, difference: Difference, on_change: OnChange) -> Changed {
    let Difference { entry, correctable: _, columns, by_hand, latest: _ } = difference;
    let done = match (on_change, columns.is_empty(), by_hand.is_empty()) {
        (OnChange::Report, ..) => ChangeDone::Reported,
        (OnChange::Correct, true, _) => ChangeDone::ByHand,
        (OnChange::Correct, false, true) => ChangeDone::WouldBeCorrected,
        (OnChange::Correct, false, false) => ChangeDone::WouldBePartlyCorrected(by_hand.clone()),
    };
    let columns = columns.into_iter().chain(by_hand).collect();
    let (place, reference) = (planned.place.clone(), planned.reference.clone());
    Changed { place, reference, entry, columns, done }
}
