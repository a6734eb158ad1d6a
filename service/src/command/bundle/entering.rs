//! Entering in the ledger of accesses that a bundle was made, and sealing that ledger behind it. It makes no
//! bundle and hands none out.

use std::path::Path;

use candour_commands::access::{Accesses, enter};
use candour_domain::entry::Entry;
use candour_interchange::bundle::Made;

use super::super::When;
use super::super::witnesses::book;
use crate::access::{self, AccessSeals};
use crate::edge::Edge;
use crate::exit::Fault;
use crate::open::Operator;
use crate::store::Store;

const NOT_ENTERED: &str = "the bundle could not be entered, so it is not handed out";

/// Enters that the bundle was made, durable before this answers.
///
/// The ledger of accesses is no older copy of itself where it is sealed, and is sealed behind it: where that
/// fails the entry stands, and it is said.
pub(super) async fn entered(
    (directory, store): (&Path, &Store),
    operator: Operator,
    (made, edge): (&Made, &Edge),
    sealing: When,
) -> anyhow::Result<(Entry, Option<String>)> {
    let access = access::writing(directory, store, operator, edge).await?;
    let seals = match sealing {
        When::AtOnce => AccessSeals::of(directory, &access).await?,
        When::Later => None,
    };
    let who = (operator.practitioner, operator.agency);
    let what = Accesses::of_export(edge.request(), who, made.bundle.made_at, &made.export);
    let not_entered = || Fault::unreadable(NOT_ENTERED).next("try again; nothing was written");
    let entered = enter(&*access, &what).await.map_err(|error| not_entered().because(error))?;
    let entered = entered.into_iter().next().ok_or_else(not_entered)?;
    let Some(mut seals) = seals else { return Ok((entered, None)) };
    let book = book(store).await?;
    let note = seals.seal(book.policy(), edge).await.unwrap_or_else(|error| {
        Some(format!("note: the ledger of accesses was not sealed: {error:#}"))
    });
    Ok((entered, note))
}
