//! Taking in what the ledger of accesses says of a case, and the names of those to whom something was shown. Which
//! ledger that is, and when it is read again, is decided by whoever reads it.
//!
//! # Rules
//! - `whoever_looked_has_a_name`: though nothing else of the case names them.

use std::collections::BTreeSet;

use candour_domain::effective::OnRecord;
use candour_domain::entry::{Entry, StreamId};
use candour_ledger::EventStore;

use super::Casebook;
use super::load::{LOAD_PAGE_RECORDS, LoadError, Reader, is_register, streams_in, unread};

impl Casebook {
    /// The same, with further accesses, and with the names of those to whom something was shown from the ledger
    /// that the case stands in.
    ///
    /// # Errors
    /// If a stream cannot be read or a record cannot be understood.
    pub async fn with_accesses(
        mut self,
        store: &dyn EventStore,
        accesses: Vec<Entry>,
    ) -> Result<Self, LoadError> {
        let reader = Reader { store, page: LOAD_PAGE_RECORDS };
        let mut known: BTreeSet<StreamId> = self.registers.iter().map(|it| it.stream).collect();
        let unknown = streams_in(&accesses).into_iter().filter(is_register);
        let registers = reader.read(&unread(unknown, &mut known)).await?;
        if !registers.is_empty() {
            self.registers.extend(registers);
            self.registers.sort_by_key(|entry| entry.position);
            self.directory = self.directory_at(OnRecord::ALL);
        }
        self.accesses.extend(accesses);
        Ok(self)
    }
}
