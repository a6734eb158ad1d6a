//! Under which licences third-party packages may come, on every platform and with every feature.
//!
//! The list is the one in `deny.toml`, so that cargo-deny and this test cannot disagree. It is read
//! here line by line; what the file may look like is tested below. Texts of licences are not read.
//!
//! # Rules
//!
//! - `every_package_comes_under_a_licence_we_allow`: or is an exception that is named.
//! - `every_exception_is_needed`: one that no package needs any more goes.

use std::collections::BTreeSet;

use cargo_metadata::{CargoOpt, Metadata, MetadataCommand};

use crate::tree::{demand_none, fault, read, root};

/// Asks cargo about everything in the lock file. Fetches what this machine has not built yet.
pub(crate) fn everything() -> Metadata {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .features(CargoOpt::AllFeatures)
        .other_options(["--locked".to_owned()])
        .exec()
        .expect("cargo describes every package in a lock file that is up to date")
}

/// What `deny.toml` says of licences.
#[derive(Debug, Default, PartialEq, Eq)]
struct Policy {
    allowed: BTreeSet<String>,
    /// A package and a licence that is allowed to it alone.
    exceptions: BTreeSet<(String, String)>,
}

fn policy(deny: &str) -> Policy {
    let mut policy = Policy::default();
    let mut section = "";
    let mut list = "";
    for line in deny.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        if line.starts_with('[') {
            section = line;
        } else if section == "[licenses]" {
            if let Some((name, "[")) = line.split_once(" = ") {
                list = name;
            } else if line == "]" {
                list = "";
            } else if list == "allow" {
                policy.allowed.extend(quoted(line).map(str::to_owned));
            } else if list == "exceptions" {
                let mut words = quoted(line);
                if let Some(package) = words.next() {
                    let pairs = words.map(|licence| (package.to_owned(), licence.to_owned()));
                    policy.exceptions.extend(pairs);
                }
            }
        }
    }
    policy
}

fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2)
}

/// Says whether an SPDX expression can be met: `AND` binds closer than `OR`, and `/` is an old `OR`.
fn is_met(expression: &str, may: &dyn Fn(&str) -> bool) -> Result<bool, String> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    let met = either(&mut words, may)?;
    match words.pop() {
        None => Ok(met),
        Some(word) => Err(format!("`{word}` is one word too many")),
    }
}

fn either(words: &mut Vec<&str>, may: &dyn Fn(&str) -> bool) -> Result<bool, String> {
    let mut met = both(words, may)?;
    while words.pop_if(|word| *word == "OR").is_some() {
        met |= both(words, may)?;
    }
    Ok(met)
}

fn both(words: &mut Vec<&str>, may: &dyn Fn(&str) -> bool) -> Result<bool, String> {
    let mut met = single(words, may)?;
    while words.pop_if(|word| *word == "AND").is_some() {
        met &= single(words, may)?;
    }
    Ok(met)
}

fn single(words: &mut Vec<&str>, may: &dyn Fn(&str) -> bool) -> Result<bool, String> {
    match words.pop() {
        Some("(") => {
            let met = either(words, may)?;
            words.pop_if(|word| *word == ")").map(|_| met).ok_or_else(|| "`)` is missing".into())
        }
        Some(word @ (")" | "AND" | "OR" | "WITH")) => Err(format!("`{word}` stands alone")),
        Some(licence) => match words.pop_if(|word| *word == "WITH") {
            Some(_) => words
                .pop()
                .map(|exception| may(&format!("{licence} WITH {exception}")))
                .ok_or_else(|| "`WITH` names nothing".into()),
            None => Ok(may(licence)),
        },
        None => Err("a licence is missing".into()),
    }
}

/// Names what is wrong with a package's licence, if anything is.
fn refused(package: &str, licence: Option<&str>, policy: &Policy) -> Option<String> {
    let excepted = |name: &str| policy.exceptions.contains(&(package.to_owned(), name.to_owned()));
    let may = |name: &str| policy.allowed.contains(name) || excepted(name);
    let demand = match licence.map(|licence| is_met(licence, &may)) {
        Some(Ok(true)) => return None,
        Some(Ok(false)) => format!(
            "`{package}` comes under `{}`, which is not allowed: use another package, or decide \
             on an exception",
            licence.unwrap_or_default()
        ),
        Some(Err(e)) => format!("the licence of `{package}` cannot be read: {e}"),
        None => format!("`{package}` names no licence: use another package"),
    };
    Some(fault("deny.toml", 1, &demand))
}

#[test]
fn every_package_comes_under_a_licence_we_allow() {
    let policy = policy(&read("deny.toml").text);
    let metadata = everything();
    let refused: Vec<String> = metadata
        .packages
        .iter()
        .filter(|package| !metadata.workspace_members.contains(&package.id))
        .filter_map(|package| refused(&package.name, package.license.as_deref(), &policy))
        .collect();
    demand_none(&refused);
}

#[test]
fn every_exception_is_needed() {
    let Policy { allowed, exceptions } = policy(&read("deny.toml").text);
    let without = Policy { allowed, exceptions: BTreeSet::new() };
    let metadata = everything();
    let unneeded: Vec<String> = exceptions
        .iter()
        .filter(|(name, _)| {
            !metadata.packages.iter().any(|package| {
                *package.name == *name
                    && refused(name, package.license.as_deref(), &without).is_some()
            })
        })
        .map(|(name, licence)| {
            fault("deny.toml", 1, &format!("remove the exception `{licence}` for `{name}`"))
        })
        .collect();
    demand_none(&unneeded);
}

#[cfg(test)]
mod shown_to_fail {
    //! The checks on small bad inputs.

    use super::*;

    fn may(licence: &str) -> bool {
        ["MIT", "ISC", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"].contains(&licence)
    }

    #[test]
    fn an_expression_is_met_as_it_is_written() {
        let met = [
            "MIT",
            "GPL-3.0 OR MIT",
            "MIT/GPL-3.0",
            "GPL-3.0 / MIT",
            "MIT AND ISC",
            "GPL-3.0 AND LGPL-2.1 OR MIT",
            "GPL-3.0 OR (MIT AND ISC)",
            "MIT AND (GPL-3.0 OR ISC)",
            "Apache-2.0 WITH LLVM-exception AND MIT",
            "((MIT))",
        ];
        for expression in met {
            assert_eq!(is_met(expression, &may), Ok(true), "{expression}");
        }
        let unmet = [
            "GPL-3.0",
            "GPL-3.0 AND MIT",
            "MIT AND GPL-3.0 OR LGPL-2.1",
            "(MIT OR ISC) AND GPL-3.0",
            "MIT WITH LLVM-exception",
            "GPL-3.0 WITH Classpath-exception-2.0",
            "MIT+",
        ];
        for expression in unmet {
            assert_eq!(is_met(expression, &may), Ok(false), "{expression}");
        }
    }

    #[test]
    fn an_expression_that_cannot_be_read_is_no_permission() {
        let broken = [
            ("", "a licence is missing"),
            ("MIT OR", "a licence is missing"),
            ("MIT ISC", "`ISC` is one word too many"),
            ("(MIT", "`)` is missing"),
            ("MIT)", "`)` is one word too many"),
            ("AND MIT", "`AND` stands alone"),
            ("MIT WITH", "`WITH` names nothing"),
        ];
        for (expression, why) in broken {
            assert_eq!(is_met(expression, &may), Err(why.to_owned()), "{expression}");
        }
    }

    #[test]
    fn the_policy_is_read_from_the_file() {
        let deny = "[bans]\nallow = [\n  \"x\",\n]\n[licenses]\nconfidence-threshold = 0.9\n\
                    allow = [\n  \"MIT\", \"ISC\",\n  # \"GPL-3.0\",\n]\nexceptions = [\n  \
                    { crate = \"roots\", allow = [\"CDLA-Permissive-2.0\"] },\n]\n";
        let words = |words: [&str; 2]| words.map(str::to_owned);
        let [package, licence] = words(["roots", "CDLA-Permissive-2.0"]);
        let expected = Policy {
            allowed: words(["ISC", "MIT"]).into(),
            exceptions: [(package, licence)].into(),
        };
        assert_eq!(policy(deny), expected);
    }

    #[test]
    fn a_package_under_a_licence_not_allowed_is_named() {
        let policy = policy(
            "[licenses]\nallow = [\n\"MIT\",\n]\nexceptions = [\n\
                             { crate = \"roots\", allow = [\"CDLA-Permissive-2.0\"] },\n]\n",
        );
        assert_eq!(refused("a", Some("MIT"), &policy), None);
        assert_eq!(refused("roots", Some("CDLA-Permissive-2.0"), &policy), None);
        let refused = |package, licence| refused(package, licence, &policy).unwrap_or_default();
        assert_eq!(
            refused("a", Some("CDLA-Permissive-2.0")),
            "deny.toml:1: `a` comes under `CDLA-Permissive-2.0`, which is not allowed: use another \
             package, or decide on an exception"
        );
        assert_eq!(refused("a", None), "deny.toml:1: `a` names no licence: use another package");
        assert_eq!(
            refused("a", Some("MIT OR")),
            "deny.toml:1: the licence of `a` cannot be read: a licence is missing"
        );
    }
}
