//! The stand-in as a program: prints what a client connects to, and takes an order from each line.
//!
//! It is bounded: it stops when its input ends, when it is told, or after a time.

mod options;
mod order;

use std::io::{BufRead, Write};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

use candour_standin::{StandIn, StartError};

use options::{NotUnderstood, Options};
use order::Order;

#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Arguments(#[from] NotUnderstood),
    #[error("the stand-in cannot be started: {0}")]
    Start(#[from] StartError),
    #[error("what a client connects to cannot be said: {0}")]
    Output(#[from] std::io::Error),
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => {
            // There is nobody left to tell, if this cannot be told.
            let _ = writeln!(std::io::stderr(), "{failed}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failed> {
    let Options { settings, authority, stop_after } = Options::read(std::env::args().skip(1))?;
    let standin = StandIn::start(settings)?;
    if let (Some(file), Some(certificate)) = (authority, standin.authority()) {
        std::fs::write(file, certificate)?;
    }
    let mut output = std::io::stdout().lock();
    writeln!(output, "{}", standin.connection_string())?;
    output.flush()?;
    let lines = lines();
    let begun = Instant::now();
    // Once the input or the time is at an end, there are no more lines.
    while let Ok(line) = lines.recv_timeout(stop_after.saturating_sub(begun.elapsed())) {
        let order = Order::read(&line);
        let stops = matches!(order, Ok(Order::Stop));
        match order.and_then(|it| it.carry_out(&standin)) {
            Ok(said) => writeln!(output, "{said}")?,
            Err(unable) => writeln!(output, "{unable}")?,
        }
        output.flush()?;
        if stops {
            break;
        }
    }
    Ok(())
}

/// Reads the input as it comes; the channel ends with it.
fn lines() -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut lines = std::io::stdin().lock().lines().map_while(Result::ok);
        lines.all(|line| sender.send(line).is_ok())
    });
    receiver
}
