//! The binary as its users meet it: what it prints, where, and how it ends. Whole outputs are compared;
//! nothing here looks inside the program.

mod ashdown;
mod every_type;
mod ledgers;
mod program;
mod usage;
