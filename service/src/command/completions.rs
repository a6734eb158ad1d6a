//! `candour completions`: completions for a shell, from the same definition as the commands.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Ran};
use crate::exit::{Exit, Fault};
use crate::output::Output;

const EXAMPLES: &str = "\
Examples:
  candour completions bash > ~/.local/share/bash-completion/completions/candour
  candour completions zsh > ~/.zfunc/_candour
  candour completions fish > ~/.config/fish/completions/candour.fish";

/// The arguments of `candour completions`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self, output: &mut Output) -> Ran {
        if output.json {
            return Err(Fault::wrong_use("completions are for a shell, and have no form in JSON")
                .next("leave --json out")
                .into());
        }
        // Written to memory first, because the generator does not answer with a failure to write.
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "candour", &mut text);
        output.data().write_all(&text)?;
        Ok(Exit::Fine)
    }
}
