//! How far a bundle's checkpoint is to be believed: the chain of keys from the first, or from the one that
//! whoever checks had from elsewhere, the witnesses, and the anchors that stand in the tree itself.

use candour_domain::ledger_stream::LedgerKind;
use candour_ledger::merkle::{self, Hash, TreeHead};
use candour_ledger::note::{KeyChain, KeyName, Policy, SignedCheckpoint, Verifier, base64_of};
use uuid::Uuid;

use super::check::{Pins, Rebuilt, rebuilt};
use super::fault::{BundleFault, Place, Wrong, at};
use super::form::LedgerEntryText;
use super::own_entries::{Anchor, HeadsEntry, Says, policy_at, says};
use super::verdict::{KeyReplaced, KeyTrust, PolicyTrust, Seal};
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

    /// The chain of keys, from the one that is trusted on.
    fn chain(&self, origin: &KeyName, pins: &Pins) -> Result<KeyChain, BundleFault> {
        let (_, _, place) = self.keys.first().ok_or(Wrong::NoKey)?;
        let mut chain = match &pins.key {
            None => KeyChain::of(origin.clone()),
            Some(pin) if self.keys.iter().any(|(_, key, _)| key == pin) => {
                KeyChain::from_key(origin.clone(), pin.clone())
            }
            Some(_) => return Err(at(place, Wrong::OtherKey)),
        };
        let mut keys = self.keys.iter().peekable();
        for (anchor, _) in &self.anchors {
            while let Some((leaf, key, _)) = keys.next_if(|(leaf, _, _)| *leaf < anchor.index) {
                chain.introduce(*leaf, key.clone());
            }
            chain.see(&anchor.checkpoint);
        }
        keys.for_each(|(leaf, key, _)| chain.introduce(*leaf, key.clone()));
        Ok(chain)
    }

    /// Checks that the checkpoint is signed by a key that follows from the one that is trusted.
    fn signed(
        &self,
        origin: &KeyName,
        checkpoint: &SignedCheckpoint,
        chain: &KeyChain,
    ) -> Result<(), BundleFault> {
        let Err(why) = chain.signed(checkpoint) else { return Ok(()) };
        let counts = |key: &Verifier| chain.links().any(|link| link.key == *key);
        let unvouched = self
            .keys
            .iter()
            .find(|(_, key, _)| !counts(key) && checkpoint.signed_by(origin, [key]).is_ok());
        match unvouched {
            Some((_, _, place)) => Err(at(place, Wrong::KeyNotVouchedFor)),
            None => Err(Wrong::Untrusted(why).into()),
        }
    }

    /// The keys behind the first of a chain, each with what vouches for it.
    fn replaced(&self, chain: &KeyChain, pins: &Pins) -> Vec<KeyReplaced> {
        let witnessed = |size| {
            let of = |it: &&(Anchor, Place)| it.0.checkpoint.claim().head.size == size;
            let (anchor, _) = self.anchors.iter().find(of)?;
            let own = policy_at(&self.policies, anchor.index);
            pins.policy.as_ref().or(own).and_then(|it| seen_by(it, &anchor.checkpoint))
        };
        let each = chain.links().filter_map(|link| {
            let vouched_by = link.vouched?;
            Some(KeyReplaced {
                key: link.key.to_string(),
                introduced: link.introduced + 1,
                vouched_by,
                witnessed_at: witnessed(vouched_by),
            })
        });
        each.collect()
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
        let chain = self.chain(&origin, pins)?;
        self.signed(&origin, checkpoint, &chain)?;
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
            key: chain.links().next().map(|it| it.key.to_string()).unwrap_or_default(),
            replaced: self.replaced(&chain, pins),
            key_trust: if pins.key.is_some() { KeyTrust::Given } else { KeyTrust::BundlesOwn },
            policy_trust,
            cosigned: cosigned.iter().map(|it| (it.witness.name().to_string(), it.at)).collect(),
            witnessed_at,
            complete_to: self.heads()?.size,
        };
        Ok((seal, Times::of(&seen)))
    }
}
