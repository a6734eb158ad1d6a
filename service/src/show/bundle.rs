//! Bundles, for people: what was made, what a check found, and what was handed out.

use std::collections::BTreeMap;
use std::io;

use candour_domain::case::access::{ExportAudience, ExportMade};
use candour_interchange::bundle::{
    Between, BundleFault, Completeness, KeyReplaced, KeyTrust, PolicyTrust, Seal, Verdict, code,
};
use chrono::{DateTime, Utc};

use super::words::moment;
use crate::output::Output;

fn reader(audience: ExportAudience) -> &'static str {
    match audience {
        ExportAudience::Panel => "a review panel",
        ExportAudience::Court => "a court",
        ExportAudience::Subject => "its subject",
        ExportAudience::Auditor => "an auditor",
    }
}

/// A bundle that was made and entered.
pub(crate) fn made(
    export: &ExportMade,
    file: &str,
    complete_to: u64,
    output: &mut Output,
) -> io::Result<()> {
    let title = format!("A bundle for {} in {file}", reader(export.audience));
    output.heading(&title, "")?;
    output.line(&format!("  {} entries shown, up to entry #{complete_to}", export.shown))?;
    for it in &export.withheld {
        let (reason, texts, entries) = (code(it.reason), it.texts, it.entries);
        output.line(&format!("  withheld as {reason}: {texts} texts, {entries} entries"))?;
    }
    output.line(&format!("  digest  {}", export.file))?;
    output.line("It is entered in the ledger of accesses.")?;
    output.note(&format!("next: candour verify-bundle {file}, on any machine"))
}

/// The exports of a case.
pub(crate) fn exports<'a>(
    exports: impl ExactSizeIterator<Item = (DateTime<Utc>, &'a ExportMade)>,
    output: &mut Output,
) -> io::Result<()> {
    if exports.len() == 0 {
        return output.part("None.");
    }
    let headings = ["When", "For", "Handed to", "Shown", "Withheld", "Digest of the file"];
    let mut table = output.look.table(&headings);
    for (at, made) in exports {
        let withheld = made
            .withheld
            .iter()
            .map(|it| format!("{} ({} texts, {} entries)", code(it.reason), it.texts, it.entries));
        let withheld: Vec<String> = withheld.collect();
        table.add_row([
            moment(at),
            reader(made.audience).to_owned(),
            made.made_for.as_ref().map(ToString::to_string).unwrap_or_default(),
            made.shown.to_string(),
            withheld.join("; "),
            made.file.to_string(),
        ]);
    }
    output.table_part(table)
}

/// A bundle at fault.
pub(crate) fn fault(fault: &BundleFault, output: &mut Output) -> io::Result<()> {
    output.heading("The bundle is at fault", "")?;
    let place = fault.place.as_ref();
    if let Some(place) = place {
        output.line(&format!(
            "Entry #{}, revision {} of {}:",
            place.position, place.revision, place.stream
        ))?;
    }
    output.line(&format!("  {}", fault.wrong))?;
    output.note("next: ask whoever made it for another, and keep this one as it is")
}

/// A bundle without fault: what is shown by it.
pub(crate) fn verdict(verdict: &Verdict, output: &mut Output) -> io::Result<()> {
    let case = verdict.case;
    output.heading(&format!("The bundle of case {case} is genuine and unaltered"), "")?;
    output.line(&format!(
        "Its maker says that it was made for {}{}, at {}.",
        reader(verdict.audience),
        verdict.made_for.as_ref().map(|it| format!(" ({it})")).unwrap_or_default(),
        moment(verdict.made_at),
    ))?;
    seal(&verdict.seal, output)?;
    streams(verdict, output)?;
    withheld(verdict, output)?;
    times(verdict, output)
}

fn seal(seal: &Seal, output: &mut Output) -> io::Result<()> {
    output.part("The checkpoint to which every proof leads")?;
    output.line(&format!("  {} entries, root {}", seal.size, seal.root))?;
    output.line(&match seal.key_trust {
        KeyTrust::Given => "  signed: the key follows from the one that you gave".to_owned(),
        KeyTrust::BundlesOwn => format!(
            "  signed: the bundle's own key was believed; compare it with one from elsewhere:\n  {}",
            seal.key
        ),
    })?;
    for KeyReplaced { key: _, introduced, vouched_by, witnessed_at } in &seal.replaced {
        let seen = witnessed_at.map_or_else(
            || "not witnessed: on the word of that key alone".to_owned(),
            |at| format!("witnessed: by {}", moment(at)),
        );
        output.line(&format!(
            "  a new key, introduced by entry #{introduced}: the key before it signed over {vouched_by} \
             entries, {seen}"
        ))?;
    }
    let policy = match seal.policy_trust {
        PolicyTrust::Given => "by the policy that you gave",
        PolicyTrust::LedgersOwn => "by the ledger's own policy, which was believed",
        PolicyTrust::None => "and the ledger has no policy on witnesses",
    };
    output.line(&match seal.witnessed_at {
        Some(at) => format!("  witnessed: by {}, {policy}", moment(at)),
        None => format!("  not witnessed: no time is vouched for, {policy}"),
    })?;
    for (witness, at) in &seal.cosigned {
        output.line(&format!("    {witness} at {}", moment(*at)))?;
    }
    Ok(())
}

fn streams(verdict: &Verdict, output: &mut Output) -> io::Result<()> {
    let alone: u64 = verdict.streams.iter().map(|it| it.leaves_alone).sum();
    let to = verdict.seal.complete_to;
    output.part(&if alone == 0 {
        format!("Complete up to entry #{to}: nothing of these streams was left out")
    } else {
        format!(
            "Complete by position up to entry #{to} as the maker states: {alone} entries withheld, their \
             place in the stream not proved"
        )
    })?;
    let mut table = output.look.table(&["Stream", "Entries", "Leaf alone", "Complete"]);
    for stream in &verdict.streams {
        table.add_row([
            stream.stream.clone(),
            stream.entries.to_string(),
            stream.leaves_alone.to_string(),
            match stream.complete {
                Completeness::Proved => "proved",
                Completeness::AsTheMakerStates => "as the maker states",
            }
            .to_owned(),
        ]);
    }
    output.table(table)?;
    output.line(&format!("{} entries shown.", verdict.shown))?;
    if verdict.emptied > 0 {
        output.line(&format!(
            "{} parts were emptied in the ledger, as the maker says.",
            verdict.emptied
        ))?;
    }
    if verdict.not_read > 0 {
        output.line(&format!(
            "{} of them are genuine, and this program cannot read them.",
            verdict.not_read
        ))?;
    }
    Ok(())
}

fn withheld(verdict: &Verdict, output: &mut Output) -> io::Result<()> {
    if verdict.withheld.is_empty() {
        return output.part("Nothing is withheld.");
    }
    output.part("Withheld, by reason, as the maker says")?;
    let mut table = output.look.table(&["Reason", "Texts", "Entries"]);
    for it in &verdict.withheld {
        table.add_row([code(it.reason).to_owned(), it.texts.to_string(), it.entries.to_string()]);
    }
    output.table(table)
}

/// Between which witnessed times the entries were put where they stand.
fn times(verdict: &Verdict, output: &mut Output) -> io::Result<()> {
    type Bounds = (Option<DateTime<Utc>>, Option<DateTime<Utc>>);
    let mut counts: BTreeMap<Bounds, u64> = BTreeMap::new();
    for entry in &verdict.entries {
        let Between { not_before, not_after } = entry.between;
        *counts.entry((not_before, not_after)).or_default() += 1;
    }
    output.part("When entries were put where they stand, by witnessed times")?;
    let mut table = output.look.table(&["Not before", "Not after", "Entries"]);
    let time = |at: Option<DateTime<Utc>>| at.map_or_else(|| "not shown".to_owned(), moment);
    for ((not_before, not_after), count) in counts {
        table.add_row([time(not_before), time(not_after), count.to_string()]);
    }
    output.table(table)?;
    let outside = verdict.entries.iter().filter(|it| it.claimed_outside).count();
    if outside > 0 {
        output.line(&format!(
            "Of {outside} entries the ledger's own time lies outside of those by more than five minutes."
        ))?;
    }
    Ok(())
}
