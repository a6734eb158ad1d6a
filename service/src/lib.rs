//! The one binary, `candour`: the command line, and the pages that it serves.
//!
//! It is the only room that names a concrete store, reads a clock, makes identifiers and randomness,
//! and prints. It decides nothing and folds nothing: it opens a ledger, asks the other rooms, and
//! shows what they answer. What it promises to its users is in `docs/cli.md`.

mod access;
mod api;
mod casebooks;
mod command;
mod demo;
mod drafts;
mod edge;
mod exit;
mod hand_over;
mod minutes;
mod models;
mod moment;
mod name;
mod nearest;
mod open;
mod output;
mod place;
mod posts;
mod question;
mod sealing;
mod server;
mod show;
mod store;
mod verified;
mod visible;
mod web;
mod witness;

use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use tracing_subscriber::EnvFilter;

pub use demo::area::{AreaMade, AreaProgress, AreaSize, YEARS_MAX, record_area};

use command::Cli;
use edge::Edge;
use exit::Exit;
use output::Output;
use visible::visible;

/// The variable that says what of the program's own workings is written to stderr.
const LOG_VARIABLE: &str = "CANDOUR_LOG";

/// Runs the program on the arguments of the process and answers with its exit code.
pub fn main() -> ExitCode {
    log();
    match Cli::try_parse() {
        Ok(cli) => run(cli).into(),
        Err(refused) => refuse(refused).into(),
    }
}

/// The command line that the program takes, so that what is written about it can be checked.
pub fn command_line() -> clap::Command {
    Cli::command()
}

/// The OpenAPI document of the HTTP API, as `docs/openapi.json` has it.
pub fn open_api_document() -> String {
    format!("{:#}\n", api::document())
}

/// Shows help, or what is wrong with the arguments, which are repeated in it as they may be shown.
fn refuse(refused: clap::Error) -> Exit {
    // Nothing can be done for a reader who has gone away.
    if !refused.use_stderr() {
        drop(refused.print());
        return Exit::Fine;
    }
    let shown = std::env::args_os().map(|it| visible(&it.to_string_lossy()).into_owned());
    drop(Cli::try_parse_from(shown).err().unwrap_or(refused).print());
    Exit::WrongUse
}

fn run(cli: Cli) -> Exit {
    let mut output = Output::of_the_process(&cli.global);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let ended = match runtime {
        Ok(runtime) => {
            let ended = runtime.block_on(command::run(cli, &Edge::system(), &mut output));
            // What was interrupted is not waited for: nobody would take what it came to.
            runtime.shutdown_background();
            ended
        }
        Err(error) => Err(anyhow::Error::new(error).context("starting the program")),
    };
    let ended = ended.and_then(|exit| output.flush().map(|()| exit).map_err(Into::into));
    ended.unwrap_or_else(|error| exit::report(&error, &mut std::io::stderr()))
}

fn log() {
    let filter = EnvFilter::try_from_env(LOG_VARIABLE).unwrap_or_else(|_| EnvFilter::new("off"));
    let set = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .try_init();
    if let Err(error) = set {
        drop(writeln!(std::io::stderr(), "warning: {LOG_VARIABLE} has no effect: {error}"));
    }
}
