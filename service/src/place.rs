//! Where a ledger is: in a directory, or on a cluster of which a directory is a node. A node's directory says
//! in a file which cluster it belongs to, so that it can be named wherever a ledger's directory can. Who
//! signs in never stands there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use candour_ledger::{ClusterAddress, Credentials, OpenCluster, is_cluster_address, keep_private};

use crate::command::Global;
use crate::edge::Edge;
use crate::exit::Fault;

/// The file in a node's directory that says which cluster it belongs to.
const FILE: &str = "cluster";
/// The variables from which a node takes who signs in.
const USER: &str = "CANDOUR_CLUSTER_USER";
const PASSWORD: &str = "CANDOUR_CLUSTER_PASSWORD";

/// Puts the node's directory in the place of the address of its cluster, and keeps the address in it.
pub(crate) fn settle(global: &mut Global) -> Result<(), Fault> {
    global.ledger = match &global.ledger {
        Some(named) => Some(settled(named, global.node.as_deref())?),
        None => global.node.clone(),
    };
    Ok(())
}

/// The directory that stands for what was named: itself, or the node's where a cluster was named.
pub(crate) fn settled(named: &Path, node: Option<&Path>) -> Result<PathBuf, Fault> {
    let address = named.to_string_lossy();
    if !is_cluster_address(&address) {
        return Ok(named.to_owned());
    }
    // What is wrong with the address is said first, and nothing of it is kept.
    parsed(&address)?;
    let node = node.ok_or_else(|| {
        Fault::wrong_use("the ledger lives on a cluster, and no directory of this node is named")
            .next("name one with --node DIR, or set CANDOUR_NODE; it is made where it is not there")
    })?;
    let kept = node.join(FILE);
    let line = format!("{address}\n");
    if fs::read_to_string(&kept).is_ok_and(|kept| kept == line) {
        return Ok(node.to_owned());
    }
    let written = fs::create_dir_all(node).and_then(|()| keep_private(&kept, &line));
    written.map_err(|error| {
        let what = format!("the address of the cluster was not written to {}", kept.display());
        Fault::unreadable(what)
            .because(error)
            .next("check that the node's directory can be written to")
    })?;
    Ok(node.to_owned())
}

/// An address as it was given.
pub(crate) fn parsed(address: &str) -> Result<ClusterAddress, Fault> {
    address.parse().map_err(|error| {
        Fault::wrong_use("the address of the cluster cannot be used").because(error).next(
            "write it as esdb://HOST:2113,HOST:2113,HOST:2113?tlsCAFile=FILE&credentials=FILE",
        )
    })
}

/// What the ledger of a directory is opened with, where the directory is a node's.
pub(crate) fn cluster(directory: &Path, edge: &Edge) -> Result<Option<OpenCluster>, Fault> {
    let file = directory.join(FILE);
    let address = match fs::read_to_string(&file) {
        Ok(address) => address,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(None),
        Err(error) => {
            return Err(Fault::unreadable(format!("{} could not be read", file.display()))
                .because(error)
                .next("check who may read it"));
        }
    };
    let address = parsed(address.trim_end())?;
    Ok(Some(OpenCluster {
        address,
        credentials: credentials(),
        directory: directory.to_owned(),
        clock: edge.clock(),
        entropy: edge.entropy(),
    }))
}

/// Who signs in, where the environment says so.
pub(crate) fn credentials() -> Option<Credentials> {
    match (std::env::var(USER), std::env::var(PASSWORD)) {
        (Ok(user), Ok(password)) => Some(Credentials::new(user, password)),
        (_, _) => None,
    }
}
