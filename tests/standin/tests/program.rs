//! The stand-in as a program, in a process of its own: what it prints, takes, and how it stops.

#![expect(clippy::expect_used, reason = "what a test cannot go on without must fail it")]

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use eventstore::{AppendToStreamOptions, Client, EventData, ExpectedRevision};

struct Program {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Program {
    fn start(arguments: &[&str]) -> (Self, String) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_candour-standin"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("it has an output"));
        let mut program = Self { child, input, output };
        let connection = program.line();
        (program, connection)
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("a line is read");
        line.trim_end().to_owned()
    }

    fn order(&mut self, order: &str) -> String {
        let input = self.input.as_mut().expect("its input is open");
        writeln!(input, "{order}").expect("the order is written");
        self.line()
    }

    fn ends_well(mut self) -> bool {
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).expect("the rest is read");
        assert_eq!(rest, "");
        self.child.wait().expect("it ends").success()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn first(connection: &str) -> Result<u64, String> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let settings = format!("{connection}&discoveryInterval=10").parse();
        let client = Client::new(settings.expect("a connection string")).expect("a client");
        let options =
            AppendToStreamOptions::default().expected_revision(ExpectedRevision::NoStream);
        let event = EventData::json("Seen", &1).expect("an event");
        let done = client.append_to_stream("case-1", &options, event).await;
        done.map(|it| it.next_expected_version).map_err(|error| error.to_string())
    })
}

#[test]
fn the_program_serves_and_takes_orders_until_it_is_told_to_stop() {
    let (mut program, connection) = Program::start(&["--nodes", "3"]);
    assert_eq!(program.order("count"), "1");
    assert_eq!(program.order("mishap 1 times-out-after"), "done");
    let timed_out = "Unmapped gRPC error: code: The operation was aborted, message: the operation \
                     timed out.";
    assert_eq!(first(&connection), Err(timed_out.to_owned()));
    assert_eq!(program.order("count"), "2");
    assert!(program.order("mishap 1 odd").starts_with("not understood; one of: mishap APPENDS"));
    assert_eq!(program.order("kill 0"), "done");
    assert_eq!(program.order("lead 1"), "done");
    assert_eq!(program.order("calm"), "done");
    assert_eq!(program.order("stop"), "done");
    assert!(program.ends_well());
}

#[test]
fn the_program_stops_when_its_input_ends() {
    let (mut program, connection) = Program::start(&[]);
    assert_eq!(first(&connection), Ok(0));
    drop(program.input.take());
    assert!(program.ends_well());
}

#[test]
fn the_program_stops_by_itself() {
    let begun = Instant::now();
    let (program, _) = Program::start(&["--stop-after", "1"]);
    assert!(program.ends_well());
    assert!(begun.elapsed() >= Duration::from_secs(1));
}

#[test]
fn the_program_hands_out_the_certificate_to_trust() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("authority.pem");
    let file = file.to_str().expect("a path of UTF-8");
    let (program, connection) = Program::start(&["--tls", file]);
    assert_eq!(first(&format!("{connection}&tlsCAFile={file}")), Ok(0));
    drop(program);
}

#[test]
fn the_program_says_what_it_does_not_understand() {
    let said = Command::new(env!("CARGO_BIN_EXE_candour-standin"))
        .arg("--what")
        .output()
        .expect("the program starts");
    assert!(!said.status.success());
    let said = String::from_utf8(said.stderr).expect("its words are UTF-8");
    let line = said.lines().next();
    assert_eq!(line, Some("`--what` is not understood"));
    assert!(said.contains("usage: candour-standin [--nodes COUNT]"), "{said}");
}
