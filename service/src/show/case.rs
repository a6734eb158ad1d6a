//! Cases for people: the list, and one case as it stands or stood.

use std::io;

use candour_domain::time::Certainty;
use candour_projections::case_list::CaseList;
use candour_projections::case_view::{
    AgencyInCase, Allocated, CaseStatus, CaseView, ChildInCase, FgdmInvitee, FgdmStanding, Flag,
    HouseholdMember, Involvement, Membership, OwnWords, PersonInCase, Sighting, Stand,
};
use candour_projections::shape::{Dated, Pointer};

use super::words::{age, children as names, code, or_dash, with};
use crate::output::Output;

pub(crate) fn status(status: CaseStatus) -> &'static str {
    match status {
        CaseStatus::NotOpened => "not opened",
        CaseStatus::Open => "open",
        CaseStatus::Closed => "closed",
    }
}

fn dated(when: Option<&Dated>) -> String {
    or_dash(when.map(|it| it.text.as_str()).unwrap_or_default())
}

/// The cases of a ledger.
pub(crate) fn list(list: &CaseList, output: &mut Output) -> io::Result<()> {
    if list.cases.is_empty() {
        return output.part("There is none yet.");
    }
    let headings = ["Reference", "Children", "Held by", "Opened", "Status", "Entries", "Case"];
    let mut table = output.look.table(&headings);
    for line in &list.cases {
        table.add_row([
            or_dash(line.reference.as_deref().unwrap_or_default()),
            or_dash(&names(&line.children)),
            or_dash(line.authority.as_ref().map(|it| it.name.as_str()).unwrap_or_default()),
            dated(line.opened.as_ref()),
            status(line.status).to_owned(),
            line.entries.map_or_else(|| "-".to_owned(), |entries| entries.to_string()),
            line.case.to_string(),
        ]);
    }
    output.table_part(table)
}

/// One case.
pub(crate) fn view(view: &CaseView, output: &mut Output) -> io::Result<()> {
    let held = view.authority.as_ref().map_or("not recorded", |it| it.name.as_str());
    output.part(&format!("Status     {}", status(view.status)))?;
    output.line(&format!("Opened     {}", dated(view.opened.as_ref())))?;
    if view.closed.is_some() {
        output.line(&format!("Closed     {}", dated(view.closed.as_ref())))?;
    }
    output.line(&format!("Held by    {held}"))?;
    output.line(&format!("Entries    {}, of which {} withdrawn", view.entries, view.withdrawn))?;
    output.line(&format!("Case       {}", view.case))?;
    children(&view.children, output)?;
    people(&view.people, output)?;
    household(&view.household, output)?;
    allocated(&view.allocated, output)?;
    agencies(&view.agencies, output)?;
    fgdm(&view.fgdm, output)?;
    flags(&view.flags, output)
}

/// The children, where each stands, and when each was last seen and heard.
pub(crate) fn children(children: &[ChildInCase], output: &mut Output) -> io::Result<()> {
    output.part("Children")?;
    if children.is_empty() {
        return output.line("  none on record");
    }
    let headings = [
        "Name",
        "Born",
        "Age",
        "Where they stand",
        "Last seen",
        "Last seen alone",
        "Last own words",
    ];
    let mut table = output.look.table(&headings);
    for it in children {
        let left = match &it.membership {
            Membership::Joined { .. } | Membership::Named { .. } => String::new(),
            Membership::Left { on, .. } => format!("left {}", on.text),
        };
        let stands: Vec<String> = it.stands.iter().map(stand).collect();
        table.add_row([
            with(&it.child.name, &left),
            dated(it.born.as_ref()),
            age(&it.age),
            or_dash(&stands.join("; ")),
            sighting(it.last_seen.as_ref()),
            sighting(it.last_seen_alone.as_ref()),
            own_words(it.last_own_words.as_ref()),
        ]);
    }
    output.table(table)
}

fn stand(stand: &Stand) -> String {
    let category = stand.category.as_ref().map_or_else(String::new, |it| format!(", {it}"));
    let note = stand.note.as_ref().map_or_else(String::new, |it| format!("; {it}"));
    let (stage, label) = (code(&stand.stage), &stand.by.label);
    format!("{stage}{category} since {} ({label}{note})", stand.since.text)
}

fn sighting(sighting: Option<&Sighting>) -> String {
    sighting.map_or_else(
        || "-".to_owned(),
        |it| format!("{} by {} ({})", it.on.text, it.by, it.entry.label),
    )
}

fn own_words(said: Option<&OwnWords>) -> String {
    said.map_or_else(
        || "-".to_owned(),
        |it| format!("{}, {} ({})", it.words, it.on.text, it.entry.label),
    )
}

/// The people around the children.
pub(crate) fn people(people: &[PersonInCase], output: &mut Output) -> io::Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    output.part("People")?;
    let headings = ["Name", "Part", "Related", "Parental responsibility"];
    let mut table = output.look.table(&headings);
    for it in people {
        let related: Vec<String> = it
            .relationships
            .iter()
            .map(|it| with(&it.relationship, &format!("to {}", it.of_name)))
            .collect();
        let responsibility: Vec<String> = it
            .parental_responsibility
            .iter()
            .map(|it| format!("{} ({})", code(&it.holds), it.child.name))
            .collect();
        table.add_row([
            it.person.name.clone(),
            or_dash(it.part.as_deref().unwrap_or_default()),
            or_dash(&related.join("; ")),
            or_dash(&responsibility.join("; ")),
        ]);
    }
    output.table(table)
}

fn household(members: &[HouseholdMember], output: &mut Output) -> io::Result<()> {
    if members.is_empty() {
        return Ok(());
    }
    output.part("Household")?;
    let mut table = output.look.table(&["Name", "Place in it", "From", "Until", "Note"]);
    for it in members {
        let unsure = if it.then == Certainty::NotCertain { "not certain then" } else { "" };
        table.add_row([
            it.name.clone(),
            with(&code(&it.membership), unsure),
            dated(it.from.as_ref()),
            dated(it.until.as_ref()),
            or_dash(it.note.as_deref().unwrap_or_default()),
        ]);
    }
    output.table(table)
}

fn allocated(all: &[Allocated], output: &mut Output) -> io::Result<()> {
    output.part("Allocated")?;
    if all.is_empty() {
        return output.line("  nobody on record");
    }
    let mut table = output.look.table(&["Name", "Agency", "Role", "Post", "Since", "By entry"]);
    for it in all {
        table.add_row([
            it.name.clone(),
            it.agency.name.clone(),
            code(&it.role),
            or_dash(it.post.as_deref().unwrap_or_default()),
            it.since.text.clone(),
            it.entry.label.clone(),
        ]);
    }
    output.table(table)
}

fn agencies(all: &[AgencyInCase], output: &mut Output) -> io::Result<()> {
    output.part("Agencies")?;
    if all.is_empty() {
        return output.line("  none on record");
    }
    let mut table = output.look.table(&["Agency", "Involved since", "Children", "Entries"]);
    for it in all {
        let involvement = match it.involvement {
            Involvement::Recorded => it.entry.label.clone(),
            Involvement::Ended => format!("ended, {}", it.entry.label),
            Involvement::Inferred => format!("inferred from {}", it.entry.label),
        };
        table.add_row([
            it.agency.name.clone(),
            with(&it.since.text, &involvement),
            or_dash(&names(&it.children)),
            it.entries.to_string(),
        ]);
    }
    output.table(table)
}

fn fgdm(standing: &FgdmStanding, output: &mut Output) -> io::Result<()> {
    output.part("Family group decision making")?;
    let mut said = false;
    for it in &standing.offers {
        said = true;
        let stands = it.stands.as_ref().map_or_else(|| "no answer on record".to_owned(), code);
        let to = &it.to.name;
        let asked = match it.as_a {
            FgdmInvitee::Offered => format!("offered to {to}"),
            FgdmInvitee::Network => format!("{to} invited as family network"),
        };
        output.line(&format!("  {asked} {}: {stands} ({})", it.on.text, it.entry.label))?;
    }
    let decisions = [&standing.considered, &standing.not_offered, &standing.not_held];
    for it in decisions.into_iter().flatten() {
        said = true;
        output.line(&format!("  {} {} ({})", it.decision, it.on.text, it.entry.label))?;
    }
    for it in &standing.held {
        said = true;
        output
            .line(&format!("  held {}, {} there ({})", it.on.text, it.attended, it.entry.label))?;
    }
    for it in &standing.answers_without_offer {
        said = true;
        let (by, answer) = (&it.by.name, code(&it.answer));
        let words =
            format!("  {by} {answer} {}; no offer on record ({})", it.on.text, it.entry.label);
        output.line(&words)?;
    }
    if said { Ok(()) } else { output.line("  nothing on record") }
}

/// What a reader's eye should be drawn to.
pub(crate) fn flags(flags: &[Flag], output: &mut Output) -> io::Result<()> {
    if flags.is_empty() {
        return Ok(());
    }
    output.part("To look at (facts of the record, never findings)")?;
    for flag in flags {
        output.line(&format!("  {} ({})", flag.text, labels(&flag.entries)))?;
    }
    Ok(())
}

/// What entries are called, in one line.
pub(crate) fn labels(entries: &[Pointer]) -> String {
    let labels: Vec<&str> = entries.iter().map(|it| it.label.as_str()).collect();
    labels.join(", ")
}
