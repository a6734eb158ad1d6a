//! What a check of the whole ledger came to, in words.

use std::io;

use super::{AtFault, Checked, ClocksShown, NotReadAgain, SealedUpTo, accesses};
use crate::output::Output;
use crate::show::words;

/// Says what was found, for people.
pub(super) fn told(checked: &Checked, against: bool, output: &mut Output) -> io::Result<()> {
    let Checked { ledger, sound, fault, accesses, .. } = checked;
    if let Some(AtFault { position, what }) = fault {
        output.heading(&format!("Ledger {ledger} is at fault"), "")?;
        let place = position.map_or_else(String::new, |it| format!("Record #{it}: "));
        output.line(&format!("{place}{what}"))?;
    } else {
        told_sound(checked, against, output)?;
    }
    if let Some(accesses) = accesses {
        accesses::told(accesses, output)?;
    }
    if *sound {
        return Ok(());
    }
    output.note("next: keep the file as it is, and compare it with a backup")
}

fn told_sound(checked: &Checked, against: bool, output: &mut Output) -> io::Result<()> {
    let Checked { ledger, records, not_read_again, root, sealed, clocks, .. } = checked;
    output.heading(&format!("Ledger {ledger} is sound"), "")?;
    output.line(&format!(
        "{records} records: none missing or out of order, all understood, every commitment and leaf \
         recomputed."
    ))?;
    if let Some(NotReadAgain { records, checked_at }) = not_read_again {
        output.line(&format!(
            "The first {records} of them were checked by a run at {}, and were not read again: an alteration \
             since then would not be found.",
            words::moment(*checked_at)
        ))?;
    }
    output.line(&format!("root  {}", root.as_deref().unwrap_or_default()))?;
    match sealed {
        None => output.line("No checkpoint has been signed yet.")?,
        Some(it) => {
            let seen = it.witnessed_at.map_or_else(
                || "no witness's time stands on it".to_owned(),
                |at| format!("enough witnesses had seen it by {}", words::moment(at)),
            );
            let (agreed, records) = (agreed(it), it.records);
            output.line(&format!("{agreed}; the last covers {records} records, {seen}."))?;
        }
    }
    if let Some(ClocksShown { times, entry, recorded_at, witness, seen_at, how }) = clocks {
        output.line(&format!(
            "Clocks contradict each other {times} times: first at entry #{entry}, recorded at {}, {how} by \
             {witness} at {}. Order and content stand; the ledger's times are not to be relied on there.",
            words::moment(*recorded_at),
            words::moment(*seen_at)
        ))?;
    }
    if against {
        output.line(
            "The checkpoint that you gave is one of this ledger, and nothing up to it has changed.",
        )?;
    }
    Ok(())
}

/// How many checkpoints agree, in words.
pub(super) fn agreed(sealed: &SealedUpTo) -> String {
    let count = sealed.checkpoints;
    let agree = if count == 1 { "checkpoint agrees" } else { "checkpoints agree" };
    format!("{count} {agree}")
}
