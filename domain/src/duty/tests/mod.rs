//! The rules of duties, each by its name.

#![expect(clippy::needless_pass_by_value, reason = "a body is written where it is given")]

mod ashdown;
mod case;
mod emergency;
mod engine;
mod front_door;
mod incident;
mod guard;
mod guard_children;
mod lives;
mod local_check;
mod local_clock;
mod page;
mod protection;
mod standing;
