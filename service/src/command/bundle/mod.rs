//! `candour bundle` and `candour exports`: the record of a case in one file for a named reader, entered in
//! the ledger of accesses before anybody has it, and what was handed out so far.

mod entering;
mod leaves;

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use candour_commands::sealing::{Sealing, Want};
use candour_domain::case::access::ExportAudience;
use candour_domain::entry::{Entry, RecordClock};
use candour_domain::identifier::{CaseId, ChildId};
use candour_domain::recorded::Label;
use candour_domain::text::Text;
use candour_domain::time::london_date;
use candour_interchange::bundle::{
    BUNDLE_BYTES_MAX, LastSealed, Made, MadeBy, OwnEntries, Reader, SealedLedger, Wanted, make,
};
use candour_ledger::{EventStore, Position, keep_private};
use candour_projections::ask::Ask;
use candour_projections::roll::Registered;
use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Global, Ran, When};
use crate::edge::Edge;
use crate::exit::{Exit, Fault};
use crate::models::Models;
use crate::name::{self, Names};
use crate::open::{self, Operator};
use crate::output::Output;
use crate::question::{self, Answered, Asked, Notes, Question};
use crate::sealing::{self, Seals};
use crate::store::Store;
use crate::{access, show};

const EXAMPLES: &str = "\
Examples:
  candour bundle ASH-1 --for panel --output ashdown.json
  candour bundle ASH-1 --for subject --child Mia --to \"Solicitors for the child\" --output mia.json
  candour bundle ASH-1 --for auditor > ashdown.json

One file with the entries of the case, of its children and of the people that it names, each with its proof,
and what is withheld from this reader as a leaf with a reason. `candour verify-bundle` checks it where there
is no ledger. The ledger is sealed first, where no other process holds it. That the bundle was made is
entered in the ledger of accesses before the file is written; `candour exports` lists them.";

/// For whom a bundle is made, as it is named on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AudienceName {
    /// A panel that reviews a case by statute
    Panel,
    /// A court that has the case before it
    Court,
    /// A child whose record it is, or who acts for them
    Subject,
    /// Whoever checks that the record is whole: structure and order, no personal text
    Auditor,
}

impl From<AudienceName> for ExportAudience {
    fn from(name: AudienceName) -> Self {
        match name {
            AudienceName::Panel => Self::Panel,
            AudienceName::Court => Self::Court,
            AudienceName::Subject => Self::Subject,
            AudienceName::Auditor => Self::Auditor,
        }
    }
}

/// The arguments of `candour bundle`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct BundleOf {
    #[command(flatten)]
    ordered: Ordered,
    /// The file to write; - is standard output
    #[arg(long, short, value_name = "FILE|-", default_value = "-")]
    output: PathBuf,
    /// Write over a file that exists
    #[arg(long)]
    force: bool,
}

/// Which bundle is wanted.
#[derive(Debug, Args)]
pub(crate) struct Ordered {
    /// The case
    #[arg(value_name = "CASE")]
    case: String,
    /// For whom: it decides what is withheld
    #[arg(long = "for", value_name = "READER", value_enum)]
    audience: AudienceName,
    /// Whose record it is, for a subject
    #[arg(long, value_name = "CHILD", required_if_eq("audience", "subject"))]
    child: Option<String>,
    /// The office, panel or court that gets it; never a person's name
    #[arg(long, value_name = "LABEL")]
    to: Option<String>,
    /// What for
    #[arg(long, value_name = "TEXT")]
    purpose: Option<String>,
}

/// A bundle that is entered, and so may be handed out.
pub(crate) struct Entered {
    /// The bundle.
    pub(crate) made: Made,
    /// The entry that says so, in the ledger of accesses.
    pub(crate) entry: Entry,
    /// Up to where it goes.
    sealed: LastSealed,
    /// What is to be said of sealing the ledger of accesses.
    pub(crate) note: Option<String>,
}

/// What was made, as `--json` prints it.
#[derive(Serialize)]
struct MadeBundle<'a> {
    written: String,
    bytes: usize,
    #[serde(flatten)]
    export: &'a candour_domain::case::access::ExportMade,
    /// Up to which entry the bundle is complete.
    complete_to: u64,
    /// The entry that says so, in the ledger of accesses.
    entered: uuid::Uuid,
}

impl Ordered {
    /// Makes it up to the last seal, and enters that it was made, durable before this answers.
    pub(crate) async fn enter(
        &self,
        models: &Models,
        edge: &Edge,
        sealing: When,
    ) -> anyhow::Result<Entered> {
        let Models { directory, store, .. } = models;
        let operator = open::operator(store).await?;
        let wanted = self.wanted(models, operator, edge).await?;
        let own = OwnEntries::read(&**store).await?.ok_or_else(not_sealed)?;
        let sealed = leaves::last_sealed(directory, store, &own).await?;
        let sealed = sealed.ok_or_else(not_sealed)?;
        let made = made(directory, store, (&own, &sealed), wanted).await?;
        if made.text.len() > BUNDLE_BYTES_MAX {
            return Err(Fault::found("the case is too large for one bundle").into());
        }
        let entered =
            entering::entered((directory, store), operator, (&made, edge), sealing).await?;
        let (entry, note) = entered;
        Ok(Entered { made, entry, sealed, note })
    }

    async fn wanted(
        &self,
        models: &Models,
        operator: Operator,
        edge: &Edge,
    ) -> anyhow::Result<Wanted> {
        let ask = Ask::everything(RecordClock::Ledger);
        let case: CaseId = name::case(models, &self.case, &ask).await?;
        let child: Option<ChildId> = match &self.child {
            Some(given) => {
                Some(Names::of_all(models, Registered::Children, &ask).await?.child(given)?)
            }
            None => None,
        };
        let made_for = self.to.as_deref().map(Label::parse).transpose().map_err(|error| {
            Fault::wrong_use("the name of whoever gets it cannot be used").because(error)
        })?;
        let made_at = edge.now();
        Ok(Wanted {
            case,
            reader: Reader {
                audience: self.audience.into(),
                subject: child,
                on: london_date(made_at),
            },
            made_for,
            purpose: self.purpose.as_deref().map(Text::new),
            made_by: MadeBy { practitioner: operator.practitioner, agency: operator.agency },
            made_at,
        })
    }
}

impl BundleOf {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        self.admit()?;
        let directory = open::directory(global.ledger.as_deref())?;
        seal_first(&directory, global, edge, output).await?;
        let models = Models::of(global, output)?;
        let entered = self.ordered.enter(&models, edge, global.sealing).await?;
        entered.note.as_ref().map_or(Ok(()), |note| output.note(note))?;
        tell_behind(&models.store, &entered.sealed, output).await?;
        self.hand_out(&entered, output)
    }

    /// Refuses what could not be handed out, before anything is entered.
    fn admit(&self) -> Result<(), Fault> {
        if self.output.as_os_str() == "-" {
            if io::stdout().is_terminal() {
                return Err(Fault::wrong_use("a bundle is not for a screen")
                    .next("name a file with --output, or send it on"));
            }
            return Ok(());
        }
        if self.output.exists() && !self.force {
            let what = format!("there is a file {} already", self.output.display());
            return Err(Fault::found(what).next("name another file, or write over it with --force"));
        }
        Ok(())
    }

    /// Writes the file, now that it is entered.
    fn hand_out(&self, entered: &Entered, output: &mut Output) -> Ran {
        let Entered { made, entry, sealed, note: _ } = entered;
        if self.output.as_os_str() == "-" {
            output.banner()?;
            output.data().write_all(made.text.as_bytes())?;
            return Ok(Exit::Fine);
        }
        let written = std::path::absolute(&self.output)
            .and_then(|absolute| keep_private(&absolute, &made.text));
        written.map_err(|error| {
            Fault::unreadable(format!("{} could not be written", self.output.display()))
                .because(error)
                .next("check that the directory exists and that there is room in it. That the bundle was \
                       made is entered all the same")
        })?;
        let file = self.output.display().to_string();
        if output.json {
            output.json(&MadeBundle {
                written: file,
                bytes: made.text.len(),
                export: &made.export,
                complete_to: sealed.heads_size,
                entered: entry.id.uuid(),
            })?;
            return Ok(Exit::Fine);
        }
        show::bundle::made(&made.export, &file, sealed.heads_size, output)?;
        Ok(Exit::Fine)
    }
}

fn not_sealed() -> Fault {
    Fault::found("the ledger was never sealed, so nothing in it can be proved")
        .next("`candour seal` signs a checkpoint")
}

/// Seals the ledger where this can be done here and now.
async fn seal_first(
    directory: &Path,
    global: &Global,
    edge: &Edge,
    output: &mut Output,
) -> anyhow::Result<()> {
    if global.sealing != When::AtOnce {
        return Ok(());
    }
    let Ok(store) = open::writing(Some(directory), edge) else {
        return Ok(output.note("note: the ledger is not sealed now; another process may hold it")?);
    };
    if let Some(mut seals) = Seals::open(directory, &store, edge, output.draws_progress()).await?
        && let Sealing::Sealed(sealed) = seals.seal(Want::WhereWorked, edge).await?
    {
        sealing::missing(&sealed).map_or(Ok(()), |note| output.note(&note))?;
    }
    Ok(())
}

async fn made(
    directory: &Path,
    store: &Store,
    (own, sealed): (&OwnEntries, &LastSealed),
    wanted: Wanted,
) -> anyhow::Result<Made> {
    let (mut heads, leaves) = leaves::up_to(directory, store, sealed).await?;
    let ledger = SealedLedger { store, own, sealed, leaves: &leaves };
    Ok(make(ledger, &mut heads, wanted).await?)
}

/// Says up to when a bundle goes, where more was recorded since.
async fn tell_behind(
    store: &Store,
    sealed: &LastSealed,
    output: &mut Output,
) -> anyhow::Result<()> {
    let head = store.head().await?.map_or(0, Position::number);
    let size = sealed.checkpoint.claim().head.size;
    // The anchor of the checkpoint stands behind it.
    if head <= size + 1 {
        return Ok(());
    }
    let after = candour_ledger::After::from_number(sealed.heads_size.saturating_sub(1));
    let last = store.read_all(after, 1).await?;
    let when = last.first().map(|record| show::words::moment(record.recorded_at));
    Ok(output.note(&format!(
        "note: the bundle goes up to entry #{}, recorded at {}; the ledger has {head}",
        sealed.heads_size,
        when.unwrap_or_default(),
    ))?)
}

const EXPORTS: &str = "\
Examples:
  candour exports ASH-1
  candour exports ASH-1 --json

Every bundle of the case that was made: when, for whom, what was withheld, and the digest of the file, by
which one that turns up can be told. They stand in the ledger of accesses, in the folder `access` of the
ledger's directory.";

/// The arguments of `candour exports`.
#[derive(Debug, Args)]
#[command(after_help = EXPORTS)]
pub(crate) struct ExportsOf {
    /// The case
    #[arg(value_name = "CASE")]
    case: String,
}

/// The exports of a case, as `--json` prints them.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Exports {
    case: CaseId,
    exports: Vec<OneExport>,
}

/// A bundle that was made.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ExportOfCase")]
pub(crate) struct OneExport {
    /// When it was entered.
    at: chrono::DateTime<chrono::Utc>,
    /// Who made it.
    by: uuid::Uuid,
    /// The entry in the ledger of accesses.
    entry: uuid::Uuid,
    #[serde(flatten)]
    export: candour_domain::case::access::ExportMade,
}

impl ExportsOf {
    pub(crate) async fn run(self, global: &Global, edge: &Edge, output: &mut Output) -> Ran {
        let show = |it: &Exports, output: &mut Output| {
            let made = it.exports.iter().map(|it| (it.at, &it.export));
            show::bundle::exports(made, output)
        };
        question::run(&self, global, (edge, output), show).await
    }
}

impl Question for ExportsOf {
    type Answer<'a> = Exports;

    async fn answer<N: Notes>(
        &self,
        Asked { models, notes, .. }: Asked<'_, N>,
        take: impl FnOnce(Answered<Exports>, &mut N) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let case = name::case(models, &self.case, &Ask::everything(RecordClock::Ledger)).await?;
        let exports = access::exports(&models.directory, case).await?;
        let exports = exports.into_iter().map(|it| OneExport {
            at: it.entry.recorded_at,
            by: it.entry.author.uuid(),
            entry: it.entry.id.uuid(),
            export: it.made,
        });
        let answer = Exports { case, exports: exports.collect() };
        let title = format!("Bundles made of case {}", self.case);
        let answered = Answered { title, ..Answered::plain(answer) };
        Ok(take(answered, notes)?)
    }
}
