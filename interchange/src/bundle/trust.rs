//! How far a bundle's checkpoint is to be believed: the chain of keys from the first, or from the one that
//! whoever checks had from elsewhere, the witnesses, and the anchors that stand in the tree itself.

use candour_domain::ledger_stream::LedgerKind;
use candour_ledger::merkle::{self, Hash, TreeHead};
use candour_ledger::note::{KeyName, Policy, SignedCheckpoint, Untrusted, Verifier, base64_of};
use uuid::Uuid;

use super::check::{Pins, Rebuilt, rebuilt};
use super::fault::{BundleFault, Place, Wrong, at};
use super::form::LedgerEntryText;
use super::own_entries::{Anchor, HeadsEntry, Says, policy_at, says};
use super::verdict::{KeyTrust, PolicyTrust, Seal};
use super::witnessed::{Seen, Times, seen_by};

/// The ledger's own entries of a bundle, each found in the tree.
pub(super) struct Own {
    opened: Option<LedgerKind>,
    keys: Vec<(u64, Verifier, Place)>,
    policies: Vec<(u64, Policy)>,
    anchors: Vec<(Anchor, Place)>,
    heads: Vec<(HeadsEntry, Place)>,
}

impl Own {
    /// Reads them, and finds each in the tree.
    pub(super) fn read(
        entries: &[LedgerEntryText],
        ledger: Uuid,
        head: &TreeHead,
    ) -> Result<Self, BundleFault> {
        let mut own = Self {
            opened: None,
            keys: Vec::new(),
            policies: Vec::new(),
            anchors: Vec::new(),
            heads: Vec::new(),
        };
        let mut before = None;
        for text in entries {
            let rebuilt = rebuilt(&text.entry, ledger, head)?;
            let place = rebuilt.place.clone();
            if before.is_some_and(|before| before >= text.entry.index) {
                return Err(at(&place, Wrong::OutOfOrder));
            }
            before = Some(text.entry.index);
            let grown = text.grown.as_deref().map(|path| path.iter().map(|it| it.0).collect());
            own.take(rebuilt, grown, ledger, head)?;
        }
        Ok(own)
    }

    fn take(
        &mut self,
        rebuilt: Rebuilt,
        grown: Option<Vec<Hash>>,
        ledger: Uuid,
        head: &TreeHead,
    ) -> Result<(), BundleFault> {
        let Rebuilt { record, place } = rebuilt;
        let fault = |wrong| at(&place, wrong);
        let index = record.position.number() - 1;
        let said = says(&record, ledger).map_err(|why| fault(Wrong::NotUnderstood(why)))?;
        match (said, grown) {
            (Says::Anchor(anchor), Some(grown)) => {
                let old = anchor.checkpoint.claim().head;
                merkle::verify_consistency(&old, head, &grown)
                    .map_err(|why| fault(Wrong::NotGrown(why)))?;
                let before = self.anchors.last();
                let sizes =
                    before.is_some_and(|(it, _)| it.checkpoint.claim().head.size > old.size);
                if old.size > index || sizes {
                    return Err(fault(Wrong::OutOfOrder));
                }
                self.anchors.push((*anchor, place));
            }
            (Says::Anchor(_), None) | (_, Some(_)) => return Err(fault(Wrong::Grown)),
            (Says::Opened(kind), None) => self.opened = Some(kind),
            (Says::Key(key), None) => self.keys.push((index, key, place)),
            (Says::Policy(policy), None) => self.policies.push((index, policy)),
            (Says::Heads(heads), None) => {
                if heads.size > index {
                    return Err(fault(Wrong::HeadsAhead));
                }
                self.heads.push((heads, place));
            }
            (Says::Nothing, None) => {}
        }
        Ok(())
    }

    /// Whether the ledger was opened for invented people alone.
    pub(super) fn is_synthetic(&self) -> bool {
        match self.opened {
            Some(LedgerKind::Synthetic) => true,
            None => false,
        }
    }

    /// The one entry that commits to the heads.
    pub(super) fn heads(&self) -> Result<HeadsEntry, BundleFault> {
        match self.heads.as_slice() {
            [(heads, _)] => Ok(*heads),
            others => Err(Wrong::HeadsEntries { found: others.len() }.into()),
        }
    }

    /// Checks that the checkpoint is signed by a key that follows from the one that is trusted.
    fn signed(
        &self,
        origin: &KeyName,
        checkpoint: &SignedCheckpoint,
        pins: &Pins,
    ) -> Result<&Verifier, BundleFault> {
        let (_, first, place) = self.keys.first().ok_or(Wrong::NoKey)?;
        let known = |pin: &Verifier| self.keys.iter().position(|(_, key, _)| key == pin);
        let start = match &pins.key {
            None => 0,
            Some(pin) => known(pin).ok_or_else(|| at(place, Wrong::OtherKey))?,
        };
        let chain = self.keys.get(start..).unwrap_or_default();
        let mut trusted: Vec<&Verifier> = chain.first().map(|it| &it.1).into_iter().collect();
        let mut unvouched = None;
        for (index, key, place) in chain.iter().skip(1) {
            // The first checkpoint that covers its entry is the old key's.
            let covers =
                self.anchors.partition_point(|(it, _)| it.checkpoint.claim().head.size <= *index);
            let vouched = self.anchors.get(covers).is_some_and(|(anchor, _)| {
                anchor.checkpoint.signed_by(origin, trusted.iter().copied()).is_ok()
            });
            if vouched {
                trusted.push(key);
            } else {
                unvouched = Some((key, place));
            }
        }
        match (checkpoint.signed_by(origin, trusted.iter().copied()), unvouched) {
            (Ok(_), _) => Ok(trusted.first().copied().unwrap_or(first)),
            (Err(Untrusted::Unsigned), Some((key, place)))
                if checkpoint.signed_by(origin, [key]).is_ok() =>
            {
                Err(at(place, Wrong::KeyNotVouchedFor))
            }
            (Err(why), _) => Err(Wrong::Untrusted(why).into()),
        }
    }

    /// Checks the anchors' signatures, and gathers the times that witnesses vouch for.
    fn seen(&self, origin: &KeyName, pins: &Pins) -> Result<Vec<Seen>, BundleFault> {
        let mut seen = Vec::with_capacity(self.anchors.len() + 1);
        for (anchor, place) in &self.anchors {
            let below = self.keys.iter().filter(|(index, _, _)| *index < anchor.index);
            anchor
                .checkpoint
                .signed_by(origin, below.map(|(_, key, _)| key))
                .map_err(|why| at(place, Wrong::Untrusted(why)))?;
            let policy = pins.policy.as_ref().or_else(|| policy_at(&self.policies, anchor.index));
            if let Some(at) = policy.and_then(|policy| seen_by(policy, &anchor.checkpoint)) {
                let size = anchor.checkpoint.claim().head.size;
                seen.push(Seen { anchor: Some(anchor.index), size, at });
            }
        }
        Ok(seen)
    }

    /// How far the checkpoint is to be believed, and the times that witnesses vouch for.
    pub(super) fn trust(
        &self,
        ledger: Uuid,
        checkpoint: &SignedCheckpoint,
        pins: &Pins,
    ) -> Result<(Seal, Times), BundleFault> {
        let origin = KeyName::of_ledger(ledger);
        let key = self.signed(&origin, checkpoint, pins)?;
        let mut seen = self.seen(&origin, pins)?;
        let TreeHead { size, root } = checkpoint.claim().head;
        let own = policy_at(&self.policies, size);
        let (policy, policy_trust) = match (&pins.policy, own) {
            (Some(policy), _) => (Some(policy), PolicyTrust::Given),
            (None, Some(policy)) => (Some(policy), PolicyTrust::LedgersOwn),
            (None, None) => (None, PolicyTrust::None),
        };
        let cosigned = policy.map(|it| it.cosignatures(checkpoint)).unwrap_or_default();
        if pins.policy.as_ref().is_some_and(|given| !given.is_met_by(&cosigned)) {
            return Err(Wrong::PolicyNotMet.into());
        }
        let witnessed_at = policy.and_then(|policy| seen_by(policy, checkpoint));
        seen.extend(witnessed_at.map(|at| Seen { anchor: None, size, at }));
        let seal = Seal {
            size,
            root: base64_of(&root),
            key: key.to_string(),
            key_trust: if pins.key.is_some() { KeyTrust::Given } else { KeyTrust::BundlesOwn },
            policy_trust,
            cosigned: cosigned.iter().map(|it| (it.witness.name().to_string(), it.at)).collect(),
            witnessed_at,
            complete_to: self.heads()?.size,
        };
        Ok((seal, Times::of(&seen)))
    }
}
