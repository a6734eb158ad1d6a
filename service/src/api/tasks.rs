//! What takes longer than a request may: it is begun by one request and asked after by others. It is done in this
//! process, and forgotten with it.
//!
//! # Rules
//! - `a_task_is_begun_once_and_asked_after`: a second one waits until the first has ended.
//! - `no_more_tasks_are_remembered_than_the_limit`.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use tokio::runtime::Handle;
use uuid::Uuid;

use super::problem::{Kind, Problem};
use super::proving::marked;
use crate::server::Desk;

/// How many tasks of a kind are remembered at most.
const TASKS_MAX: usize = 16;

/// A task.
#[derive(Serialize, JsonSchema, Clone)]
#[schemars(rename = "TaskOf_{T}")]
pub(crate) struct Task<T> {
    id: Uuid,
    state: TaskState,
    began: DateTime<Utc>,
    ended: Option<DateTime<Utc>>,
    /// What came of it, where it is done.
    found: Option<T>,
}

/// How far a task has come.
#[derive(Serialize, JsonSchema, Debug, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TaskState {
    /// It is under way.
    Running,
    /// It is done.
    Done,
    /// The ledger could not be read or written.
    Failed,
}

/// The tasks of a kind that were begun, the last of them last.
pub(crate) struct Tasks<T> {
    /// Where they stand, before their identifiers.
    place: &'static str,
    /// What one does.
    does: &'static str,
    begun: Mutex<VecDeque<Task<T>>>,
}

impl<T: Serialize + Clone + Send + 'static> Tasks<T> {
    /// None yet, of a kind that is asked after there.
    pub(crate) fn at(place: &'static str, does: &'static str) -> Arc<Self> {
        Arc::new(Self { place, does, begun: Mutex::default() })
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, VecDeque<Task<T>>> {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins one, unless one is under way.
    fn begin(&self, id: Uuid, began: DateTime<Utc>) -> Result<Task<T>, Uuid> {
        let mut all = self.locked();
        if let Some(running) = all.iter().find(|it| it.state == TaskState::Running) {
            return Err(running.id);
        }
        while all.len() >= TASKS_MAX {
            all.pop_front();
        }
        let task = Task { id, state: TaskState::Running, began, ended: None, found: None };
        all.push_back(task.clone());
        Ok(task)
    }

    fn end(&self, id: Uuid, ended: DateTime<Utc>, found: Option<T>) {
        if let Some(task) = self.locked().iter_mut().find(|it| it.id == id) {
            task.state = if found.is_some() { TaskState::Done } else { TaskState::Failed };
            task.ended = Some(ended);
            task.found = found;
        }
    }

    fn known(&self, id: Uuid) -> Option<Task<T>> {
        self.locked().iter().find(|it| it.id == id).cloned()
    }

    /// The task of an identifier.
    pub(crate) fn get(&self, id: Uuid) -> Result<Task<T>, Problem> {
        self.known(id).ok_or_else(|| {
            Problem::of(Kind::NotFound, "there is no such task")
                .next(format!("POST {} begins one; the last are remembered", self.place))
        })
    }

    /// Begins one, off the threads that take requests, and answers where to ask after it.
    pub(crate) fn set_about<W>(
        self: &Arc<Self>,
        desk: Arc<Desk>,
        work: W,
    ) -> Result<Response, Problem>
    where
        W: AsyncFnOnce(&Desk) -> anyhow::Result<T> + Send + 'static,
    {
        let task = self.begin(desk.edge.id(), desk.edge.now()).map_err(|running| {
            Problem::of(Kind::Conflict, format!("this server {} already", self.does))
                .next(format!("ask after it at {}/{running}", self.place))
        })?;
        let (id, tasks, here) = (task.id, Arc::clone(self), Handle::current());
        tokio::task::spawn_blocking(move || {
            let found = here.block_on(work(&desk)).inspect_err(|error| {
                let does = tasks.does;
                tracing::error!(error = format!("{error:#}"), does, "a task failed");
            });
            tasks.end(id, desk.edge.now(), found.ok());
        });
        let answer = marked(StatusCode::ACCEPTED, &task)?;
        Ok(([(LOCATION, format!("{}/{id}", self.place))], answer).into_response())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + second, 0).unwrap()
    }

    #[test]
    fn a_task_is_begun_once_and_asked_after() {
        let tasks: Arc<Tasks<u8>> = Tasks::at("/tasks", "counts");
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(tasks.begin(one, at(0)).map(|it| it.state), Ok(TaskState::Running));
        assert_eq!(tasks.begin(other, at(1)).map(|it| it.id), Err(one));
        tasks.end(one, at(2), None);
        let ended = tasks.known(one).map(|it| (it.state, it.began, it.ended, it.found));
        assert_eq!(ended, Some((TaskState::Failed, at(0), Some(at(2)), None)));
        assert_eq!(tasks.begin(other, at(3)).map(|it| it.id), Ok(other));
        tasks.end(other, at(4), Some(7));
        let ended = tasks.known(other).map(|it| (it.state, it.ended, it.found));
        assert_eq!(ended, Some((TaskState::Done, Some(at(4)), Some(7))));
        let unknown = tasks.get(Uuid::from_u128(3)).map(|it| it.id);
        let problem = Problem::of(Kind::NotFound, "there is no such task")
            .next("POST /tasks begins one; the last are remembered");
        assert_eq!(unknown, Err(problem));
    }

    #[test]
    fn no_more_tasks_are_remembered_than_the_limit() {
        let tasks: Arc<Tasks<u8>> = Tasks::at("/tasks", "counts");
        for number in 0..=TASKS_MAX as u128 {
            let id = Uuid::from_u128(number);
            assert_eq!(tasks.begin(id, at(0)).map(|it| it.id), Ok(id));
            tasks.end(id, at(1), None);
        }
        assert_eq!(tasks.locked().len(), TASKS_MAX);
        assert_eq!(tasks.known(Uuid::from_u128(0)).map(|it| it.id), None);
    }
}
