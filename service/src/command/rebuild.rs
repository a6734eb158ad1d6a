//! `candour rebuild`: makes the read models anew from the ledger, all of them or some, while the
//! earlier ones go on serving.
//!
//! # Rules
//! - `an_unknown_model_is_answered_with_those_that_there_are`.
//! - `a_rebuild_that_is_interrupted_loses_nothing`: the earlier read models go on serving.

use candour_projections::running::{AskedOn, KeepError, KeptUp};
use chrono::TimeDelta;
use clap::Args;
use serde::Serialize;

use super::{Global, Ran};
use crate::edge::Edge;
use crate::exit::{Exit, Fault};
use crate::models::Models;
use crate::nearest::nearest;
use crate::output::Output;
use crate::show::progress::Progress;

const EXAMPLES: &str = "\
Examples:
  candour rebuild
  candour rebuild duties names
  candour rebuild --models ./elsewhere --json

The read models are what `candour dashboard`, `worklist` and `search` ask. They are kept up to date by
whoever asks them, and can be thrown away at any time: this makes them anew.";

/// The arguments of `candour rebuild`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Rebuild {
    /// The read models to make anew [default: all of them]
    #[arg(value_name = "MODEL")]
    names: Vec<String>,
}

#[derive(Serialize)]
struct Rebuilt {
    folder: String,
    models: Vec<String>,
    up_to_position: u64,
    took_ms: i64,
    entries_per_second: u64,
}

impl Rebuild {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        let models = Models::of(global, output)?;
        let began = edge.now();
        let made = self.make(&models, edge, output).await?;
        let took = edge.now() - began;
        let up_to_position = made.up_to.unwrap_or_default();
        let rebuilt = Rebuilt {
            folder: models.folder(),
            models: self.names,
            up_to_position,
            took_ms: took.num_milliseconds(),
            entries_per_second: per_second(up_to_position, took),
        };
        if output.json {
            output.json(&rebuilt)?;
        } else {
            show(&rebuilt, output)?;
        }
        Ok(Exit::Fine)
    }

    /// Makes them anew, unless somebody interrupts.
    async fn make(&self, models: &Models, edge: &Edge, output: &Output) -> anyhow::Result<KeptUp> {
        let progress = Progress::new("rebuilding", 0, output.draws_progress());
        let rebuilding = models.rebuild(&self.names, |done, total| {
            progress.of(total);
            progress.at(done);
        });
        let made = tokio::select! {
            made = rebuilding => made.map_err(|error| fault(error, models)),
            listened = tokio::signal::ctrl_c() => {
                listened?;
                Err(interrupted(models, edge))
            }
        };
        progress.done();
        Ok(made?)
    }
}

/// What is told of a rebuild that somebody interrupted.
fn interrupted(models: &Models, edge: &Edge) -> Fault {
    let earlier = models.as_they_are(AskedOn { at: edge.now(), on_record: None });
    let stands = match earlier {
        Ok(Some(view)) => format!("the earlier read models, up to entry #{}, serve", view.up_to()),
        Ok(None) | Err(_) => "there were none before".to_owned(),
    };
    Fault::found("the rebuild was interrupted")
        .because(format!("nothing is lost: {stands}"))
        .next("run `candour rebuild` again")
}

fn fault(error: KeepError, models: &Models) -> Fault {
    match error {
        KeepError::NoSuchModel { name, known } => {
            let near = nearest(&name, known.split(", "));
            let next = match near.as_slice() {
                [] => format!("there are: {known}"),
                near => format!("did you mean {}? There are: {known}", near.join(" or ")),
            };
            Fault::wrong_use(format!("there is no read model '{name}'")).next(next)
        }
        KeepError::BeingMade => Fault::unreadable("the read models were not made anew")
            .because(error)
            .next("wait until it has ended; what it makes is the same"),
        KeepError::Folder { .. }
        | KeepError::File { .. }
        | KeepError::Damaged { .. }
        | KeepError::Ledger(_)
        | KeepError::Load(_)
        | KeepError::Calendar(_)
        | KeepError::Stream { .. }
        | KeepError::OfAnotherFile
        | KeepError::CutShort => {
            let what = format!("the read models in {} were not made anew", models.folder());
            let next = "check the folder and the room on its disk, or name another with --models; \
                        the ledger was only read";
            Fault::unreadable(what).because(error).next(next)
        }
    }
}

/// How many entries a second were read.
fn per_second(entries: u64, took: TimeDelta) -> u64 {
    let took_ms = u64::try_from(took.num_milliseconds()).unwrap_or_default().max(1);
    entries.saturating_mul(1_000) / took_ms
}

fn show(rebuilt: &Rebuilt, output: &mut Output) -> std::io::Result<()> {
    let which = match rebuilt.models.as_slice() {
        [] => "All read models were".to_owned(),
        [one] => format!("The read model {one} was"),
        several => format!("The read models {} were", several.join(", ")),
    };
    output.heading(&format!("{which} made anew, up to entry #{}", rebuilt.up_to_position), "")?;
    let seconds = format!("{}.{:02}", rebuilt.took_ms / 1_000, rebuilt.took_ms % 1_000 / 10);
    output.line(&format!("took  {seconds} s, {} entries a second", rebuilt.entries_per_second))?;
    output.line(&format!("in    {}", rebuilt.folder))
}
