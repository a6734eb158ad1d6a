//! The Ashdown case on the command line.
