//! What the sections of a dashboard are asked on, and what more than one of them needs: that is worked out
//! once, by whichever needs it first, while another that needs it waits.

use std::sync::{Arc, Mutex, PoisonError};

use super::agencies::Agencies;
use super::duty_tally::DutyTally;
use super::fgdm_steps::{Step, steps};
use super::{Lines, Period};
use crate::running::{KeepError, View};

/// What a section is asked on.
pub(super) struct Asking<'a> {
    /// The read models, at a moment.
    pub(super) view: &'a View,
    /// The time that is counted.
    pub(super) period: Period,
    /// Which lines are wanted of what has many.
    pub(super) lines: Lines,
    /// What other sections need as well.
    pub(super) shared: &'a Shared,
}

/// What more than one section of a dashboard needs.
#[derive(Default)]
pub(super) struct Shared {
    agencies: Once<Agencies>,
    duties: Once<DutyTally>,
    steps: Once<Vec<Step>>,
}

impl Asking<'_> {
    /// The agencies that there are.
    pub(super) fn agencies(&self) -> Result<Arc<Agencies>, KeepError> {
        self.shared.agencies.get(|| Agencies::of(self.view))
    }

    /// The duties that stand, counted.
    pub(super) fn duties(&self) -> Result<Arc<DutyTally>, KeepError> {
        self.shared.duties.get(|| DutyTally::of(self.view, self.period))
    }

    /// The steps of family group decision making in the time counted.
    pub(super) fn steps(&self) -> Result<Arc<Vec<Step>>, KeepError> {
        self.shared.steps.get(|| steps(self.view, self.period))
    }
}

/// What is worked out once.
struct Once<T>(Mutex<Option<Arc<T>>>);

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Once<T> {
    fn get(&self, work_out: impl FnOnce() -> Result<T, KeepError>) -> Result<Arc<T>, KeepError> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(there) = &*held {
            return Ok(Arc::clone(there));
        }
        let worked_out = Arc::new(work_out()?);
        *held = Some(Arc::clone(&worked_out));
        Ok(worked_out)
    }
}
