//! Tests of asking servers that do as they like.

use std::time::Duration;

use candour_ledger::note::cosign;
use candour_ledger::witness::{Submitted, Unbelievable, WitnessOutcome};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

use super::{Running, at, cosigned, good, policy, report, shown, signed, witness_key};

/// What a server does with a connection, once it has read a request.
#[derive(Clone)]
enum Does {
    /// Says this, and closes.
    Says(String),
    /// Says this, and then the same letters without an end.
    GoesOn(String),
    /// Says a letter each second.
    Dribbles,
    /// Closes.
    Closes,
}

/// Serves so, and answers with its address.
async fn server(does: Does) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            // Whoever asked may hang up at any time.
            drop(act(stream, does.clone()).await);
        }
    });
    address
}

async fn act(mut stream: TcpStream, does: Does) -> std::io::Result<()> {
    let mut read = vec![0; 100_000];
    let mut request = Vec::new();
    // The checkpoint's last line ends the request.
    while !String::from_utf8_lossy(&request).contains("\n\n\u{2014} ") {
        let count = stream.read(&mut read).await?;
        request.extend_from_slice(&read[..count]);
    }
    match does {
        Does::Closes => {}
        Does::Says(words) => stream.write_all(words.as_bytes()).await?,
        Does::GoesOn(words) => {
            stream.write_all(words.as_bytes()).await?;
            loop {
                stream.write_all(&[b'a'; 8_192]).await?;
            }
        }
        Does::Dribbles => loop {
            stream.write_all(b"H").await?;
            tokio::time::sleep(Duration::from_secs(1)).await;
        },
    }
    Ok(())
}

fn answer(status: &str, head: &str, text: &str) -> Does {
    let length = text.len();
    Does::Says(format!("HTTP/1.1 {status}\r\n{head}content-length: {length}\r\n\r\n{text}"))
}

#[tokio::test]
async fn a_hostile_witness_spoils_nothing() {
    let honest = Running::new(0).await;
    let elsewhere = Running::new(2).await;
    let of_another = cosign(&witness_key(1), &signed(1, 4), at(1)).unwrap().to_string();
    let redirect = format!("location: {}/add-checkpoint\r\n", elsewhere.address);
    let size = "content-type: text/x.tlog.size\r\n";
    let refused = |status, words: &str| WitnessOutcome::Refused { status, words: words.to_owned() };
    let down = |because: &str| WitnessOutcome::Down { because: because.to_owned() };
    let same = WitnessOutcome::Unbelieved(Unbelievable::SameSize { size: 0 });
    let cases = [
        (answer("200 OK", "", &of_another), WitnessOutcome::Unbelieved(Unbelievable::False)),
        (
            Does::GoesOn("HTTP/1.1 200 OK\r\ncontent-length: 9999999999\r\n\r\n".to_owned()),
            down("its answer is longer than 65536 bytes"),
        ),
        (
            Does::GoesOn("HTTP/1.1 200 OK\r\nx-long: ".to_owned()),
            down("no answer: message head is too large"),
        ),
        (Does::Dribbles, down("it did not answer within 5000 ms")),
        (answer("302 Found", &redirect, "over there\n"), refused(302, "over there")),
        (answer("409 Conflict", size, "0\n"), same),
        (answer("409 Conflict", size, "many\n"), refused(409, "many")),
        (
            answer("409 Conflict", size, "18446744073709551615\n"),
            WitnessOutcome::AheadOfUs { size: u64::MAX },
        ),
        (
            Does::Says("SSH-2.0-OpenSSH_9.2\r\n".to_owned()),
            down("no answer: invalid HTTP version parsed"),
        ),
        (
            Does::Says("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf".to_owned()),
            down(
                "its answer broke off: error reading a body from connection: end of file before \
                  message length reached",
            ),
        ),
        (Does::Closes, down("no answer: connection closed before message completed")),
    ];
    for (does, outcome) in cases {
        let hostile = server(does).await;
        let began = Instant::now();
        let submitted = shown(&policy(&[&honest.address, &hostile]), 1, 5, &[]).await;
        let reports = vec![good(0, 5), report(1, outcome)];
        assert_eq!(submitted, Submitted { checkpoint: cosigned(signed(1, 5), &[0]), reports });
        assert!(began.elapsed() < Duration::from_secs(8));
    }
    assert_eq!(elsewhere.size(), None);
}
