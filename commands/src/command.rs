//! Commands by their names: each is a proposed fact under its imperative name, so that a payload is
//! written once. The names stand in one table per chapter; nothing here decides.
//!
//! # Rules
//! - `every_type_of_entry_has_one_command`: what can be recorded can be asked for, under one name.
//! - `a_command_means_one_type`: no two commands have the same name.
//! - `an_unknown_command_is_answered_with_the_nearest`: a slip of the pen is seen at once.

use crate::{agency, case, identity, ledger_stream, practitioner, team};

/// A command and what it proposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The name of the command, in the imperative.
    pub command: &'static str,
    /// The stored name of the entry that it proposes.
    pub proposes: &'static str,
}

/// Names a command.
pub(crate) const fn named(command: &'static str, proposes: &'static str) -> Named {
    Named { command, proposes }
}

/// How many names are offered for one that is not known.
pub const NEAREST_MAX: usize = 3;

/// How far a name may be from one that is offered for it, in letters.
const DISTANCE_MAX: usize = 5;

/// Every command, by chapter, in the order of the domain.
pub fn commands() -> impl Iterator<Item = &'static Named> {
    case::COMMANDS
        .iter()
        .chain(&[
            identity::COMMANDS,
            agency::COMMANDS,
            practitioner::COMMANDS,
            team::COMMANDS,
            ledger_stream::COMMANDS,
        ])
        .copied()
        .flatten()
}

/// The command of a name.
///
/// # Errors
/// Where there is none of that name, says which come nearest.
pub fn find(name: &str) -> Result<&'static Named, UnknownCommand> {
    commands()
        .find(|named| named.command == name)
        .ok_or_else(|| UnknownCommand { given: name.to_owned(), nearest: nearest(name) })
}

/// The command that proposes what has this stored name.
pub fn proposing(type_name: &str) -> Option<&'static Named> {
    commands().find(|named| named.proposes == type_name)
}

/// The error of naming a command.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no command '{given}'{}", offered(nearest))]
pub struct UnknownCommand {
    /// What was given.
    pub given: String,
    /// The commands whose names come nearest; none, if none comes near.
    pub nearest: Vec<&'static str>,
}

fn offered(nearest: &[&'static str]) -> String {
    match nearest {
        [] => String::new(),
        [only] => format!("; did you mean {only}?"),
        [first @ .., last] => format!("; did you mean {} or {last}?", first.join(", ")),
    }
}

/// The commands whose names are not far from this one, nearest first. The stored name of an entry
/// is answered with its command.
fn nearest(given: &str) -> Vec<&'static str> {
    if let Some(named) = proposing(given) {
        return vec![named.command];
    }
    let mut near: Vec<(usize, &'static str)> = commands()
        .map(|named| {
            (distance(&given.to_lowercase(), &named.command.to_lowercase()), named.command)
        })
        .filter(|(distance, _)| *distance <= DISTANCE_MAX.min(given.len() / 2))
        .collect();
    near.sort_unstable();
    let closest = near.first().map_or(0, |(distance, _)| *distance);
    near.retain(|(distance, _)| *distance <= closest + 1);
    near.into_iter().map(|(_, command)| command).take(NEAREST_MAX).collect()
}

/// How many letters have to be put in, taken out or exchanged to make one of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (column, against) in other.iter().enumerate() {
            let exchanged = diagonal + usize::from(letter != *against);
            diagonal = row[column + 1];
            row[column + 1] = exchanged.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_type_of_entry_has_one_command() {
        let proposed: Vec<&str> = commands().map(|named| named.proposes).collect();
        let types: Vec<&str> = candour_schemas::types().map(|kind| kind.name).collect();
        assert_eq!(proposed, types);
    }

    #[test]
    fn a_command_means_one_type() {
        let names: BTreeSet<&str> = commands().map(|named| named.command).collect();
        assert_eq!(names.len(), commands().count());
    }

    #[test]
    fn no_command_has_the_name_of_what_it_proposes() {
        let same = commands().filter(|named| proposing(named.command).is_some());
        assert_eq!(same.collect::<Vec<_>>(), Vec::<&Named>::new());
    }

    #[test]
    fn an_unknown_command_is_answered_with_the_nearest() {
        let nearest = |given: &str| find(given).unwrap_err().to_string();
        assert_eq!(
            nearest("RaiseConcerns"),
            "there is no command 'RaiseConcerns'; did you mean RaiseConcern?"
        );
        assert_eq!(
            nearest("ConcernRaised"),
            "there is no command 'ConcernRaised'; did you mean RaiseConcern?"
        );
        assert_eq!(
            nearest("raisechallenge"),
            "there is no command 'raisechallenge'; did you mean RaiseChallenge?"
        );
        assert_eq!(
            nearest("StandUpPlan"),
            "there is no command 'StandUpPlan'; did you mean StartPlan, EndPlan or StartHelpPlan?"
        );
        assert_eq!(nearest("x"), "there is no command 'x'");
    }

    #[test]
    fn a_command_is_found_by_its_name() {
        let raise = Named { command: "RaiseConcern", proposes: "ConcernRaised" };
        assert_eq!(find("RaiseConcern"), Ok(&raise));
        assert_eq!(proposing("ConcernRaised"), Some(&raise));
    }
}
