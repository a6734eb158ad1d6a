//! How a stand-in is to be: how many nodes, how they are reached, and its limits.

use crate::log::Commits;

/// How the nodes are reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// In clear.
    Clear,
    /// Through TLS, with a certificate made at the start.
    Tls,
}

/// Whether the nodes answer from the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// They do.
    Up,
    /// They refuse connections until they are revived.
    Down,
}

/// The one user that there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The name.
    pub user: String,
    /// The password.
    pub password: String,
}

/// How a stand-in is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// How many nodes the cluster has.
    pub nodes: usize,
    /// How they are reached.
    pub transport: Transport,
    /// Whether they answer from the start.
    pub beginning: Beginning,
    /// Who may call; anybody, where it is none.
    pub login: Option<Login>,
    /// How what is written together is committed.
    pub commits: Commits,
    /// The most bytes of one append: of types, data and metadata.
    pub append_bytes_max: usize,
    /// The most bytes that the log holds.
    pub held_bytes_max: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            nodes: 1,
            transport: Transport::Clear,
            beginning: Beginning::Up,
            login: None,
            commits: Commits::Own,
            append_bytes_max: 1024 * 1024,
            held_bytes_max: 1024 * 1024 * 1024,
        }
    }
}
