//! The ledger on a cluster, over a stand-in that speaks the servers' protocol, through the client that is
//! used in earnest: the contract of every store, each known defect of the client, what goes wrong with
//! clusters, and several nodes at once. No real cluster is asked here.

#[cfg(test)]
mod alone;
#[cfg(test)]
mod apart;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod defects;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod made;
#[cfg(test)]
mod nodes;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod soak;
#[cfg(test)]
mod together;
#[cfg(test)]
mod whole_process;
