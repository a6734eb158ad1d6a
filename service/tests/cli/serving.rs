//! A ledger that is served, asked over a socket as any program would ask it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::program::{Ledger, Ran};

/// A ledger that is served.
pub(crate) struct Serving {
    child: Child,
    /// Where it listens.
    pub(crate) address: String,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl Serving {
    /// Serves a ledger at a port that the system chooses.
    pub(crate) fn of(ledger: &Ledger, options: &[&str]) -> Self {
        let mut command = ledger.command();
        command.args(["serve", "--port", "0", "--json"]).args(options);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        let mut out = BufReader::new(child.stdout.as_mut().unwrap());
        while !said.ends_with("}\n") {
            assert_ne!(out.read_line(&mut said).unwrap(), 0, "{said}");
        }
        let said: Value = serde_json::from_str(&said).unwrap();
        let address = said["listening"].as_str().unwrap().replace("http://", "");
        Self { child, address }
    }

    /// A connection on which a request was made, whose answer has not been read.
    pub(crate) fn begun(&self, head: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        write!(
            stream,
            "{head}\r\nhost: {}\r\ncontent-length: {length}\r\n\r\n{body}",
            self.address
        )
        .unwrap();
        stream
    }

    /// Makes a request by its first lines.
    pub(crate) fn asked(&self, head: &str, body: &str) -> Answer {
        let mut answer = String::new();
        self.begun(head, body).read_to_string(&mut answer).unwrap();
        let (head, text) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_owned(), text: text.to_owned() }
    }

    /// Asks for a path, over the version of HTTP that ends each answer with the connection.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.asked(&format!("GET {path} HTTP/1.0"), "")
    }

    /// Sends a body in a form to a path.
    pub(crate) fn post(&self, path: &str, (form, body): (&str, &str)) -> Answer {
        self.asked(&format!("POST {path} HTTP/1.0\r\ncontent-type: {form}"), body)
    }

    /// Tells it to stop, and waits for its end.
    pub(crate) fn stop(mut self) -> Ran {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        let mut err = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        let code = self.child.wait().unwrap().code();
        Ran { code, out: String::new(), err }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
