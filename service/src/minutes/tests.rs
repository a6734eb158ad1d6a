//! Time is tokio's, which waits for nobody while it is paused: it goes on whenever everything else waits.

use candour_commands::Recorder;
use candour_domain::agency::{AgencyEvent, AgencyRegistered};
use candour_domain::entry::StreamId;
use candour_domain::event::Event;
use candour_domain::identifier::AgencyId;
use candour_domain::recorded::{Label, Recorded};
use candour_ledger::{After, EventStore};
use chrono::{DateTime, Utc};
use clap::Parser;
use std::path::Path;
use tokio::time::sleep;

use super::*;
use crate::command::{self, Cli};

fn cli(words: &[&str]) -> Cli {
    Cli::try_parse_from([&["candour", "--quiet"], words].concat()).unwrap()
}

async fn opened(directory: &Path) -> (Arc<Store>, open::Operator, Edge) {
    let start: DateTime<Utc> = "2026-06-30T09:00:00Z".parse().unwrap();
    let (edge, _) = Edge::simulated(start, [7; 32]);
    let owner = Label::parse("Northshire").unwrap();
    let (store, operator) = open::create(directory, &owner, &edge).await.unwrap();
    (store, operator, edge)
}

fn sealed_up_to(directory: &Path) -> Option<u64> {
    sealing::files(directory).checkpoint().unwrap().map(|it| it.claim().head.size)
}

#[tokio::test(start_paused = true)]
async fn what_comes_for_long_is_sealed_each_minute() {
    let place = tempfile::tempdir().unwrap();
    let directory = place.path().join("ledger");
    let (store, operator, edge) = opened(&directory).await;
    let cli = cli(&["--ledger", directory.to_str().unwrap(), "verify"]);
    let output = Output::of_the_process(&cli.global);
    let minutes = Minutes::of(&cli.global, &store, (&edge, &output)).unwrap();
    let work = async {
        let mut found = Vec::new();
        let seconds = async |seconds| sleep(Duration::from_secs(seconds)).await;
        seconds(59).await;
        found.push(sealed_up_to(&directory));
        seconds(2).await;
        found.push(sealed_up_to(&directory));
        let recorder = Recorder::new(Arc::clone(&store) as Arc<dyn EventStore>);
        let agency = AgencyRegistered {
            name: Label::parse("Northshire Police").unwrap(),
            kind: Recorded::NotRecorded,
            category: Recorded::NotRecorded,
        };
        let fact = Event::Agency(AgencyEvent::AgencyRegistered(agency));
        let stream = StreamId::Agency(AgencyId::new(edge.id()));
        open::record(&recorder, operator, (stream, fact), &edge).await?;
        seconds(61).await;
        found.push(sealed_up_to(&directory));
        // Minutes in which nothing comes are quiet.
        seconds(300).await;
        found.push(sealed_up_to(&directory));
        Ok(found)
    };
    let (found, notes) = Minutes::during(minutes, work).await.unwrap();
    assert_eq!(found, [None, Some(5), Some(8), Some(8)]);
    assert_eq!(notes, Vec::<String>::new());
    let later = Cli::try_parse_from(["candour", "--sealing=later", "verify"]).unwrap();
    assert!(Minutes::of(&later.global, &store, (&edge, &output)).unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn an_import_is_sealed_before_its_end() {
    let place = tempfile::tempdir().unwrap();
    let directory = place.path().join("ledger");
    let (store, _, edge) = opened(&directory).await;
    drop(store);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../interchange/data/ashdown");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let files: Vec<String> = files
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv"))
        .map(|path| path.display().to_string())
        .collect();
    let mut words = vec!["--ledger", directory.to_str().unwrap(), "import"];
    words.extend(files.iter().map(String::as_str));
    let cli = cli(&words);
    let mut output = Output::of_the_process(&cli.global);
    command::run(cli, &edge, &mut output).await.unwrap();
    let store = open::reading(Some(&directory)).unwrap();
    let records = store.read_all(After::Start, 10_000).await.unwrap();
    // Imported entries stand before a checkpoint that came back, and behind it.
    let imported =
        |it: &candour_ledger::Record| it.position.number() > 3 && it.stream.category() != "ledger";
    let first = records.iter().position(imported).unwrap();
    let last = records.iter().rposition(imported).unwrap();
    let between = records.iter().take(last).skip(first);
    let anchors = between.filter(|it| it.type_name == "AnchorRecorded").count();
    assert!(anchors > 0, "imported from {first} to {last}");
    assert_eq!(sealed_up_to(&directory), Some(records.len() as u64 - 1));
}
