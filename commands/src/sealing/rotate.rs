//! Changing the ledger's key: the new one is introduced by an entry, a checkpoint that covers the entry is
//! signed with the old one and comes back into the ledger, whether or not a witness was there to see it, and
//! from then on the new one signs. Whoever trusts the first can follow.

use candour_domain::ledger_stream::LedgerEvent;
use candour_ledger::Failure;
use candour_ledger::note::Signer;
use candour_ledger::witness::AskWitness;
use candour_schemas::proof;

use super::SealError;
use super::seal::{Edge, Sealed, Sealer, Sealing, Want};

impl Sealer {
    /// Introduces a new key under the one that signs now, and signs with it from then on. Answers with
    /// the checkpoint under the old key that covers the introduction. The caller keeps the new key before
    /// it asks for this, and puts it in the old one's place afterwards.
    ///
    /// # Errors
    /// As [`Self::seal`]. Where it fails, the old key signs on; asking again introduces the key once.
    pub async fn replace_key(
        &mut self,
        new: Signer,
        mut edge: Edge<'_>,
        ask: &dyn AskWitness,
    ) -> Result<Sealed, SealError> {
        if self.said.chain.introduced().is_empty() {
            let first = Edge { now: edge.now, request: &mut *edge.request };
            self.seal(Want::Now, first, ask).await?;
        }
        let key = new.verifier();
        self.expect_key(key.clone());
        let last = self.said.chain.introduced().last();
        if last.is_none_or(|(_, last)| *last != key) {
            let introduced = proof::introduces(&key, Some(&self.signer.verifier()));
            let introduced = introduced.map_err(|error| {
                SealError::Unwritable(Failure::because("naming the key", error))
            })?;
            self.append(LedgerEvent::KeyIntroduced(introduced), &mut edge).await?;
        }
        let sealed = match self.seal(Want::Now, edge, ask).await? {
            Sealing::Sealed(sealed) => *sealed,
            Sealing::Quiet(_) => {
                let failure = Failure::new("signing a checkpoint over the new key");
                return Err(SealError::Unwritable(failure));
            }
        };
        (self.signer, self.expected) = (new, None);
        Ok(sealed)
    }
}
