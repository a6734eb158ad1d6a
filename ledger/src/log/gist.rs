//! What was read of one stream and which of its records matter, kept as text so that whoever needs those alone
//! does not read the stream whole again. It is no evidence: it says where to look, and what it names is read
//! from the ledger. One that does not hold together, or no longer fits the stream, counts as none.

use uuid::Uuid;

use super::digested;
use crate::leaf::Leaf;
use crate::merkle::Hash;
use crate::note::{base64_of, hash_of_base64};
use crate::port::{EventStore, ReadError, StreamPage};
use crate::record::{Record, Revision, StreamName};

const FORM: &str = "candour stream gist v1";

/// Up to where a stream was read, and which of its records matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gist {
    /// The last record that was read.
    pub last: Revision,
    /// Its leaf.
    pub leaf: Hash,
    /// The records that matter, in their order.
    pub matter: Vec<Revision>,
}

impl Gist {
    /// As text, with a digest at its end.
    pub fn to_text(&self, ledger: Uuid) -> String {
        let Self { last, leaf, matter } = self;
        let mut lines = format!("{last} {}\n", base64_of(leaf));
        for revision in matter {
            lines.extend([&revision.to_string(), "\n"]);
        }
        digested::written((FORM, ledger), &lines)
    }

    /// Reads such a text of this ledger; nothing where it does not hold together.
    pub fn parse(whole: &str, ledger: Uuid) -> Option<Self> {
        let mut lines = digested::lines((FORM, ledger), whole)?;
        let (last, leaf) = lines.next()?.split_once(' ')?;
        let revision = |text: &str| text.parse().ok().map(Revision::from_number);
        let (last, leaf) = (revision(last)?, hash_of_base64(leaf)?);
        let matter = lines.map(revision).collect::<Option<Vec<_>>>()?;
        let ascending = matter.is_sorted_by(|one, next| one < next);
        (ascending && matter.last().is_none_or(|it| *it <= last)).then_some(Self {
            last,
            leaf,
            matter,
        })
    }

    /// The records that matter, where the stream still has the record at which it was read last.
    ///
    /// # Errors
    /// Fails where the store cannot be read.
    pub async fn records(
        &self,
        store: &dyn EventStore,
        stream: &StreamName,
    ) -> Result<Option<Vec<Record>>, ReadError> {
        let ledger = store.identity().id;
        let last = one(store, stream, self.last).await?;
        if last.is_none_or(|record| Leaf::of(ledger, &record).hash() != self.leaf) {
            return Ok(None);
        }
        let mut records = Vec::with_capacity(self.matter.len());
        for revision in &self.matter {
            let Some(record) = one(store, stream, *revision).await? else { return Ok(None) };
            records.push(record);
        }
        Ok(Some(records))
    }
}

/// One record of a stream.
async fn one(
    store: &dyn EventStore,
    stream: &StreamName,
    revision: Revision,
) -> Result<Option<Record>, ReadError> {
    Ok(match store.read_stream(stream, revision, 1).await? {
        StreamPage::Missing => None,
        StreamPage::Found { records, last: _ } => {
            records.into_iter().next().filter(|record| record.revision == revision)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEDGER: Uuid = Uuid::from_bytes([7; 16]);

    #[test]
    fn a_gist_that_does_not_hold_counts_as_none() {
        let revision = Revision::from_number;
        let gist =
            Gist { last: revision(9), leaf: [4; 32], matter: vec![revision(1), revision(5)] };
        let text = gist.to_text(LEDGER);
        assert_eq!(Gist::parse(&text, LEDGER), Some(gist.clone()));
        assert_eq!(Gist::parse(&text, Uuid::from_bytes([8; 16])), None);
        for place in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[place] ^= 1;
            let changed = String::from_utf8(bytes).unwrap();
            assert_eq!(Gist::parse(&changed, LEDGER), None, "byte {place}");
            assert_eq!(Gist::parse(&text[..place], LEDGER), None, "cut at {place}");
        }
        // What cannot be so is none, though its digest is right.
        let beyond = Gist { matter: vec![revision(10)], ..gist.clone() };
        assert_eq!(Gist::parse(&beyond.to_text(LEDGER), LEDGER), None);
        let backwards = Gist { matter: vec![revision(5), revision(1)], ..gist };
        assert_eq!(Gist::parse(&backwards.to_text(LEDGER), LEDGER), None);
    }
}
