//! Packs as they were read last, for who asks next: whoever looks at a dashboard all day asks the same packs again,
//! and few of them change. A pack is known by the digest of all that it holds, so that none can be taken for another,
//! whichever file it was read from and whatever was written since.
//!
//! # Rules
//! - `a_pack_that_changed_is_read_anew`.
//! - `no_more_is_remembered_than_there_is_room_for`: further packs are read each time.
//! - `whoever_has_asked_before_is_answered_as_whoever_asks_anew`: whatever was recorded meanwhile.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::unpacked::Pack;

/// How many bytes of packs are remembered at most: those of an area of some two million entries.
const BYTES_MAX: usize = 128 * 1024 * 1024;

/// What tells a pack from any other.
pub(super) type Digest = [u8; 32];

/// Packs as they were read last.
#[derive(Debug)]
pub(super) struct Remembered {
    held: Mutex<Held>,
    /// How many bytes their values may take.
    room: usize,
}

impl Default for Remembered {
    fn default() -> Self {
        Self { held: Mutex::default(), room: BYTES_MAX }
    }
}

#[derive(Debug, Default)]
struct Held {
    packs: BTreeMap<(&'static str, i64), (Digest, Arc<Pack>)>,
    /// How many bytes their values take.
    bytes: usize,
}

impl Remembered {
    /// A pack of a table, by its number and its digest, or what is read of it now.
    pub(super) fn pack<E>(
        &self,
        (table, number, digest): (&'static str, i64, Digest),
        read: impl FnOnce() -> Result<Pack, E>,
    ) -> Result<Arc<Pack>, E> {
        let key = (table, number);
        if let Some((of, pack)) = self.held().packs.get(&key)
            && *of == digest
        {
            return Ok(Arc::clone(pack));
        }
        let pack = Arc::new(read()?);
        let mut held = self.held();
        if let Some((_, before)) = held.packs.insert(key, (digest, Arc::clone(&pack))) {
            held.bytes -= before.values().map_or(0, <[u8]>::len);
        }
        Ok(pack)
    }

    /// The values of a pack, which are remembered where there is room and it is the one that is remembered.
    pub(super) fn keep<'p>(
        &self,
        (table, number): (&'static str, i64),
        pack: &'p Arc<Pack>,
        values: Vec<u8>,
    ) -> Cow<'p, [u8]> {
        let mut held = self.held();
        let is_held = held.packs.get(&(table, number)).is_some_and(|(_, it)| Arc::ptr_eq(it, pack));
        let more = if pack.values().is_none() { values.len() } else { 0 };
        if is_held && held.bytes + more <= self.room {
            held.bytes += more;
            Cow::Borrowed(pack.keep(values))
        } else {
            Cow::Owned(values)
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::super::KeepError;
    use super::super::packed::Abouts;
    use super::*;

    impl Remembered {
        /// A pack that is read now if it is not remembered.
        fn found(&self, number: i64, digest: u8) -> Arc<Pack> {
            let read = || Ok(Pack::of(&[], Abouts { rows: 0, columns: Vec::new() }));
            self.pack::<KeepError>(("item", number, [digest; 32]), read).unwrap()
        }

        fn values(&self, number: i64, digest: u8) -> Option<Vec<u8>> {
            let read = || panic!("it was read once more");
            let pack = self.pack::<KeepError>(("item", number, [digest; 32]), read);
            pack.unwrap().values().map(<[u8]>::to_vec)
        }
    }

    #[test]
    fn a_pack_that_changed_is_read_anew() {
        let remembered = Remembered::default();
        let first = remembered.found(3, 1);
        assert_eq!(*remembered.keep(("item", 3), &first, vec![1, 2]), [1, 2]);
        assert_eq!(remembered.values(3, 1), Some(vec![1, 2]));
        assert_eq!(remembered.found(3, 2).values(), None);
        // Whoever still asks an earlier record of the file reads that one, and it is not remembered.
        assert_eq!(*remembered.keep(("item", 3), &first, vec![1, 2]), [1, 2]);
        assert_eq!(remembered.values(3, 2), None);
    }

    #[test]
    fn no_more_is_remembered_than_there_is_room_for() {
        let remembered = Remembered { held: Mutex::default(), room: 3 };
        let (one, other) = (remembered.found(1, 0), remembered.found(2, 0));
        assert_eq!(*remembered.keep(("item", 1), &one, vec![1, 2]), [1, 2]);
        assert_eq!(*remembered.keep(("item", 2), &other, vec![3, 4]), [3, 4]);
        assert_eq!((remembered.values(1, 0), remembered.values(2, 0)), (Some(vec![1, 2]), None));
        // What takes the place of another makes room again.
        remembered.found(1, 9);
        assert_eq!(*remembered.keep(("item", 2), &other, vec![3, 4]), [3, 4]);
        assert_eq!(remembered.values(2, 0), Some(vec![3, 4]));
    }
}
