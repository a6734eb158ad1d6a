//! Where the entries of a case stand among those that a question sees, found by their identifiers.
//!
//! Every step and every link between entries is followed through this, so it is a table: identifiers
//! are spread over twice as many rows as there are entries, by their own bits. Nothing depends on the
//! order of the rows.

use candour_domain::identifier::EntryId;

/// The place of an entry among those that a question sees, in ledger order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place(u32);

impl Place {
    /// The place of what the question does not see.
    pub(super) const BEYOND: Self = Self(u32::MAX);

    /// The place at an index.
    pub(super) fn at(index: usize) -> Self {
        u32::try_from(index).map_or(Self::BEYOND, Self)
    }

    /// The index of what stands there.
    pub(super) fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// The places of entries, by their identifiers.
#[derive(Debug)]
pub(super) struct Places {
    /// Where the entries of a row begin in `held`; one more at the end.
    rows: Vec<u32>,
    held: Vec<(EntryId, Place)>,
    bits: u32,
}

impl Places {
    /// The places of these entries, in their order.
    pub(super) fn of(entries: impl ExactSizeIterator<Item = EntryId> + Clone) -> Self {
        let many = entries.len().next_power_of_two() * 2;
        let bits = many.ilog2();
        let mut rows = vec![0_u32; many + 1];
        for id in entries.clone() {
            rows[row(id, bits) + 1] += 1;
        }
        for at in 1..rows.len() {
            rows[at] += rows[at - 1];
        }
        let mut next = rows.clone();
        let nobody = EntryId::new(uuid::Uuid::nil());
        let mut held = vec![(nobody, Place::BEYOND); entries.len()];
        for (index, id) in entries.enumerate() {
            let at = &mut next[row(id, bits)];
            if let Some(slot) = usize::try_from(*at).ok().and_then(|at| held.get_mut(at)) {
                *slot = (id, Place::at(index));
            }
            *at += 1;
        }
        Self { rows, held, bits }
    }

    /// The place of an entry, if it is among them.
    pub(super) fn find(&self, id: EntryId) -> Option<Place> {
        let row = row(id, self.bits);
        let (from, to) = (Place(self.rows[row]).index(), Place(self.rows[row + 1]).index());
        let there = self.held.get(from..to)?;
        // Where an identifier is there twice, its last place counts.
        there.iter().rev().find(|(held, _)| *held == id).map(|(_, place)| *place)
    }

    /// The place of an entry, or that it has none.
    pub(super) fn place(&self, id: EntryId) -> Place {
        self.find(id).unwrap_or(Place::BEYOND)
    }
}

/// The row of an identifier: the upper bits of a product that all of its bits reach.
fn row(id: EntryId, bits: u32) -> usize {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let (upper, lower) = id.uuid().as_u64_pair();
    let mixed = (upper.rotate_left(32) ^ lower).wrapping_mul(ODD);
    usize::try_from(mixed >> (u64::BITS - bits)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> EntryId {
        EntryId::new(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn each_entry_is_found_at_its_place_and_no_other_is() {
        for many in [0, 1, 2, 3, 64, 1_000] {
            let ids: Vec<EntryId> = (0..many).map(|number| id((number * number) << 60)).collect();
            let places = Places::of(ids.iter().copied());
            let found: Vec<Option<Place>> = ids.iter().map(|id| places.find(*id)).collect();
            let expected: Vec<Option<Place>> =
                (0..ids.len()).map(|index| Some(Place::at(index))).collect();
            assert_eq!(found, expected);
            assert_eq!((places.find(id(7)), places.place(id(7))), (None, Place::BEYOND));
        }
    }
}
