//! The tree over the leaves against published values, another implementation, the published way to
//! check proofs, and whatever somebody may claim.

#[cfg(test)]
mod claims;
#[cfg(test)]
mod every_size;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod published;
#[cfg(test)]
mod text;
