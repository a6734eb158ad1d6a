//! The rules of duties, each by its name.

mod ashdown;
mod case;
mod front_door;
