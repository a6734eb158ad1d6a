//! The program on a ledger that lives on a cluster: every question is answered as on the same ledger in a
//! directory, what is recorded on one node is read on another, and what is wrong is said.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use candour_standin::{Settings, StandIn};
use serde_json::Value;

use crate::program::{Ledger, Ran, ashdown_files, program, sealing_program};

/// A cluster, and what two nodes of it keep.
struct Clustered {
    standin: StandIn,
    home: tempfile::TempDir,
}

impl Clustered {
    fn start() -> Self {
        let settings = Settings { nodes: 3, ..Settings::default() };
        Self { standin: StandIn::start(settings).unwrap(), home: tempfile::tempdir().unwrap() }
    }

    fn node(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn on(&self, node: &str, mut command: Command, arguments: &[&str]) -> Ran {
        command.env("CANDOUR_LEDGER", self.standin.connection_string());
        command.env("CANDOUR_NODE", self.node(node));
        command.args(arguments).output().unwrap().into()
    }

    /// Runs the program on a node, without sealing.
    fn run(&self, node: &str, arguments: &[&str]) -> Ran {
        self.on(node, program(), arguments)
    }

    fn json(&self, node: &str, arguments: &[&str]) -> Value {
        let ran = self.run(node, &[arguments, &["--json"]].concat());
        assert_eq!(ran.err, "", "{arguments:?}");
        serde_json::from_str(&ran.out).unwrap()
    }

    /// Copies a ledger from a directory to the cluster.
    fn take(&self, ledger: &Ledger) -> Value {
        let from = ledger.directory();
        self.json("first", &["migrate", "--from", from.to_str().unwrap(), "--to", &self.address()])
    }

    fn address(&self) -> String {
        self.standin.connection_string()
    }
}

#[test]
fn every_question_is_answered_on_a_cluster_as_in_a_directory() {
    let ledger = Ledger::ashdown();
    let cluster = Clustered::start();
    let migrated = cluster.take(&ledger);
    assert_eq!(migrated["same"], true, "{migrated}");
    let questions: [&[&str]; 19] = [
        &["case", "list"],
        &["case", "show", "ASH-1"],
        &["chronology", "ASH-1"],
        &["chronology", "ASH-1", "--clock", "claims"],
        &["who-knew", "C2", "--clock", "claims"],
        &["known-to", "Police", "--case", "ASH-1", "--clock", "claims"],
        &["matrix", "ASH-1", "--clock", "claims"],
        &["decision", "C2", "--clock", "claims"],
        &["gaps", "ASH-1"],
        &["late", "ASH-1", "--watershed", "2026-01-26"],
        &["duties", "ASH-1"],
        &["trail", "ASH-1"],
        &["dashboard"],
        &["worklist"],
        &["search", "ashd"],
        &["entries"],
        &["rules", "show"],
        &["witnesses", "show"],
        &["verify"],
    ];
    for question in questions {
        let in_directory = ledger.run(question);
        let on_cluster = cluster.run("first", question);
        let told = |ran: &Ran| (ran.code, ran.out.clone(), ran.err.clone());
        assert_eq!(told(&on_cluster), told(&in_directory), "{question:?}");
    }
}

#[test]
fn what_one_node_records_another_reads_and_the_first_seals() {
    let cluster = Clustered::start();
    let made = cluster.on("first", sealing_program(), &["init", "--owner", "Thornbridge"]);
    assert_eq!(
        (made.code, made.err.as_str()),
        (Some(0), "next: record with `candour record`, or import with `candour import`\n")
    );
    let again = cluster.run("second", &["init"]);
    assert_eq!(again.code, Some(1));
    let files = ashdown_files();
    let files: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    let imported =
        cluster.on("first", sealing_program(), &[&["import", "--quiet"], &files[..]].concat());
    assert_eq!((imported.code, imported.err.as_str()), (Some(0), ""));
    let shown = |node| cluster.run(node, &["chronology", "ASH-1", "--clock", "claims"]);
    assert_eq!(shown("second"), shown("first"));
    for node in ["first", "second"] {
        let checked = cluster.json(node, &["verify"]);
        assert_eq!((&checked["sound"], checked["sealed"].is_object()), (&Value::Bool(true), true));
    }
    let bundle = cluster.node("case.candour");
    let bundled = cluster.on(
        "first",
        sealing_program(),
        &["bundle", "ASH-1", "--for", "panel", "--output", bundle.to_str().unwrap(), "--quiet"],
    );
    assert_eq!((bundled.code, bundled.err.as_str()), (Some(0), ""));
    let checked = crate::program::run(&["verify-bundle", bundle.to_str().unwrap(), "--quiet"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
    // The node that has no key says so, and seals nothing.
    let elsewhere = cluster.on("second", sealing_program(), &["seal"]);
    assert!(elsewhere.err.contains("key"), "{elsewhere:?}");
}

#[test]
fn the_demonstration_plays_on_a_cluster() {
    let cluster = Clustered::start();
    let shown = cluster.on("first", sealing_program(), &["demo", "--no-serve"]);
    assert_eq!(shown.code, Some(0), "{shown:?}");
    let checked = cluster.json("second", &["verify"]);
    assert_eq!(checked["sound"], true, "{checked}");
}

#[test]
fn a_ledger_goes_on_being_copied_where_it_was_interrupted_and_comes_back() {
    let ledger = Ledger::new();
    let cluster = Clustered::start();
    let first = cluster.take(&ledger);
    assert_eq!((&first["records"], &first["same"]), (&Value::from(3), &Value::Bool(true)));
    assert_eq!(ledger.import(&["--quiet"]).code, Some(0));
    let second = cluster.take(&ledger);
    let all = ledger.entries() as u64;
    assert_eq!(
        (&second["records"], &second["copied_now"], &second["same"]),
        (&Value::from(all), &Value::from(all - 3), &Value::Bool(true))
    );
    let back = cluster.node("back");
    let node = cluster.node("first");
    let (back, node) = (back.to_str().unwrap(), node.to_str().unwrap());
    let back = cluster.json("first", &["migrate", "--from", node, "--to", back]);
    assert_eq!((&back["root_to"], &back["same"]), (&second["root_to"], &Value::Bool(true)));
    // Another ledger is not filled with this one.
    let other = Ledger::new();
    let from = other.directory();
    let refused = cluster
        .run("first", &["migrate", "--from", from.to_str().unwrap(), "--to", &cluster.address()]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
}

/// What is in a directory of what stands beside a ledger.
fn beside(directory: &Path) -> Vec<&'static str> {
    let names = ["sealing.key", "log", "access", "handed-over"];
    names.into_iter().filter(|name| directory.join(name).exists()).collect()
}

/// That neither recording nor sealing nor handing out goes on in a directory.
fn is_closed(directory: &Path, to: &Path) {
    let ledger = directory.to_str().unwrap();
    let bundle = directory.with_extension("candour");
    let bundle = bundle.to_str().unwrap();
    let files = ashdown_files();
    let import = ["import", files[0].to_str().unwrap()];
    let attempts: [&[&str]; 5] = [
        &import,
        &["seal", "--anyway"],
        &["key", "replace"],
        &["init"],
        &["bundle", "ASH-1", "--for", "panel", "--output", bundle],
    ];
    let key = fs::read(directory.join("sealing.key")).ok();
    for attempt in attempts {
        let refused = sealing_program().args(attempt).args(["--ledger", ledger]).output();
        let refused = Ran::from(refused.unwrap());
        let told = format!("error: the ledger in {ledger} was handed over\n");
        assert_eq!((refused.code, refused.err.contains(&told)), (Some(1), true), "{refused:?}");
        assert!(refused.err.contains(&format!("record in {}", to.display())), "{}", refused.err);
    }
    assert_eq!(fs::read(directory.join("sealing.key")).ok(), key);
    // Reading goes on.
    let read = sealing_program().args(["entries", "--ledger", ledger]).output().unwrap();
    assert_eq!(read.status.code(), Some(0));
}

/// A ledger that was recorded in, sealed, and handed out from.
fn sealed_ledger() -> Ledger {
    let ledger = Ledger::new();
    let files = ashdown_files();
    let run = |arguments: &[&str]| {
        let mut command = sealing_program();
        command.env("CANDOUR_LEDGER", ledger.directory()).args(arguments);
        let ran = Ran::from(command.output().unwrap());
        assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
    };
    let files: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    run(&[&["import"], &files[..]].concat());
    let bundle = ledger.file("before.candour");
    run(&["bundle", "ASH-1", "--for", "panel", "--output", bundle.to_str().unwrap()]);
    ledger
}

#[test]
fn a_ledger_that_is_handed_over_goes_on_being_sealed_there_with_its_key_and_comes_back() {
    let ledger = sealed_ledger();
    let (from, cluster) = (ledger.directory(), Clustered::start());
    let key = fs::read(from.join("sealing.key")).unwrap();
    let (node, address) = (cluster.node("first"), cluster.address());
    let over = ["migrate", "--from", from.to_str().unwrap(), "--to", &address, "--hand-over"];
    let moved = cluster.json("first", &over);
    assert_eq!((&moved["same"], &moved["handed_over"]), (&true.into(), &true.into()), "{moved}");
    assert_eq!(
        (beside(&from), beside(&node)),
        (vec!["handed-over"], vec!["sealing.key", "log", "access"])
    );
    assert_eq!(fs::read(node.join("sealing.key")).unwrap(), key);
    is_closed(&from, &node);

    // What was handed out before is known there, and what is recorded there is sealed with the same key.
    let exports = cluster.run("first", &["exports", "ASH-1"]);
    assert_eq!((exports.code, exports.out.contains("panel")), (Some(0), true), "{exports:?}");
    let before = cluster.json("first", &["verify"])["sealed"]["checkpoints"].as_u64().unwrap();
    let more = ledger.write(
        "more.csv",
        "agency,case_ref,ref,date,children,kind,event,author,author_role\n\
         Police,NEW-1,P1,2026-02-01,Child A,observation,Called and nobody was at home,PC A. Ford,Officer\n",
    );
    let more = ["import", more.to_str().unwrap()];
    let more = cluster.on("first", sealing_program(), &more);
    assert_eq!(more.code, Some(0), "{more:?}");
    let sealed = cluster.json("first", &["verify"]);
    assert_eq!(
        (&sealed["sound"], sealed["sealed"]["checkpoints"].as_u64()),
        (&Value::Bool(true), Some(before + 1)),
        "{sealed}"
    );

    // Back, into a new directory: into the one before it does not go.
    let (node, back) = (node.to_str().unwrap(), cluster.node("back"));
    let refused = cluster
        .run("first", &["migrate", "--from", node, "--to", from.to_str().unwrap(), "--hand-over"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    let over = ["migrate", "--from", node, "--to", back.to_str().unwrap(), "--hand-over"];
    let moved = cluster.json("first", &over);
    assert_eq!((&moved["same"], &moved["handed_over"]), (&true.into(), &true.into()), "{moved}");
    assert_eq!(fs::read(back.join("sealing.key")).unwrap(), key);
    is_closed(&cluster.node("first"), &back);
    let seal =
        sealing_program().args(["seal", "--anyway", "--ledger"]).arg(&back).output().unwrap();
    assert_eq!(seal.status.code(), Some(0), "{seal:?}");
    let verified = sealing_program().args(["verify", "--ledger"]).arg(&back).output().unwrap();
    assert_eq!(verified.status.code(), Some(0), "{verified:?}");
}

#[test]
fn handing_over_goes_on_where_it_was_cut_short_and_refuses_what_would_leave_two_keys() {
    let ledger = sealed_ledger();
    let (from, cluster) = (ledger.directory(), Clustered::start());
    let (node, address) = (cluster.node("first"), cluster.address());
    let over = ["migrate", "--from", from.to_str().unwrap(), "--to", &address, "--hand-over"];
    // A key that is there already is not written over, and nothing is copied.
    fs::create_dir_all(&node).unwrap();
    fs::write(node.join("sealing.key"), "another").unwrap();
    let refused = cluster.run("first", &over);
    let because = "because: there is `sealing.key` in both directories";
    assert_eq!((refused.code, refused.err.contains(because)), (Some(1), true), "{refused:?}");
    assert_eq!(beside(&from), ["sealing.key", "log", "access"]);
    fs::remove_file(node.join("sealing.key")).unwrap();

    // As if it had been cut short after the log was moved.
    assert_eq!(cluster.json("first", &over[..5])["handed_over"], Value::Bool(false));
    fs::write(from.join("handed-over"), format!("{}\n", node.display())).unwrap();
    fs::rename(from.join("log"), node.join("log")).unwrap();
    is_closed(&from, &node);
    // To somewhere else it does not go then.
    let other = cluster.node("other");
    let elsewhere = [
        "migrate",
        "--from",
        from.to_str().unwrap(),
        "--to",
        other.to_str().unwrap(),
        "--hand-over",
    ];
    let refused = cluster.run("first", &elsewhere);
    assert_eq!((refused.code, other.exists()), (Some(1), false), "{refused:?}");
    assert_eq!(cluster.json("first", &over)["handed_over"], Value::Bool(true));
    assert_eq!(
        (beside(&from), beside(&node)),
        (vec!["handed-over"], vec!["sealing.key", "log", "access"])
    );
    // Again it is so already.
    assert_eq!(cluster.json("first", &over)["handed_over"], Value::Bool(true));
    let seal = cluster.on("first", sealing_program(), &["seal", "--anyway"]);
    assert_eq!(seal.code, Some(0), "{seal:?}");
}

#[test]
fn a_backup_of_a_cluster_is_what_the_refusal_says() {
    let cluster = Clustered::start();
    assert_eq!(cluster.run("first", &["init", "--quiet"]).code, Some(0));
    let file = cluster.node("copy.sqlite3");
    let refused = cluster.run("first", &["backup", file.to_str().unwrap()]);
    let expected = "error: the ledger lives on a cluster, and has no file to copy\n  next: copy the whole ledger \
                    into a directory with `candour migrate --to DIR`, and back up the cluster's own files as its \
                    makers say\n";
    assert_eq!((refused.code, refused.err.as_str(), file.exists()), (Some(2), expected, false));
    let directory = cluster.node("whole");
    let directory = directory.to_str().unwrap();
    let copied = cluster.json("first", &["migrate", "--to", directory]);
    assert_eq!((&copied["same"], &copied["handed_over"]), (&true.into(), &false.into()));
    for server in 0..3 {
        cluster.standin.kill(server).unwrap();
    }
    for question in [&["verify"][..], &["entries"], &["backup", file.to_str().unwrap()]] {
        let ran = crate::program::run(&[question, &["--ledger", directory]].concat());
        assert_eq!(ran.code, Some(0), "{question:?}: {ran:?}");
    }
    assert!(file.exists());
}

#[test]
fn a_copy_that_was_changed_is_told_apart_from_the_ledger() {
    let cluster = Clustered::start();
    assert_eq!(cluster.run("first", &["init", "--quiet"]).code, Some(0));
    let file = cluster.node("first").join("ledger.sqlite3");
    // Everything into the one file, wherever the last process left it.
    let written =
        Command::new("sqlite3").arg(&file).arg("PRAGMA wal_checkpoint(TRUNCATE)").output();
    assert!(written.unwrap().status.success());
    let bytes = fs::read(&file).unwrap();
    let changed = String::from_utf8_lossy(&bytes).contains("Ledger operator");
    assert!(changed, "the owner's name is in the copy");
    let mut edited = bytes.clone();
    let at = bytes.windows(15).position(|it| it == b"Ledger operator").unwrap();
    edited[at] = b'l';
    fs::write(&file, edited).unwrap();
    let found = cluster.run("first", &["verify"]);
    assert_eq!(found.code, Some(1));
    assert!(found.out.contains("this node's copy of it is another"), "{found:?}");
    fs::remove_file(&file).unwrap();
    assert_eq!(cluster.run("first", &["verify"]).code, Some(0));
}

#[test]
fn a_node_reads_while_the_cluster_is_away_and_says_so() {
    let cluster = Clustered::start();
    assert_eq!(cluster.run("first", &["init", "--quiet"]).code, Some(0));
    let before = cluster.run("first", &["entries", "--quiet"]);
    for server in 0..3 {
        cluster.standin.kill(server).unwrap();
    }
    let after = cluster.run("first", &["entries", "--quiet"]);
    assert_eq!((after.code, after.out), (Some(0), before.out));
    assert!(after.err.starts_with("warning: the cluster is away ("), "{}", after.err);
    let nobody = cluster.run("second", &["entries"]);
    assert_eq!(nobody.code, Some(3));
}

#[test]
fn a_cluster_is_tried_and_a_node_says_how_it_stands() {
    let cluster = Clustered::start();
    let tried = cluster.run("first", &["store", "check", &cluster.address(), "--json"]);
    let told: Value = serde_json::from_str(&tried.out).unwrap();
    assert_eq!((tried.code, &told["sound"]), (Some(0), &Value::Bool(true)), "{told:#}");
    assert_eq!(cluster.run("first", &["init", "--quiet"]).code, Some(0));
    let status = cluster.json("first", &["store", "status"]);
    assert_eq!(
        (&status["records"], &status["caught_up"], &status["away"], &status["clock_alarms"]),
        (&Value::from(3), &Value::Bool(true), &Value::Null, &Value::from(0))
    );
    let nobody = crate::program::run(&["store", "check", "esdb://127.0.0.1:1?tls=false"]);
    assert_eq!(nobody.code, Some(3), "{nobody:?}");
}

#[test]
fn a_cluster_is_not_named_without_a_node_or_with_a_password() {
    let named = |address: &str| crate::program::run(&["entries", "--ledger", address]);
    let no_node = named("esdb://one");
    let expected = "error: the ledger lives on a cluster, and no directory of this node is named\n  next: \
                    name one with --node DIR, or set CANDOUR_NODE; it is made where it is not there\n";
    assert_eq!((no_node.code, no_node.err.as_str()), (Some(2), expected));
    let password = named("esdb://admin:changeit@one");
    assert_eq!(password.code, Some(2));
    assert!(!password.err.contains("changeit"), "{}", password.err);
}
