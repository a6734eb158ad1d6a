//! How long each question of who knew what takes, on a long case: once the case is loaded and prepared,
//! and from the disk.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use candour_domain::calendar::Calendar;
use candour_domain::entry::RecordClock;
use candour_domain::identifier::EntryId;
use candour_ledger::EmbeddedStore;
use candour_projections::ask::Ask;
use candour_projections::casebook::Casebook;
use candour_projections::knowledge::{Knowledge, Lateness, Scope, Watershed, Whose};
use chrono::{DateTime, Utc};

use crate::figure::{Figure, Reach};
use crate::history::History;
use crate::ledgers::{LONG_CASE, LONG_CASE_ENTRIES};
use crate::measure::{Done, Times, timed};
use crate::population::{agency, case, practitioner};

/// How often each question is asked of the loaded case.
const ASKED: u64 = 400;
/// How often the case is read from the disk for each question.
const LOADED: u64 = 25;
/// An answer of the loaded case comes before this.
const LOADED_REACH: Reach = Reach::Under(Duration::from_millis(1));
/// An answer from the disk comes before this.
const DISK_REACH: Reach = Reach::Under(Duration::from_millis(20));

/// The questions, by their names.
const QUESTIONS: [&str; 6] =
    ["who_knew", "known_to", "matrix", "context_of", "gaps", "late_records"];

/// Every figure of asking.
pub(crate) async fn figures(directory: &Path) -> Done<Vec<Figure>> {
    let store = EmbeddedStore::open_read_only(directory)?;
    let asker = Asker::new()?;
    let book = load(&store).await?;
    let mut figures = Vec::new();
    let mut preparing = Times::default();
    for round in 0..LOADED {
        let start = Instant::now();
        black_box(Knowledge::of(&book, asker.ask(round)));
        preparing.add(start.elapsed());
    }
    figures.push(Figure::p99("preparing a case of 3,000 entries", &preparing, Reach::Reported));
    let knowledge = Knowledge::of(&book, asker.ask(0));
    for question in QUESTIONS {
        let mut times = Times::default();
        for round in 0..ASKED {
            // What was involved and not told is asked of the case as it stood then.
            let then = (question == "gaps").then(|| asker.as_it_stood(&book, round));
            let knowledge = then.as_ref().unwrap_or(&knowledge);
            let start = Instant::now();
            asker.put(question, knowledge, round);
            times.add(start.elapsed());
        }
        figures.push(Figure::p99(&format!("{question}, the case loaded"), &times, LOADED_REACH));
    }
    for question in QUESTIONS {
        let mut times = Times::default();
        for round in 0..LOADED {
            let (time, answered) = timed(async {
                let book = load(&store).await?;
                let knowledge = match question {
                    "gaps" => asker.as_it_stood(&book, round),
                    _ => Knowledge::of(&book, asker.ask(round)),
                };
                asker.put(question, &knowledge, round);
                Done::Ok(())
            })
            .await;
            answered?;
            times.add(time);
        }
        figures.push(Figure::p99(&format!("{question}, from the disk"), &times, DISK_REACH));
    }
    Ok(figures)
}

async fn load(store: &EmbeddedStore) -> Done<Casebook> {
    let book = Casebook::load(store, case(LONG_CASE)).await?;
    book.ok_or_else(|| "the long case is not in the ledger".into())
}

/// Whoever asks, each time about something else.
struct Asker {
    history: History,
    lateness: Lateness,
}

impl Asker {
    fn new() -> Done<Self> {
        let history = History::of(LONG_CASE, LONG_CASE_ENTRIES);
        Ok(Self { history, lateness: Lateness::usual(Calendar::england_and_wales()?) })
    }

    /// A place in the later half of the case.
    fn place(round: u64) -> u64 {
        LONG_CASE_ENTRIES / 2 + round * 7 % (LONG_CASE_ENTRIES / 2)
    }

    fn at(&self, round: u64) -> DateTime<Utc> {
        self.history.at(Self::place(round))
    }

    fn ask(&self, round: u64) -> Ask {
        let everything = Ask::everything(RecordClock::Ledger);
        if round == 0 { everything } else { everything.at(self.at(round)) }
    }

    /// An entry that is a decision, or one that is not.
    fn entry(&self, round: u64, decides: bool) -> EntryId {
        let from = Self::place(round);
        let found = (0..from).rev().find(|place| History::decides(*place) == decides);
        self.history.entry(found.unwrap_or(from))
    }

    fn as_it_stood<'a>(&self, book: &'a Casebook, round: u64) -> Knowledge<'a> {
        Knowledge::as_it_stood(book, Ask::everything(RecordClock::Ledger), self.at(round))
    }

    fn put(&self, question: &str, knowledge: &Knowledge<'_>, round: u64) {
        match question {
            "who_knew" => drop(black_box(knowledge.who_knew(self.entry(round, false)))),
            "known_to" => {
                let whose = match round % 2 {
                    0 => Whose::Agency(agency(round)),
                    _ => Whose::Practitioner(practitioner(round, round)),
                };
                drop(black_box(knowledge.known_to(whose)));
            }
            "matrix" => drop(black_box(knowledge.matrix(Scope::AllItems, &self.lateness))),
            "context_of" => drop(black_box(knowledge.context_of(self.entry(round, true)))),
            "gaps" => drop(black_box(knowledge.gaps(self.at(round)))),
            _ => {
                let watershed = Some(Watershed(self.at(round)));
                drop(black_box(knowledge.late_records(&self.lateness, watershed)));
            }
        }
    }
}
