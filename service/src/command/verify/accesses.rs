//! The ledger of accesses, checked as the ledger is beside which it stands: its file, every record, every
//! checkpoint; and that it is sealed with that ledger's key, so that no other stands in its place.

use std::io;
use std::path::Path;
use std::sync::Arc;

use candour_ledger::EventStore;
use candour_ledger::note::Verifier;
use schemars::JsonSchema;
use serde::Serialize;

use super::{AtFault, Checking, SealedUpTo, Sound, at_fault, check, sound};
use crate::access;
use crate::output::Output;
use crate::sealing;
use crate::store::Store;

/// What came of checking the ledger of accesses, as `--json` prints it.
#[derive(Clone, Serialize, JsonSchema)]
#[schemars(rename = "AccessesChecked")]
pub(crate) struct AccessesChecked {
    /// Which ledger it is, where it can be opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    ledger: Option<uuid::Uuid>,
    pub(super) sound: bool,
    records: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    root: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sealed: Option<SealedUpTo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<AtFault>,
}

fn faulty(ledger: Option<uuid::Uuid>, records: u64, fault: AtFault) -> AccessesChecked {
    let (root, sealed) = (None, None);
    AccessesChecked { ledger, sound: false, records, root, sealed, fault: Some(fault) }
}

fn because(what: &str) -> AtFault {
    AtFault { position: None, what: what.to_owned() }
}

/// Checks the ledger of accesses of a directory, where there is one, given the keys of the ledger itself where
/// that one is sound.
pub(super) async fn accesses(
    directory: &Path,
    keys: Option<&[Verifier]>,
    draws: bool,
) -> anyhow::Result<Option<AccessesChecked>> {
    let (folder, store) = match access::reading(directory) {
        Ok(Some(there)) => there,
        // What was signed over it stands where it stood.
        Ok(None) if access::was_sealed(directory) => {
            let fault = because("it is gone, and what was signed over it is there");
            return Ok(Some(faulty(None, 0, fault)));
        }
        Ok(None) => return Ok(None),
        Err(error) => return Ok(Some(faulty(None, 0, because(&format!("{error:#}"))))),
    };
    checked((&folder, &store), keys, draws).await.map(Some)
}

async fn checked(
    (folder, store): (&Path, &Arc<Store>),
    keys: Option<&[Verifier]>,
    draws: bool,
) -> anyhow::Result<AccessesChecked> {
    let ledger = Some(store.identity().id);
    let checking = Checking { directory: folder, store, draws, against: None };
    let ran = match check(&checking, None, &mut |_| ()).await? {
        Ok(ran) => ran,
        Err(fault) => return Ok(faulty(ledger, 0, fault)),
    };
    let records = ran.records;
    let found = match ran.found {
        Ok(found) => found,
        Err(fault) => return Ok(faulty(ledger, records, at_fault(fault))),
    };
    // A key of the ledger under the name of this one has the same bytes.
    let strange = |key: &&Verifier| {
        keys.is_some_and(|keys| !keys.iter().any(|it| it.public() == key.public()))
    };
    if let Some(key) = found.keys.iter().find(strange) {
        let what = format!(
            "it is sealed with the key {}, which is none of the ledger's: it is the ledger of accesses of \
             another, or was put in the place of this one's",
            key.id()
        );
        return Ok(faulty(ledger, records, because(&what)));
    }
    let Sound { root, sealed, .. } = sound(found);
    Ok(AccessesChecked { ledger, sound: true, records, root: Some(root), sealed, fault: None })
}

/// Says what was found, for people.
pub(super) fn told(checked: &AccessesChecked, output: &mut Output) -> io::Result<()> {
    let AccessesChecked { ledger, sound: _, records, root: _, sealed, fault } = checked;
    let name = ledger.map_or_else(String::new, |it| format!(" {it}"));
    if let Some(AtFault { position, what }) = fault {
        let place = position.map_or_else(String::new, |it| format!("record #{it}: "));
        return output.line(&format!("The ledger of accesses{name} is at fault: {place}{what}"));
    }
    let sealed = match sealed {
        None => "not sealed yet".to_owned(),
        Some(it) => format!("{}, over {} records", super::told::agreed(it), it.records),
    };
    output.line(&format!("The ledger of accesses{name} is sound: {records} records, {sealed}."))
}

/// Says which witnesses have not seen it of late.
pub(super) fn note_silent(directory: &Path, output: &mut Output) -> anyhow::Result<()> {
    let Some(folder) = access::file(directory).and_then(|it| it.parent().map(Path::to_owned))
    else {
        return Ok(());
    };
    let mut notes: Vec<String> = Vec::new();
    sealing::silent_witnesses(&folder, &mut notes)?;
    for note in notes {
        output.note(&format!("{note} (of the ledger of accesses)"))?;
    }
    Ok(())
}
