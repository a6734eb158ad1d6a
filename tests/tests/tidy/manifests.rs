//! What every manifest of the workspace says.
//!
//! # Rules
//!
//! - `every_room_is_a_member_named_after_its_folder`: one folder, one crate, one name.
//! - `every_manifest_takes_the_lints_of_the_workspace`: one table of lints holds everywhere. A folder that is a
//!   workspace of its own has no such table: what is there is data, or is built by other tools.
//! - `the_toolchain_is_named_by_the_manifest_alone`: `rust-version`, and no toolchain file.

use std::path::Path;

use crate::tree::{File, ROOMS, demand_none, fault, files, folder, workspace};

/// A member of the workspace: its folder, its name, and the oldest Rust it says it needs.
type Member = (String, String, Option<String>);

fn members() -> Vec<Member> {
    let metadata = workspace();
    metadata
        .workspace_packages()
        .into_iter()
        .map(|package| {
            let folder = package.manifest_path.parent();
            let folder = folder.and_then(|it| it.strip_prefix(&metadata.workspace_root).ok());
            let needs = package.rust_version.as_ref().map(ToString::to_string);
            let folder = folder.map(ToString::to_string).unwrap_or_default();
            (folder, package.name.to_string(), needs)
        })
        .collect()
}

fn misnamed(members: &[Member]) -> Vec<String> {
    let mut faults = Vec::new();
    for room in ROOMS {
        let place = folder(room);
        if !members.iter().any(|(folder, ..)| *folder == place) {
            faults.push(fault("Cargo.toml", 1, &format!("make `{place}` a member")));
        }
    }
    for (folder, name, _) in members {
        let path = format!("{folder}/Cargo.toml");
        let last = folder.rsplit('/').next().unwrap_or_default();
        if !ROOMS.iter().any(|room| self::folder(room) == *folder) {
            faults.push(fault(&path, 1, &format!("`{folder}` is no room of the house")));
        }
        if *name != format!("candour-{last}") {
            faults.push(fault(&path, 1, &format!("name the package `candour-{last}`")));
        }
    }
    faults
}

fn without_lints(files: &[File]) -> Vec<String> {
    files
        .iter()
        .filter(|file| file.path.ends_with("/Cargo.toml"))
        .filter(|file| !file.text.lines().any(|line| line.trim() == "[workspace]"))
        .filter(|file| {
            let mut lines = file.text.lines().map(str::trim).filter(|line| !line.is_empty());
            let found = lines.find(|line| *line == "[lints]");
            found.is_none() || lines.next() != Some("workspace = true")
        })
        .map(|file| fault(&file.path, 1, "write `[lints]` and under it `workspace = true`"))
        .collect()
}

fn without_toolchain(members: &[Member], files: &[File]) -> Vec<String> {
    let unsaid = members
        .iter()
        .filter(|(.., needs)| needs.is_none() || *needs != members[0].2)
        .map(|(folder, ..)| {
            let path = format!("{folder}/Cargo.toml");
            fault(&path, 1, "write `rust-version.workspace = true`")
        });
    let pinned = files
        .iter()
        .filter(|file| {
            let name = Path::new(&file.path).file_name().unwrap_or_default();
            name == "rust-toolchain" || name == "rust-toolchain.toml"
        })
        .map(|file| fault(&file.path, 1, "remove it: `rust-version` says which Rust is needed"));
    unsaid.chain(pinned).collect()
}

#[test]
fn every_room_is_a_member_named_after_its_folder() {
    demand_none(&misnamed(&members()));
}

#[test]
fn every_manifest_takes_the_lints_of_the_workspace() {
    let files = files();
    demand_none(&without_lints(&files));
    let manifests = ROOMS.map(|room| format!("{}/Cargo.toml", folder(room)));
    let seen = manifests.iter().filter(|path| files.iter().any(|file| file.path == **path));
    assert_eq!(seen.count(), manifests.len(), "a manifest of a room was not read");
}

#[test]
fn the_toolchain_is_named_by_the_manifest_alone() {
    demand_none(&without_toolchain(&members(), &files()));
}

#[cfg(test)]
mod shown_to_fail {
    //! The checks on small bad inputs.

    use super::*;

    fn house() -> Vec<Member> {
        ROOMS
            .map(|room| (folder(room), format!("candour-{room}"), Some("1.95".to_owned())))
            .to_vec()
    }

    #[test]
    fn a_room_that_is_missing_or_misnamed_is_named() {
        assert_eq!(misnamed(&house()), [""; 0]);
        let mut members = house();
        members[0].0 = "attic".to_owned();
        members[1].1 = "schemas".to_owned();
        assert_eq!(
            misnamed(&members),
            [
                "Cargo.toml:1: make `domain` a member",
                "attic/Cargo.toml:1: `attic` is no room of the house",
                "attic/Cargo.toml:1: name the package `candour-attic`",
                "schemas/Cargo.toml:1: name the package `candour-schemas`",
            ]
        );
    }

    #[test]
    fn a_manifest_with_lints_of_its_own_is_named() {
        let file = |text| File::of("domain/Cargo.toml", text);
        let demand = ["domain/Cargo.toml:1: write `[lints]` and under it `workspace = true`"];
        assert_eq!(without_lints(&[file("[package]\n\n[lints]\n\nworkspace = true\n")]), [""; 0]);
        assert_eq!(without_lints(&[file("[package]\nworkspace = true\n")]), demand);
        assert_eq!(without_lints(&[file("[lints]\n[lints.rust]\nworkspace = true\n")]), demand);
        assert_eq!(without_lints(&[File::of("Cargo.toml", "[workspace]\n")]), [""; 0]);
    }

    #[test]
    fn a_toolchain_that_is_unsaid_or_pinned_is_named() {
        assert_eq!(without_toolchain(&house(), &[]), [""; 0]);
        let mut members = house();
        members[2].2 = None;
        members[3].2 = Some("1.80".to_owned());
        assert_eq!(
            without_toolchain(&members, &[File::of("rust-toolchain.toml", "")]),
            [
                "ledger/Cargo.toml:1: write `rust-version.workspace = true`",
                "commands/Cargo.toml:1: write `rust-version.workspace = true`",
                "rust-toolchain.toml:1: remove it: `rust-version` says which Rust is needed",
            ]
        );
    }
}
