//! Sealing while more is recorded, as may go on for hours: whatever the work is (lines that come, files that
//! are imported, requests that are served), a checkpoint is signed each minute over what has come. A minute in
//! which nothing came is quiet. What is left when the work ends is for whoever seals at its end.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use candour_commands::sealing::{Sealing, Want};

use crate::command::{Global, When};
use crate::edge::Edge;
use crate::open;
use crate::output::Output;
use crate::sealing::{self, Seals};
use crate::store::Store;

/// How often what is recorded is sealed while more comes.
const SEALED_EVERY_SECONDS: u64 = 60;

/// Does some work to its end, and seals each minute meanwhile. The work waits while it is sealed.
pub(crate) async fn each_minute<T>(
    work: impl Future<Output = T>,
    mut seal: impl AsyncFnMut() -> anyhow::Result<()>,
) -> anyhow::Result<T> {
    let every = Duration::from_secs(SEALED_EVERY_SECONDS);
    tokio::pin!(work);
    loop {
        match tokio::time::timeout(every, &mut work).await {
            Ok(done) => return Ok(done),
            Err(_) => seal().await?,
        }
    }
}

/// Seals what one command records, while it records.
pub(crate) struct Minutes {
    directory: PathBuf,
    store: Arc<Store>,
    edge: Edge,
    draws: bool,
    seals: Option<Seals>,
    notes: Vec<String>,
}

impl Minutes {
    /// Those of a command that records to this ledger; nothing where it is to be sealed later.
    pub(crate) fn of(
        global: &Global,
        store: &Arc<Store>,
        (edge, output): (&Edge, &Output),
    ) -> anyhow::Result<Option<Self>> {
        if global.sealing != When::AtOnce {
            return Ok(None);
        }
        Ok(Some(Self {
            directory: open::directory(global.ledger.as_deref())?,
            store: Arc::clone(store),
            edge: edge.clone(),
            draws: output.draws_progress(),
            seals: None,
            notes: Vec::new(),
        }))
    }

    /// Does some work to its end, and seals each minute meanwhile where there are minutes to seal in.
    pub(crate) async fn during<T>(
        minutes: Option<Self>,
        work: impl Future<Output = anyhow::Result<T>>,
    ) -> anyhow::Result<(T, Vec<String>)> {
        let Some(mut minutes) = minutes else { return Ok((work.await?, Vec::new())) };
        let done = each_minute(work, async || Box::pin(minutes.seal()).await).await??;
        Ok((done, minutes.notes))
    }

    async fn seal(&mut self) -> anyhow::Result<()> {
        let Self { directory, store, edge, draws, seals, notes } = self;
        if seals.is_none() {
            *seals = Seals::open(directory, store, edge, *draws).await?;
        }
        let Some(seals) = seals else { return Ok(()) };
        if let Sealing::Sealed(made) = seals.seal(Want::WhereWorked, edge).await? {
            // What is so for hours is said once.
            notes.extend(sealing::missing(&made).filter(|note| !notes.contains(note)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
