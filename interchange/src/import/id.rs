//! Identifiers of what an import names, derived with keys of the ledger: the same row again has the
//! same identifiers, and nobody without the ledger's secret can tell a name from one.

use uuid::Uuid;

use candour_domain::entry::StreamId;
use candour_domain::identifier::{AgencyId, CaseId, ChildId, PersonId, PractitionerId, RequestId};

use super::known::Who;
use super::name::fold;

/// Digests that are keyed with the ledger's secret.
pub trait Keys: Sync {
    /// A digest of the bytes, for one purpose.
    fn digest(&self, purpose: &str, bytes: &[u8]) -> [u8; 32];
}

impl<F: Fn(&str, &[u8]) -> [u8; 32] + Sync> Keys for F {
    fn digest(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        self(purpose, bytes)
    }
}

/// Derives identifiers.
#[derive(Clone, Copy)]
pub(crate) struct Ids<'a>(pub(crate) &'a dyn Keys);

impl std::fmt::Debug for Ids<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ids(..)")
    }
}

impl Ids<'_> {
    fn derived(&self, purpose: &str, parts: &[&str]) -> Uuid {
        let mut bytes = Vec::new();
        for part in parts {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part.as_bytes());
        }
        let digest = self.0.digest(purpose, &bytes);
        let mut half = [0; 16];
        half.copy_from_slice(&digest[..16]);
        Uuid::new_v8(half)
    }

    pub(crate) fn case(&self, case_ref: &str) -> CaseId {
        CaseId::new(self.derived("import case", &[case_ref]))
    }

    pub(crate) fn child(&self, case_ref: &str, name: &str) -> ChildId {
        ChildId::new(self.derived("import child", &[case_ref, &fold(name)]))
    }

    pub(crate) fn person(&self, case_ref: &str, name: &str) -> PersonId {
        PersonId::new(self.derived("import person", &[case_ref, &fold(name)]))
    }

    pub(crate) fn agency(&self, name: &str) -> AgencyId {
        AgencyId::new(self.derived("import agency", &[&fold(name)]))
    }

    pub(crate) fn practitioner(&self, agency: &str, name: &str) -> PractitionerId {
        PractitionerId::new(self.derived("import practitioner", &[&fold(agency), &fold(name)]))
    }

    /// The request of a row: the same whatever the file is called and wherever in it the row stands.
    pub(crate) fn row(&self, agency: &str, case_ref: &str, reference: &str) -> RequestId {
        let parts = [&fold(agency), case_ref, reference];
        RequestId::new(self.derived("import row", &parts))
    }

    /// The request that records one thing about somebody or something that an import names.
    pub(crate) fn identity(&self, what: &str, parts: &[&str]) -> RequestId {
        let mut all = vec![what];
        all.extend_from_slice(parts);
        RequestId::new(self.derived("import identity", &all))
    }

    /// The request by which an import identifies somebody whom it names.
    pub(crate) fn of_rows(&self, who: Who) -> RequestId {
        let stream = match who {
            Who::Child(id) => StreamId::Child(id),
            Who::Person(id) => StreamId::Person(id),
        };
        self.identity("identified", &[&stream.to_string()])
    }

    /// The request that corrects a row to a content, where another stands now.
    pub(crate) fn correction(&self, row: RequestId, now: Uuid, content: &[u8]) -> RequestId {
        let mut bytes = row.uuid().as_bytes().to_vec();
        bytes.extend_from_slice(now.as_bytes());
        bytes.extend_from_slice(content);
        let digest = self.0.digest("import correction", &bytes);
        let mut half = [0; 16];
        half.copy_from_slice(&digest[..16]);
        RequestId::new(Uuid::new_v8(half))
    }
}
