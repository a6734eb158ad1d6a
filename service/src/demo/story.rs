//! What happens in the demonstration: children's social care records its work as it is done, and in
//! June a review imports what seven agencies sent.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use candour_commands::{Action, Circumstances, Recorder, Request};
use candour_domain::agency::{AgencyEvent, AgencyRegistered};
use candour_domain::case::CaseEvent;
use candour_domain::case::allocation::{
    AllocationEvent, PractitionerAllocated, RecordAccess, Role,
};
use candour_domain::case::information::{AccountsDiffer, InformationEvent};
use candour_domain::case::oversight::{OversightEvent, SupervisionHeld};
use candour_domain::case::plan::{ActionCompleted, ActionSet, PlanEvent};
use candour_domain::case::record::{EntryCorrected, RecordEvent, Replacement};
use candour_domain::entry::{RecordClock, StreamId};
use candour_domain::envelope::{Audience, Envelope, Evidence, Origin, Source};
use candour_domain::event::Event;
use candour_domain::identifier::{AgencyId, CaseId, ChildId, EntryId, LedgerId, PractitionerId};
use candour_domain::ledger_stream::LedgerEvent;
use candour_domain::meeting::{Attendee, Grounds};
use candour_domain::party::{Actor, AgencyKind};
use candour_domain::practitioner::{PostTaken, PractitionerEvent, PractitionerRegistered};
use candour_domain::recorded::{Antecedent, Label, Recorded};
use candour_domain::text::Text;
use candour_domain::time::{When, london_minute};
use candour_interchange::ashdown::FILES;
use candour_ledger::{EventStore, ManualClock};
use candour_projections::ask::Ask;
use candour_projections::case_list::{Cases, FoundCase};
use candour_projections::casebook::{Casebook, Found, read_stream_entries};

use super::{Stage, moment};
use crate::edge::Edge;
use crate::exit::Fault;
use crate::open::{self, Operator};

/// Who keeps the demonstration's ledger.
const OWNER: &str = "Ashdown review";
/// The case that it is of.
const REFERENCE: &str = "ASH-1";

/// Refuses a ledger that is not the demonstration's.
pub(super) async fn is_told(directory: &Path) -> anyhow::Result<()> {
    let store = open::reading(Some(directory))?;
    let ledger = StreamId::Ledger(LedgerId::new(store.identity().id));
    let entries = read_stream_entries(&*store, ledger).await?.unwrap_or_default();
    let kept = entries.first().is_some_and(|entry| {
        let Event::Ledger(LedgerEvent::LedgerOpened(it)) = &entry.event else { return false };
        it.owner.as_str() == OWNER
    });
    let cases = Cases::load(&*store).await?.list(&Ask::everything(RecordClock::Ledger));
    let told = match cases.find(REFERENCE) {
        FoundCase::One(_) => kept,
        FoundCase::None | FoundCase::Ambiguous(_) => false,
    };
    if told {
        return Ok(());
    }
    let what = format!("the ledger in {} is not the demonstration's", directory.display());
    let next = "name a directory that is not there yet with --ledger; nothing was changed";
    Err(Fault::found(what).next(next).into())
}

/// Records the whole story.
pub(super) async fn record(stage: &mut Stage<'_>, clock: &ManualClock) -> anyhow::Result<()> {
    stage.say("The Ashdown family is invented, and so is everyone else here.\n")?;
    stage.say("3 February 2026. A ledger is opened, with the family's case.")?;
    let owner = Label::parse(OWNER)?;
    drop(open::create(stage.directory, &owner, stage.edge).await?);
    let files = lay_out(stage)?;
    stage.run(&["import", &files[0]]).await?;
    stage
        .say("\nFebruary and March 2026. Children's social care records its work as it is done.")?;
    live(stage.directory.into(), stage.edge, clock).await?;
    stage.say("\n30 June 2026. A review imports what the seven agencies sent.")?;
    clock.set(moment("2026-06-30T09:00:00Z")?);
    let mut import = vec!["import"];
    import.extend(files[1..].iter().map(String::as_str));
    stage.run(&import).await?;
    clock.set(moment("2026-07-01T09:30:00Z")?);
    noticed(stage.directory.into(), stage.edge).await?;
    stage.say("\n1 July 2026. The ledger is sealed: a checkpoint over all of it is signed.")?;
    stage.run(&["seal"]).await
}

/// Puts the agencies' files beside the ledger, for the reader to look at.
fn lay_out(stage: &Stage<'_>) -> anyhow::Result<Vec<String>> {
    let folder = stage.directory.join("files");
    std::fs::create_dir(&folder).with_context(|| {
        format!("making the folder {} for the agencies' files", folder.display())
    })?;
    let laid = FILES.iter().map(|(name, text)| {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
        Ok(path.display().to_string())
    });
    laid.collect()
}

/// Somebody of children's social care at work, on a case.
struct Desk<'a> {
    recorder: &'a Recorder,
    edge: &'a Edge,
    clock: &'a ManualClock,
    case: StreamId,
    children: Vec<ChildId>,
}

impl Desk<'_> {
    /// Records a fact of the case at a moment of the story; answers its entry.
    async fn at(&self, when: &str, by: &Actor, fact: CaseEvent) -> anyhow::Result<EntryId> {
        self.clock.set(moment(when)?);
        self.record(by, self.case, fact.into(), self.children.clone()).await
    }

    async fn record(
        &self,
        by: &Actor,
        stream: StreamId,
        proposed: Event,
        children: Vec<ChildId>,
    ) -> anyhow::Result<EntryId> {
        let author = *by.practitioner.value().context("somebody is at the desk")?;
        let now = self.edge.now();
        let envelope = Envelope {
            occurred: When::Minute(london_minute(now)),
            known: None,
            by: by.clone(),
            on_behalf_of: None,
            source: Source {
                origin: Recorded::Recorded(Origin::FirstHand),
                document: None,
                import: None,
            },
            evidence: Recorded::Recorded(Evidence::AtTheTime),
            status: Recorded::NotRecorded,
            children,
            about: Vec::new(),
            handling: Vec::new(),
            audience: Audience::Involved,
            basis: None,
            causation: None,
            correlation: None,
        };
        let id = self.edge.request();
        let actions = vec![Action { envelope, proposed }];
        let request = Request { id, author, agency: by.agency, stream, actions };
        self.recorder.record(request, Circumstances::at(now)).await?;
        Ok(EntryId::of_request(id, 0))
    }
}

/// What children's social care records as it is done.
async fn live(directory: PathBuf, edge: &Edge, clock: &ManualClock) -> anyhow::Result<()> {
    let store = open::writing(Some(&directory), edge)?;
    let operator = open::operator(&store).await?;
    let recorder = Recorder::new(Arc::clone(&store) as Arc<dyn EventStore>);
    let book = ashdown(&*store).await?;
    let children = book.directory.children_named("Mia");
    let case = StreamId::Case(book.case);
    let children = children.into_iter().chain(book.directory.children_named("Theo")).collect();
    let desk = Desk { recorder: &recorder, edge, clock, case, children };
    let (worker, manager) = staff(&desk, operator).await?;
    desk.at("2026-02-03T16:30:00Z", &manager, allocated(&worker)?).await?;
    work(&desk, &worker, &manager).await
}

/// An action is set, done, recorded wrongly and corrected, and looked at in supervision.
async fn work(desk: &Desk<'_>, worker: &Actor, manager: &Actor) -> anyhow::Result<()> {
    let set = desk.at("2026-03-17T10:05:00Z", manager, action(worker)?).await?;
    let done = |dates: &str| {
        CaseEvent::Plan(PlanEvent::ActionCompleted(ActionCompleted {
            action: Antecedent::Named(set),
            account: text(&format!("Mia seen alone at school on {dates}.")),
        }))
    };
    let first = desk.at("2026-03-27T16:10:00Z", worker, done("20 and 26 March")).await?;
    let correction = EntryCorrected {
        entry: first,
        replacement: Replacement {
            event: Box::new(done("20 and 27 March").into()),
            occurred: When::Minute(london_minute(moment("2026-03-27T16:10:00Z")?)),
            known: None,
            children: desk.children.clone(),
            about: Vec::new(),
            status: Recorded::NotRecorded,
            evidence: Recorded::Recorded(Evidence::AtTheTime),
        },
        reason: Text::new("The second visit was on the 27th: the diary shows it."),
    };
    let correction = CaseEvent::Record(RecordEvent::EntryCorrected(correction));
    desk.at("2026-03-30T08:15:00Z", worker, correction).await?;
    let supervision = CaseEvent::Oversight(OversightEvent::SupervisionHeld(SupervisionHeld {
        of: practitioner(worker)?,
        account: text("Weekly visits to Mia at school go on. Core group not yet held."),
        grounds: Grounds { considered: vec![first], ..Grounds::default() },
        next: chrono::NaiveDate::from_ymd_opt(2026, 4, 30),
    }));
    desk.at("2026-03-31T13:00:00Z", manager, supervision).await.map(drop)
}

/// Registers children's social care and its two practitioners; answers the worker and the manager.
async fn staff(desk: &Desk<'_>, operator: Operator) -> anyhow::Result<(Actor, Actor)> {
    let by = Actor {
        practitioner: Recorded::Recorded(operator.practitioner),
        post: Recorded::NotRecorded,
        unit: Recorded::NotRecorded,
        agency: operator.agency,
    };
    let agency = AgencyId::new(desk.edge.id());
    let registered = AgencyEvent::AgencyRegistered(AgencyRegistered {
        name: Label::parse("Children's social care")?,
        kind: Recorded::Recorded(AgencyKind::ChildrensSocialCare),
        category: Recorded::NotRecorded,
    });
    desk.record(&by, StreamId::Agency(agency), Event::Agency(registered), Vec::new()).await?;
    let mut actors = Vec::new();
    for (name, post) in [("L. Farrow", "Social worker"), ("N. Adeyemi", "Team manager")] {
        let id = PractitionerId::new(desk.edge.id());
        let post = Recorded::Recorded(Label::parse(post)?);
        let registered = PractitionerRegistered { name: Text::new(name), registration: None };
        let taken = PostTaken { agency, unit: Recorded::NotRecorded, post: post.clone() };
        let facts = [
            PractitionerEvent::PractitionerRegistered(registered),
            PractitionerEvent::PostTaken(taken),
        ];
        for fact in facts {
            let stream = StreamId::Practitioner(id);
            desk.record(&by, stream, Event::Practitioner(fact), Vec::new()).await?;
        }
        let practitioner = Recorded::Recorded(id);
        actors.push(Actor { practitioner, post, unit: Recorded::NotRecorded, agency });
    }
    let [worker, manager] = actors.try_into().ok().context("two practitioners are registered")?;
    Ok((worker, manager))
}

fn allocated(worker: &Actor) -> anyhow::Result<CaseEvent> {
    Ok(CaseEvent::Allocation(AllocationEvent::PractitionerAllocated(PractitionerAllocated {
        practitioner: practitioner(worker)?,
        agency: worker.agency,
        post: worker.post.clone(),
        role: Role::SocialWorker,
        record_access: Recorded::Recorded(RecordAccess::Whole),
        handed_over: Vec::new(),
    })))
}

fn action(worker: &Actor) -> anyhow::Result<CaseEvent> {
    Ok(CaseEvent::Plan(PlanEvent::ActionSet(ActionSet {
        action: Text::new("See Mia alone at school each week."),
        owner: Recorded::Recorded(Attendee::Practitioner {
            practitioner: practitioner(worker)?,
            agency: worker.agency,
        }),
        due: chrono::NaiveDate::from_ymd_opt(2026, 3, 30),
        plan: None,
    })))
}

fn practitioner(actor: &Actor) -> anyhow::Result<PractitionerId> {
    actor.practitioner.value().copied().context("somebody is at the desk")
}

fn text(words: &str) -> Recorded<Text> {
    Recorded::Recorded(Text::new(words))
}

/// A reader of the review notes what two agencies' rows leave open.
async fn noticed(directory: PathBuf, edge: &Edge) -> anyhow::Result<()> {
    let store = open::writing(Some(&directory), edge)?;
    let operator = open::operator(&store).await?;
    let recorder = Recorder::new(Arc::clone(&store) as Arc<dyn EventStore>);
    let book = ashdown(&*store).await?;
    let row = |reference: &str| match book.entry_by_reference(reference) {
        Found::One(entry) => Ok(entry.id),
        Found::None | Found::Ambiguous(_) => Err(anyhow::anyhow!("{reference} is not one row")),
    };
    let differ = CaseEvent::Information(InformationEvent::AccountsDiffer(AccountsDiffer {
        entries: vec![row("S2")?, row("C5")?],
        difference: Text::new(
            "The school has Mia absent on 4 February; on that day her mother said that she was at school.",
        ),
    }));
    let stream = StreamId::Case(book.case);
    open::record(&recorder, operator, (stream, differ.into()), edge).await.map(drop)
}

/// The case, read out of the ledger.
async fn ashdown(store: &dyn EventStore) -> anyhow::Result<Casebook> {
    let cases = Cases::load(store).await?;
    let case: CaseId = match cases.list(&Ask::everything(RecordClock::Ledger)).find(REFERENCE) {
        FoundCase::One(line) => line.case,
        FoundCase::None | FoundCase::Ambiguous(_) => {
            return Err(Fault::found("the ledger does not hold the case ASH-1").into());
        }
    };
    Casebook::load(store, case).await?.context("a case that is listed has entries")
}
