//! The requests of an import decided, or recorded: stream beside stream, each stream in turn, and what
//! came of each request told in the order of the plan.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};

use candour_commands::{InTurn, Outcome, RecordError, Refusal};

use super::fault::{Fault, Place, Problem};
use super::plan::{Planned, What};
use super::report::Report;
use super::run::{ImportFailure, Progress, Stage};
use super::schedule::Group;
use super::side_by_side::side_by_side;

/// How many streams are written to at once.
pub const AT_ONCE_MAX: usize = 32;

/// What came of one request.
pub(super) struct Done {
    pub(super) file: String,
    pub(super) what: What,
    pub(super) recorded: usize,
    pub(super) already: usize,
}

impl Done {
    fn of(place: &Place, what: What, (recorded, already): (usize, usize)) -> Self {
        Self { file: place.file.clone(), what, recorded, already }
    }

    pub(super) fn count(&self, report: &mut Report) {
        let counts = match (self.what, report.file(&self.file)) {
            (What::Row | What::Listed, Some(file)) => &mut file.entries,
            (What::Named, _) | (_, None) => &mut report.named,
        };
        counts.recorded += self.recorded;
        counts.already += self.already;
    }
}

/// Requests that are being decided or recorded.
pub(super) struct Doing<'a> {
    stage: Stage,
    work: &'a [Planned],
    progress: &'a mut (dyn FnMut(Progress) + Send),
    /// How many entries each request was recorded as, and how many were there already; in its order.
    came: Vec<Option<Result<(usize, usize), Refusal>>>,
}

impl<'a> Doing<'a> {
    pub(super) fn new(
        stage: Stage,
        work: &'a [Planned],
        progress: &'a mut (dyn FnMut(Progress) + Send),
    ) -> Self {
        progress(Progress { stage, done: 0, of: work.len() });
        Self { stage, work, progress, came: work.iter().map(|_| None).collect() }
    }

    /// Does all of it, step by step. Where the ledger fails, those that were begun are waited for, and
    /// no others are begun.
    pub(super) async fn all<F: Future<Output = InTurn>, E>(
        &mut self,
        steps: &[Vec<Group>],
        one: impl Fn(&Group) -> F,
    ) -> Result<(), ImportFailure<E>> {
        let (stage, of) = (self.stage, self.work.len());
        let mut done = 0;
        for groups in steps {
            let mut failed: Option<(Option<usize>, RecordError)> = None;
            let stopped = AtomicBool::new(false);
            let begun = groups.iter().take_while(|_| !stopped.load(Ordering::Relaxed)).map(&one);
            side_by_side(begun, AT_ONCE_MAX, |place, turn| {
                let Some(group) = groups.get(place) else { return };
                let at = group.get(turn.outcomes.len()).copied();
                for (place, outcome) in group.iter().zip(turn.outcomes) {
                    if let Some(came) = self.came.get_mut(*place) {
                        *came = Some(outcome.map(|outcome| counted(&outcome)));
                    }
                }
                if let Some(error) = turn.failed {
                    stopped.store(true, Ordering::Relaxed);
                    if failed.as_ref().is_none_or(|(first, _)| at < *first) {
                        failed = Some((at, error));
                    }
                }
                done += group.len();
                (self.progress)(Progress { stage, done, of });
            })
            .await;
            if let Some((at, source)) = failed {
                let place = at.and_then(|at| self.work.get(at)).map(|it| it.place.clone());
                let place = place.unwrap_or_else(|| Place::file("the files"));
                return Err(ImportFailure::NotRecorded { place, source });
            }
        }
        Ok(())
    }

    /// Tells of what was refused, and gives what came of the others.
    pub(super) fn report(self, report: &mut Report) -> Vec<Done> {
        let mut all = Vec::with_capacity(self.work.len());
        for (planned, came) in self.work.iter().zip(self.came) {
            let place = &planned.place;
            match came {
                Some(Ok(counts)) => all.push(Done::of(place, planned.what, counts)),
                Some(Err(refusal)) => {
                    let fault = Fault::Refused(refusal.to_string());
                    report.refuse(Problem { place: place.clone(), fault });
                }
                None => {}
            }
        }
        all
    }
}

fn counted(outcome: &Outcome) -> (usize, usize) {
    match outcome {
        Outcome::Recorded(entries) => (entries.len(), 0),
        Outcome::AlreadySo(entries) => (0, entries.len()),
    }
}
