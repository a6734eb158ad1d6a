//! Carries an append out, with what is to go wrong with it.
//!
//! It goes on when the client no longer waits, as a server's own queue does: a client that gave up
//! learns nothing about whether it was written.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::asked::Append;
use super::{Caller, Service};
use crate::cluster::Cluster;
use crate::log::Appended;
use crate::mishap::{Mishap, Moment};
use crate::refusal::Trouble;

/// Why there is no answer to an append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// It was refused, or its outcome is not known.
    Trouble(Trouble),
    /// The connection is gone.
    Reset,
}

impl From<Trouble> for NoAnswer {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl Service {
    /// Carries an append out.
    pub(super) async fn carry_out(
        &self,
        caller: &Caller,
        append: Append,
    ) -> Result<Appended, NoAnswer> {
        self.may_write(caller)?;
        if let Some(calls) = self.cluster.calls.get(self.number) {
            calls.appends.fetch_add(1, Ordering::Relaxed);
        }
        let mishap = self.cluster.next_mishap();
        let cluster = Arc::clone(&self.cluster);
        let caller = caller.clone();
        let carried = async move { with_mishap(&cluster, &caller, append, mishap).await };
        match tokio::spawn(carried).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Trouble::NotReady.into()),
        }
    }
}

async fn with_mishap(
    cluster: &Cluster,
    caller: &Caller,
    append: Append,
    mishap: Option<Mishap>,
) -> Result<Appended, NoAnswer> {
    match mishap {
        None => commit(cluster, append),
        Some(Mishap::NotLeader) => {
            Err(Trouble::NotLeader(cluster.members().leader_address()).into())
        }
        Some(Mishap::NoLeader) => Err(Trouble::NotLeader(None).into()),
        Some(Mishap::NotReady) => Err(Trouble::NotReady.into()),
        Some(Mishap::TimesOut(Moment::Before)) => Err(Trouble::TimedOut.into()),
        Some(Mishap::TimesOut(Moment::After)) => {
            commit(cluster, append)?;
            Err(Trouble::TimedOut.into())
        }
        Some(Mishap::Reset(moment)) => {
            if moment == Moment::After {
                commit(cluster, append)?;
            }
            if let Some(cut) = &caller.cut {
                cut.cut();
            }
            Err(NoAnswer::Reset)
        }
        Some(Mishap::Slow(Moment::Before, delay)) => {
            tokio::time::sleep(delay).await;
            commit(cluster, append)
        }
        Some(Mishap::Slow(Moment::After, delay)) => {
            let appended = commit(cluster, append)?;
            tokio::time::sleep(delay).await;
            Ok(appended)
        }
    }
}

fn commit(cluster: &Cluster, append: Append) -> Result<Appended, NoAnswer> {
    let Append { stream, expected, proposals } = append;
    let now = cluster.clock.now_ticks();
    let appended = cluster.log().append(&stream, expected, proposals, now);
    let appended = appended.map_err(|refused| Trouble::refused(&stream, expected, refused))?;
    if appended.repeated {
        let place = cluster.place_of_repetition(appended.place);
        return Ok(Appended { place, ..appended });
    }
    cluster.announce();
    Ok(appended)
}
