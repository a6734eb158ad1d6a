//! Which room may use which, and which crates from outside stay in one room or two.
//!
//! Read from cargo's own description of the workspace, so it sees what is compiled and not what is
//! said about it. It does not look at single items: within a permitted crate all is permitted.
//!
//! # Rules
//!
//! - `dependencies_point_inward`: a room uses only those below it.
//! - `commands_and_projections_never_see_each_other`: not even in their tests.
//! - `nothing_uses_the_tests`: not even for its own tests.
//! - `the_domain_uses_little_from_outside`: no I/O, no async, no clock, no randomness.
//! - `some_crates_stay_in_their_rooms`: a driver of files, and what only a binary needs.

use cargo_metadata::DependencyKind;

use crate::tree::{ROOMS, demand_none, fault, folder, read, workspace};

const OURS: &str = "candour-";

const MAY_USE: [(&str, &[&str]); 10] = [
    ("domain", &[]),
    ("ledger", &[]),
    ("schemas", &["domain", "ledger"]),
    ("commands", &["domain", "schemas", "ledger"]),
    ("projections", &["domain", "schemas", "ledger"]),
    ("interchange", &["commands", "domain", "ledger", "projections", "schemas"]),
    ("web", &["domain", "projections"]),
    ("service", &["commands", "domain", "interchange", "ledger", "projections", "schemas", "web"]),
    (
        "tests",
        &["commands", "domain", "interchange", "ledger", "projections", "schemas", "service"],
    ),
    // Rooms have it for their tests alone, so it is in the list of none.
    ("standin", &[]),
];

const STRANGERS: [(&str, &str); 2] = [("commands", "projections"), ("projections", "commands")];

const DOMAIN_FROM_OUTSIDE: [&str; 6] =
    ["chrono", "chrono-tz", "schemars", "serde", "thiserror", "uuid"];

const ONLY_IN: [(&str, &[&str]); 12] = [
    ("anyhow", &["service"]),
    ("axum", &["service"]),
    ("clap", &["service"]),
    ("getrandom", &["service"]),
    ("hyper", &["service"]),
    ("hyper-util", &["service"]),
    ("maud", &["web"]),
    ("tokio-rustls", &["service", "standin"]),
    ("tower", &["service"]),
    ("tower-http", &["service"]),
    ("rusqlite", &["ledger", "projections", "service"]),
    ("tracing-subscriber", &["service"]),
];

/// One dependency of one room.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Use {
    room: String,
    on: String,
    /// Whether it is there only for the room's own tests.
    for_tests: bool,
    line: usize,
}

impl Use {
    /// The room it uses, if it is one of ours.
    fn on_room(&self) -> Option<&str> {
        self.on.strip_prefix(OURS)
    }

    fn fault(&self, demand: &str) -> String {
        fault(&format!("{}/Cargo.toml", folder(&self.room)), self.line, demand)
    }
}

fn uses() -> Vec<Use> {
    let metadata = workspace();
    let mut found = Vec::new();
    for package in metadata.workspace_packages() {
        let Some(room) = package.name.strip_prefix(OURS) else { continue };
        let manifest = read(&format!("{}/Cargo.toml", folder(room))).text;
        for dependency in &package.dependencies {
            let named = dependency.rename.as_ref().unwrap_or(&dependency.name);
            found.push(Use {
                room: room.to_owned(),
                on: dependency.name.clone(),
                for_tests: dependency.kind == DependencyKind::Development,
                line: line_of(&manifest, named),
            });
        }
    }
    found
}

fn line_of(manifest: &str, dependency: &str) -> usize {
    let starts = |line: &str| {
        let rest = line.trim_start().strip_prefix(dependency);
        rest.is_some_and(|rest| rest.starts_with(['.', ' ', '=']))
    };
    manifest.lines().position(starts).map_or(1, |at| at + 1)
}

fn outward(uses: &[Use]) -> Vec<String> {
    let faults = uses.iter().filter(|it| !it.for_tests).filter_map(|it| {
        let on = it.on_room()?;
        let room = it.room.as_str();
        let may: &[&str] = MAY_USE.iter().find(|(name, _)| *name == room).map_or(&[], |it| it.1);
        let list = if may.is_empty() { "nothing of ours".to_owned() } else { may.join(", ") };
        (!may.contains(&on)).then(|| it.fault(&format!("`{room}` may use {list}: not `{on}`")))
    });
    faults.collect()
}

fn strangers(uses: &[Use]) -> Vec<String> {
    let met = uses
        .iter()
        .filter(|it| it.on_room().is_some_and(|on| STRANGERS.contains(&(it.room.as_str(), on))));
    met.map(|it| it.fault("move what both need into `domain`; test both together in `tests`"))
        .collect()
}

fn of_the_tests(uses: &[Use]) -> Vec<String> {
    uses.iter()
        .filter(|it| it.on_room() == Some("tests"))
        .map(|it| it.fault("nothing uses `tests`: move the test there"))
        .collect()
}

fn domain_from_outside(uses: &[Use]) -> Vec<String> {
    uses.iter()
        .filter(|it| it.room == "domain" && !it.for_tests && it.on_room().is_none())
        .filter(|it| !DOMAIN_FROM_OUTSIDE.contains(&it.on.as_str()))
        .map(|it| {
            let may = DOMAIN_FROM_OUTSIDE.join(", ");
            it.fault(&format!("`domain` uses only {may} from outside: not `{}`", it.on))
        })
        .collect()
}

fn strayed(uses: &[Use]) -> Vec<String> {
    uses.iter()
        .filter(|it| !it.for_tests)
        .filter_map(|it| {
            let (name, rooms) = ONLY_IN.iter().find(|(name, _)| *name == it.on)?;
            let list = rooms.join("` and `");
            (!rooms.contains(&&*it.room)).then(|| it.fault(&format!("`{name}` stays in `{list}`")))
        })
        .collect()
}

#[test]
fn dependencies_point_inward() {
    demand_none(&outward(&uses()));
}

#[test]
fn commands_and_projections_never_see_each_other() {
    demand_none(&strangers(&uses()));
}

#[test]
fn nothing_uses_the_tests() {
    demand_none(&of_the_tests(&uses()));
}

#[test]
fn the_domain_uses_little_from_outside() {
    demand_none(&domain_from_outside(&uses()));
}

#[test]
fn some_crates_stay_in_their_rooms() {
    demand_none(&strayed(&uses()));
}

#[test]
fn every_room_has_its_line_in_the_list_and_its_uses_are_read() {
    let mut listed = MAY_USE.map(|(room, _)| room);
    let mut rooms = ROOMS;
    listed.sort_unstable();
    rooms.sort_unstable();
    assert_eq!(listed, rooms);
    let on_domain = |it: &Use| it.room == "schemas" && it.on_room() == Some("domain");
    assert!(uses().iter().any(on_domain), "schemas uses domain, and that was not read");
}

#[cfg(test)]
mod shown_to_fail {
    //! The checks on small bad inputs.

    use super::*;

    fn uses(room: &str, on: &str, for_tests: bool) -> [Use; 1] {
        [Use { room: room.to_owned(), on: on.to_owned(), for_tests, line: 9 }]
    }

    #[test]
    fn an_outward_use_is_named() {
        assert_eq!(outward(&uses("schemas", "candour-domain", false)), [""; 0]);
        assert_eq!(outward(&uses("schemas", "serde", false)), [""; 0]);
        assert_eq!(outward(&uses("domain", "candour-schemas", true)), [""; 0]);
        assert_eq!(
            outward(&uses("domain", "candour-schemas", false)),
            ["domain/Cargo.toml:9: `domain` may use nothing of ours: not `schemas`"]
        );
        assert_eq!(
            outward(&uses("schemas", "candour-commands", false)),
            ["schemas/Cargo.toml:9: `schemas` may use domain, ledger: not `commands`"]
        );
    }

    #[test]
    fn a_use_of_the_stand_in_outside_tests_is_named() {
        assert_eq!(outward(&uses("ledger", "candour-standin", true)), [""; 0]);
        assert_eq!(
            outward(&uses("ledger", "candour-standin", false)),
            ["ledger/Cargo.toml:9: `ledger` may use nothing of ours: not `standin`"]
        );
        assert_eq!(
            outward(&uses("standin", "candour-ledger", false)),
            ["tests/standin/Cargo.toml:9: `standin` may use nothing of ours: not `ledger`"]
        );
    }

    #[test]
    fn a_use_between_strangers_is_named_even_in_tests() {
        let demand = "commands/Cargo.toml:9: move what both need into `domain`; test both together \
                      in `tests`";
        assert_eq!(strangers(&uses("commands", "candour-projections", true)), [demand]);
        assert_eq!(strangers(&uses("commands", "candour-domain", true)), [""; 0]);
    }

    #[test]
    fn a_use_of_the_tests_is_named() {
        assert_eq!(
            of_the_tests(&uses("ledger", "candour-tests", true)),
            ["ledger/Cargo.toml:9: nothing uses `tests`: move the test there"]
        );
    }

    #[test]
    fn a_crate_that_the_domain_should_not_use_is_named() {
        assert_eq!(domain_from_outside(&uses("domain", "chrono", false)), [""; 0]);
        assert_eq!(domain_from_outside(&uses("domain", "proptest", true)), [""; 0]);
        assert_eq!(
            domain_from_outside(&uses("domain", "tokio", false)),
            ["domain/Cargo.toml:9: `domain` uses only chrono, chrono-tz, schemars, serde, \
              thiserror, uuid from outside: not `tokio`"]
        );
    }

    #[test]
    fn a_crate_that_strays_is_named() {
        assert_eq!(strayed(&uses("ledger", "rusqlite", false)), [""; 0]);
        assert_eq!(strayed(&uses("projections", "rusqlite", false)), [""; 0]);
        assert_eq!(strayed(&uses("tests", "rusqlite", true)), [""; 0]);
        assert_eq!(
            strayed(&uses("commands", "rusqlite", false)),
            ["commands/Cargo.toml:9: `rusqlite` stays in `ledger` and `projections` and `service`"]
        );
    }

    #[test]
    fn a_dependency_is_found_in_its_manifest() {
        let manifest = "[dependencies]\nchrono-tz.workspace = true\nchrono = \"1\"\n";
        assert_eq!(line_of(manifest, "chrono"), 3);
        assert_eq!(line_of(manifest, "chrono-tz"), 2);
    }
}
