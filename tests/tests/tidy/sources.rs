//! Where third-party packages come from: the public registry, and nowhere else.
//!
//! # Rules
//!
//! - `the_lock_file_records_no_source_but_the_registry`: no git, no other registry.
//! - `every_package_is_ours_or_from_the_registry`: no path outside the workspace either.

use crate::licences::everything;
use crate::tree::{File, demand_none, fault, files};

const REGISTRY: &str = "registry+";

/// Names each source in a lock file that is no registry, or not the registry of the first package.
fn strange_sources(lock: &File) -> Vec<String> {
    let sources: Vec<(usize, &str)> = lock
        .text
        .lines()
        .enumerate()
        .filter_map(|(at, line)| {
            let source = line.strip_prefix("source = \"")?.strip_suffix('"')?;
            Some((at + 1, source))
        })
        .collect();
    let registry = sources.iter().map(|it| it.1).find(|source| source.starts_with(REGISTRY));
    sources
        .iter()
        .filter(|(_, source)| Some(*source) != registry)
        .map(|(line, _)| fault(&lock.path, *line, "take this package from the public registry"))
        .collect()
}

#[test]
fn the_lock_file_records_no_source_but_the_registry() {
    let locks: Vec<File> =
        files().into_iter().filter(|file| file.path.ends_with("Cargo.lock")).collect();
    demand_none(&locks.iter().flat_map(strange_sources).collect::<Vec<_>>());
    for lock in locks {
        assert!(lock.text.contains("\nsource = \"registry+"), "{}: no source was read", lock.path);
    }
}

#[test]
fn every_package_is_ours_or_from_the_registry() {
    let metadata = everything();
    let strange: Vec<String> = metadata
        .packages
        .iter()
        .filter(|package| !metadata.workspace_members.contains(&package.id))
        .filter(|package| {
            !package.source.as_ref().is_some_and(cargo_metadata::Source::is_crates_io)
        })
        .map(|package| {
            let demand = format!("take `{}` from the public registry", package.name);
            fault("Cargo.lock", 1, &demand)
        })
        .collect();
    demand_none(&strange);
}

#[test]
fn a_package_from_elsewhere_is_named() {
    let from = |source: &str| {
        let text = format!("[[package]]\nsource = \"registry+a\"\n\n[[package]]\n{source}\n");
        strange_sources(&File::of("Cargo.lock", &text))
    };
    let demand = ["Cargo.lock:5: take this package from the public registry"];
    assert_eq!(from("source = \"registry+a\""), [""; 0]);
    assert_eq!(from("version = \"1.0.0\""), [""; 0]);
    assert_eq!(from("source = \"registry+b\""), demand);
    assert_eq!(from("source = \"git+a\""), demand);
}
