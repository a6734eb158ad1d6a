//! The guided tour: each stop says what to look for, and shows a command with its answer.

use super::Stage;
use crate::exit::Exit;

/// A stop of the tour: its title, what to look for, and the commands.
struct Stop {
    title: &'static str,
    look: &'static str,
    commands: &'static [&'static [&'static str]],
}

const STOPS: &[Stop] = &[
    Stop {
        title: "The case",
        look: "Who is in it, where each child stands, who is allocated, and what is flagged. A\n\
               grandmother's willingness to take part is recorded, and flagged as obliging nothing:\n\
               she was invited as family network, not offered the meeting.",
        commands: &[&["case", "show", "ASH-1", "--clock", "claims"]],
    },
    Stop {
        title: "The chronology",
        look: "Seven agencies' rows in one order, with how late each was entered. Uncertain dates\n\
               say so, and later remarks stand apart from the fact. Here January alone.",
        commands: &[&[
            "chronology",
            "ASH-1",
            "--from",
            "2026-01-01",
            "--to",
            "2026-01-31",
            "--clock",
            "claims",
        ]],
    },
    Stop {
        title: "Who knew what, and when",
        look: "Each fact against each agency: sent, held and known are never merged, and a telling\n\
               in part is told in part. Nothing is ranked.",
        commands: &[
            &["matrix", "ASH-1", "--clock", "claims"],
            &["who-knew", "H1", "--clock", "claims"],
        ],
    },
    Stop {
        title: "Two decisions in context",
        look: "What the deciding agency knew and listed, knew and did not list, what was held\n\
               elsewhere and for how long, and what was on record only afterwards. Nothing that\n\
               occurred after the decision is shown.",
        commands: &[
            &["decision", "C2", "--clock", "claims"],
            &["decision", "C7", "--clock", "claims"],
        ],
    },
    Stop {
        title: "Involved and not told",
        look: "On 26 January at 16:30. Involvement is inferred from each agency's own rows, so this\n\
               is a list of questions, not of failings.",
        commands: &[&["gaps", "ASH-1", "--at", "2026-01-26T16:30", "--clock", "claims"]],
    },
    Stop {
        title: "Late records",
        look: "Recorded more than five working days after the latest time they can have happened,\n\
               and those about the time before 24 February that were entered after it.",
        commands: &[&["late", "ASH-1", "--watershed", "2026-02-24T09:30", "--clock", "claims"]],
    },
    Stop {
        title: "The duties",
        look: "As at 30 June 2026. The duty to offer family group decision making is not engaged:\n\
               there was no application under Part 4, and the section awaits commencement.",
        commands: &[&["duties", "ASH-1", "--at", "2026-06-30", "--clock", "claims"]],
    },
    Stop {
        title: "Nothing is edited, and anyone can check",
        look: "A visit was first recorded with a wrong date. The correction is an entry of its own,\n\
               and the first wording stays. Every record is then checked against what it commits to.",
        commands: &[&["chronology", "ASH-1", "--text", "Mia seen alone"], &["verify"]],
    },
];

/// Shows every stop.
pub(super) async fn show(stage: &mut Stage<'_>) -> anyhow::Result<Exit> {
    for (number, stop) in STOPS.iter().enumerate() {
        stage.say(&format!("\n━━ {}. {} ━━\n{}", number + 1, stop.title, stop.look))?;
        for command in stop.commands {
            stage.show(command).await?;
        }
    }
    let directory = stage.directory.display();
    let closing = format!(
        "\nThe ledger stays in {directory}, the agencies' files in {directory}/files. Go on asking:\n\
         \n  candour known-to 'Health visiting' --case ASH-1 --clock claims --ledger {directory}\
         \n  candour child Mia --ledger {directory}\
         \n  candour entries --ledger {directory} | head -1\
         \n  candour --help"
    );
    stage.say(&closing)?;
    Ok(Exit::Fine)
}
