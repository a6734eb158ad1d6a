//! Entering what was shown in the ledger of accesses, which is opened for no longer than a batch takes, so that
//! whoever hands something out beside this server can write to it. What could not be entered is kept under the
//! identifier that it was asked under, and entered once.
//!
//! # Rules
//! - `what_was_shown_is_entered_in_the_streams_of_the_cases`: one request a case.
//! - `what_cannot_be_entered_waits`: and is entered when it can be, under the same request.

use std::sync::Arc;
use std::time::Duration;

use candour_commands::access::{Accesses as Batch, enter};
use tokio::runtime::Handle;
use tokio::sync::watch;

use super::{Batches, TAKEN_MAX};
use crate::access::{self, AccessSeals};
use crate::open;
use crate::server::Desk;
use crate::store::Store;

/// How often what was shown is entered.
const ENTERED_EVERY_MS: u64 = 1_000;

/// Why something that was shown is not entered.
#[derive(Debug, thiserror::Error)]
#[error(
    "what was shown could not be entered in the ledger of accesses, and waits: {accesses} accesses"
)]
pub(crate) struct NotEntered {
    accesses: usize,
    source: Box<dyn std::error::Error + Send + Sync>,
}

/// Enters what was shown, about each second, until the server stops. What waits then is for whoever ends it.
pub(crate) async fn each_second(desk: Arc<Desk>, mut stopping: watch::Receiver<bool>) {
    let every = Duration::from_millis(ENTERED_EVERY_MS);
    while tokio::time::timeout(every, stopping.wait_for(|it| *it)).await.is_err() {
        let (desk, here) = (Arc::clone(&desk), Handle::current());
        // It waits for a disk, as answers do.
        let entering = move || here.block_on(told(&desk));
        if tokio::task::spawn_blocking(entering).await.is_err() {
            return;
        }
    }
}

/// Enters what was shown; says in the log where that begins to fail, and where it goes again.
async fn told(desk: &Desk) {
    let entered = enter_waiting(desk).await;
    let mut batches = desk.accesses.batches.lock().await;
    match (&entered, batches.failing) {
        (Err(error), false) => {
            let cause = &error.source;
            tracing::error!(%error, %cause, "pages are shown until there is no room");
        }
        (Ok(()), true) => tracing::info!("what was shown is entered again"),
        (Err(_), true) | (Ok(()), false) => {}
    }
    batches.failing = entered.is_err();
}

/// Makes the ledger of accesses where there is none yet, and finds that it can be written to, before anything is
/// shown: whoever reads it meanwhile never finds it half made.
pub(crate) async fn prepare(desk: &Desk) -> Result<(), NotEntered> {
    let mut batches = desk.accesses.batches.lock().await;
    let opened = opened(desk, &mut batches).await;
    opened.map(drop).map_err(|error| not_entered(desk, error))
}

/// The ledger of accesses, open to be written to, and the first time no older copy of itself.
async fn opened(desk: &Desk, batches: &mut Batches) -> anyhow::Result<Arc<Store>> {
    let directory = &desk.models.directory;
    let keeper = open::operator(desk.store()).await?;
    let store = access::writing(directory, desk.store(), keeper, &desk.edge).await?;
    if !batches.checked {
        AccessSeals::of(directory, &store).await?;
        batches.checked = true;
    }
    Ok(store)
}

/// Enters all that waits, durable once this answers.
pub(crate) async fn enter_waiting(desk: &Desk) -> Result<(), NotEntered> {
    let mut batches = desk.accesses.batches.lock().await;
    desk.accesses.held().forget_old(desk.edge.now());
    loop {
        if batches.made.is_empty() {
            make(desk, &mut batches).await.map_err(|error| not_entered(desk, error))?;
        }
        if batches.made.is_empty() {
            return Ok(());
        }
        enter_made(desk, &mut batches).await.map_err(|error| not_entered(desk, error))?;
    }
}

fn not_entered(desk: &Desk, error: anyhow::Error) -> NotEntered {
    NotEntered { accesses: desk.accesses.waiting().accesses, source: error.into() }
}

/// Makes batches of what was shown first.
async fn make(desk: &Desk, batches: &mut Batches) -> anyhow::Result<()> {
    if desk.accesses.held().room.is_empty() {
        return Ok(());
    }
    let keeper = open::operator(desk.store()).await?;
    let taken = desk.accesses.held().taken(TAKEN_MAX);
    batches.made.extend(taken.into_iter().map(|(case, happened)| Batch {
        id: desk.edge.request(),
        author: keeper.practitioner,
        agency: keeper.agency,
        case,
        happened,
    }));
    Ok(())
}

/// Enters the batches that were made. Where one cannot be entered the others are all the same.
async fn enter_made(desk: &Desk, batches: &mut Batches) -> anyhow::Result<()> {
    let store = opened(desk, batches).await?;
    let mut failed = None;
    for batch in std::mem::take(&mut batches.made) {
        match enter(&*store, &batch).await {
            Ok(_) => desk.accesses.held().entered(batch.happened.len()),
            Err(error) => {
                failed.get_or_insert(error);
                batches.made.push_back(batch);
            }
        }
    }
    failed.map_or(Ok(()), |error| Err(error.into()))
}
