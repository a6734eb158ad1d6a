//! The stores against the contract that all of them keep, and the embedded one against what can happen
//! to its file.

#[cfg(test)]
#[cfg(unix)]
mod access;
#[cfg(test)]
mod benches;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod log;
#[cfg(test)]
mod model;
#[cfg(test)]
mod processes;
#[cfg(test)]
mod resumed;
#[cfg(test)]
mod roots;
#[cfg(test)]
mod sql;
#[cfg(test)]
mod tampered;
#[cfg(test)]
mod written;
