//! The rules of duties, each by its name.

mod ashdown;
mod case;
mod emergency;
mod engine;
mod front_door;
mod incident;
mod guard;
mod local_clock;
mod protection;
mod standing;
