//! `candour serve`: the pages of a ledger, served to this machine, until told to stop. What is recorded
//! meanwhile is sealed each minute.
//!
//! It is served to this machine alone: real sign-in is not built yet, and whoever reaches these pages can
//! be anybody whom the ledger knows.

use std::error::Error;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::store::Store;
use candour_commands::sealing::{Sealing, Want};
use clap::Args;
use serde::Serialize;
use tokio::net::TcpListener;

use super::{Global, Ran};
use crate::access::AccessSeals;
use crate::drafts::{DAYS_KEPT, Drafts};
use crate::edge::Edge;
use crate::exit::{Exit, Fault};
use crate::minutes::each_minute;
use crate::models::Models;
use crate::output::Output;
use crate::sealing::{self, Seals};
use crate::server::accesses;
use crate::server::connections::{self, told_to_stop};
use crate::server::desk::Writes;
use crate::server::guards::guarded;
use crate::server::limits::LIMITS;
use crate::server::{Desk, Served};
use crate::{api, hand_over, open, web};

const EXAMPLES: &str = "\
Examples:
  candour serve --ledger ./candour-demo
  candour serve --ledger ./candour-demo --port 8080 --read-only

Open the address that is printed in a browser on this computer. It stops on SIGINT (Ctrl+C) and SIGTERM,
after what is under way. While it runs nobody else records to the ledger, unless it is told --read-only.";

/// Where the pages are served unless another port is named.
pub(crate) const PORT: u16 = 2026;

/// The arguments of `candour serve`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Serve {
    /// The port to listen on; with 0 the system chooses one
    #[arg(long, value_name = "N", default_value_t = PORT)]
    port: u16,
    /// The address to listen on: one of this computer's own, since nobody is asked for a password yet
    #[arg(long, value_name = "A", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// Record nothing, so that another process can
    #[arg(long)]
    read_only: bool,
    /// How many requests a second each address may make, in the long run
    #[arg(long, value_name = "N", default_value_t = LIMITS.requests_per_second)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    requests_per_second: u32,
    /// For how many days a draft of a form is kept after it was last saved
    #[arg(long, value_name = "N", default_value_t = DAYS_KEPT)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=365))]
    drafts_kept_days: u32,
}

#[derive(Serialize)]
struct Listening {
    listening: String,
    dressed: bool,
}

impl Serve {
    /// Serving as it is without arguments.
    pub(crate) fn usual() -> Self {
        Self {
            port: PORT,
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            read_only: false,
            requests_per_second: LIMITS.requests_per_second,
            drafts_kept_days: DAYS_KEPT,
        }
    }

    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        let directory = open::directory(global.ledger.as_deref())?;
        let folder = models(global, &directory);
        self.serve(&directory, &folder, edge, output).await
    }

    /// Serves the ledger of a directory until told to stop.
    pub(crate) async fn serve(
        self,
        directory: &Path,
        models: &Path,
        edge: &Edge,
        output: &mut Output,
    ) -> Ran {
        if !self.address.is_loopback() {
            let what = format!("{} is not an address of this computer alone", self.address);
            return Err(Fault::wrong_use(what)
                .next("name 127.0.0.1 or ::1: these pages ask nobody for a password yet")
                .into());
        }
        let stop = told_to_stop().map_err(|error| {
            Fault::unreadable("the signals to stop cannot be waited for").because(error)
        })?;
        let (store, writes) = self.opened(directory, edge)?;
        let seals = match writes {
            Writes::Here => Seals::open(directory, &store, edge, output.draws_progress()).await?,
            Writes::Elsewhere => None,
        };
        let drafts = self.drafts(directory, writes, output)?;
        let desk = Desk::of(directory, store, (models, edge.clone()), writes);
        let desk = desk.sealed_by(seals).keeping(drafts);
        if let Err(error) = accesses::prepare(&desk).await {
            tracing::error!(%error, "nothing that is shown can be put on record");
            let cause = error.source().map(|it| format!(": {it}")).unwrap_or_default();
            output.note(&format!(
                "note: what is shown cannot be put on record{cause}; pages are shown until \
                 there is no room for what waits"
            ))?;
        }
        let limits = crate::server::limits::Limits {
            requests_per_second: self.requests_per_second,
            ..LIMITS
        };
        let served = Served::at(desk, limits);
        let pages = web::routes(served.clone()).merge(api::routes(served.clone()));
        let routes = api::told(guarded(pages, &served));
        let listener = self.listening(output).await?;
        tokio::spawn(served.clone().prepare());
        let stopped = async {
            stop.await;
            served.stop();
        };
        let serving = connections::serve(listener, routes, limits.connections, stopped);
        let each = async || {
            erase_old_drafts(served.desk());
            seal(&served, output).await
        };
        let entering = accesses::each_second(Arc::clone(served.desk()), served.stopping());
        let entering = tokio::spawn(entering);
        each_minute(serving, each).await?;
        entering.await?;
        let entered = accesses::enter_waiting(served.desk()).await;
        seal(&served, output).await?;
        entered.map_err(|error| {
            Fault::unreadable("what was shown last is not on record").because(error)
        })?;
        output.note("stopped")?;
        Ok(Exit::Fine)
    }

    /// What keeps drafts, where this process records. Without it the ledger is served all the same.
    fn drafts(
        &self,
        directory: &Path,
        writes: Writes,
        output: &mut Output,
    ) -> anyhow::Result<Option<Drafts>> {
        if writes == Writes::Elsewhere {
            return Ok(None);
        }
        match Drafts::open(directory, self.drafts_kept_days) {
            Ok(drafts) => Ok(Some(drafts)),
            Err(error) => {
                tracing::error!(%error, "drafts cannot be kept");
                output.note(&format!(
                    "note: {error}, so nothing can be recorded by the pages' forms; move the file \
                     drafts.sqlite out of the ledger's folder to begin a new one"
                ))?;
                Ok(None)
            }
        }
    }

    fn opened(&self, directory: &Path, edge: &Edge) -> Result<(Arc<Store>, Writes), Fault> {
        if self.read_only {
            // What is shown is put on record beside the ledger.
            hand_over::refuse_closed(directory)?;
            return Ok((open::reading(Some(directory))?, Writes::Elsewhere));
        }
        Ok((open::writing(Some(directory), edge)?, Writes::Here))
    }

    /// Listens, and says where.
    async fn listening(&self, output: &mut Output) -> anyhow::Result<TcpListener> {
        let wanted = SocketAddr::new(self.address, self.port);
        let failed = |error: io::Error| {
            Fault::unreadable(format!("nothing can listen on {wanted}"))
                .because(error)
                .next("name another port with --port; with --port 0 the system chooses one")
        };
        let listener = TcpListener::bind(wanted).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let dressed = candour_web::asset::dressed();
        let listening = Listening { listening: format!("http://{address}"), dressed };
        if output.json {
            output.json(&listening)?;
        } else {
            output.line(&format!(
                "Open {} in a browser on this computer. Ctrl+C stops it.",
                listening.listening
            ))?;
        }
        if !dressed {
            output.note(
                "note: this program was built without npm, so its pages are plain; build it again \
                 where npm is to have them dressed",
            )?;
        }
        output.flush()?;
        Ok(listener)
    }
}

/// Erases the drafts that are older than drafts are kept.
fn erase_old_drafts(desk: &Desk) {
    let Some(drafts) = &desk.drafts else { return };
    if let Err(error) = drafts.erase_old(desk.edge.now()) {
        tracing::error!(%error, "old drafts were not erased");
    }
}

/// Seals what was recorded, where the ledger is sealed here.
async fn seal(served: &Served, output: &mut Output) -> anyhow::Result<()> {
    let desk = served.desk();
    let mut seals = desk.seals.lock().await;
    let Some(seals) = seals.as_mut() else { return Ok(()) };
    if let Sealing::Sealed(made) = seals.seal(Want::WhereWorked, &desk.edge).await? {
        sealing::missing(&made).map_or(Ok(()), |note| output.note(&note))?;
    }
    // What was shown is sealed as well; where it cannot be, that is no reason to stop.
    match seal_accesses(desk, seals).await {
        Ok(note) => note.map_or(Ok(()), |note| output.note(&note))?,
        Err(error) => {
            output.note(&format!("note: the ledger of accesses was not sealed: {error:#}"))?;
        }
    }
    Ok(())
}

async fn seal_accesses(desk: &Desk, seals: &Seals) -> anyhow::Result<Option<String>> {
    let opened = AccessSeals::open(&desk.models.directory, &desk.edge).await?;
    let Some(mut accesses) = opened else { return Ok(None) };
    accesses.seal(seals.sealer().policy(), &desk.edge).await
}

/// The folder of the read models of a ledger, where none is named.
pub(crate) fn models(global: &Global, directory: &Path) -> PathBuf {
    global.models.clone().unwrap_or_else(|| Models::usual_folder(directory))
}
