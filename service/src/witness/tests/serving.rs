//! Tests of what a witness that is served says, and of how much it takes.

use std::time::Duration;

use candour_ledger::note::cosign;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::super::serve::{LIMITS, Limits};
use super::{Running, at, request, signed, witness_key};

async fn connected(witness: &Running) -> TcpStream {
    TcpStream::connect(witness.address.strip_prefix("http://").unwrap()).await.unwrap()
}

/// What comes until the connection is closed, as far as it comes.
async fn rest(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    drop(stream.read_to_end(&mut answer).await);
    String::from_utf8(answer).unwrap()
}

/// Status, type and text of the answer to what is sent.
async fn said(witness: &Running, head: &str, body: &[u8]) -> (u16, String, String) {
    let mut stream = connected(witness).await;
    let length = body.len();
    let head = format!(
        "{head} HTTP/1.1\r\nhost: w\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // It may answer, and close, before it has read everything.
    drop(stream.write_all(body).await);
    let answer = rest(stream).await;
    let (head, text) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let kind = head.lines().find_map(|line| line.strip_prefix("content-type: "));
    (status, kind.unwrap_or_default().to_owned(), text.to_owned())
}

#[tokio::test]
async fn a_witness_answers_over_http_as_the_protocol_says() {
    let witness = Running::new(0).await;
    let plain = "text/plain; charset=utf-8";
    let post = "POST /add-checkpoint";
    let line = |size| cosign(&witness_key(0), &signed(1, size), at(0)).unwrap().to_string();
    let stranger = request(1, 5, 9).replace("070707\n", "080808\n");
    let unsigned = request(1, 5, 9).replace("\n9\n", "\n8\n");
    let other_root =
        "this witness has cosigned another root of that size; both checkpoints are kept\n";
    let no_growth = "the proof does not hold; where it was to begin at a known root, both checkpoints are kept\n";
    let cases = [
        (post, request(1, 0, 5).into_bytes(), (200, plain, line(5))),
        (post, request(1, 5, 5).into_bytes(), (200, plain, line(5))),
        (post, request(1, 0, 9).into_bytes(), (409, "text/x.tlog.size", "5\n".to_owned())),
        (post, request(2, 5, 5).into_bytes(), (409, plain, other_root.to_owned())),
        (post, request(2, 5, 9).into_bytes(), (422, plain, no_growth.to_owned())),
        (
            post,
            stranger.into_bytes(),
            (404, plain, "this witness knows no ledger of that name\n".to_owned()),
        ),
        (
            post,
            unsigned.into_bytes(),
            (
                403,
                plain,
                "none of the ledger's keys that this witness trusts signed it\n".to_owned(),
            ),
        ),
        (
            post,
            b"old\n".to_vec(),
            (400, plain, "its first line is not `old` and a size\n".to_owned()),
        ),
        (post, vec![0xff; 8], (400, plain, "the request is not text\n".to_owned())),
        (post, vec![b'a'; 80_000], (413, plain, "the request is too long\n".to_owned())),
        ("GET /add-checkpoint", Vec::new(), (405, "", String::new())),
        ("GET /healthz", Vec::new(), (200, plain, "ok\n".to_owned())),
        ("GET /", Vec::new(), (404, "", String::new())),
    ];
    for (head, body, (status, kind, text)) in cases {
        assert_eq!(said(&witness, head, &body).await, (status, kind.to_owned(), text), "{head}");
    }
    assert_eq!((witness.size(), witness.kept().evidence.len()), (Some(5), 2));
}

#[tokio::test]
async fn a_witness_takes_no_more_than_its_limits() {
    let home = Running::new(0).await.stop().await;
    let limits = Limits { connections: 2, head_ms: 300, body_ms: 300, ..LIMITS };
    let witness = Running::of(home, 0, limits).await;
    // A head and a body that do not end, and a length that is not kept.
    let mut head = connected(&witness).await;
    head.write_all(b"POST /add-checkpoint HTTP/1.1\r\nhost: w\r\nx-slow: ").await.unwrap();
    let mut half = connected(&witness).await;
    let begun = b"POST /add-checkpoint HTTP/1.1\r\nhost: w\r\ncontent-length: 90\r\n\r\nold 0\n";
    half.write_all(begun).await.unwrap();
    // Both take the places that there are; a third waits for one of them.
    let start = Instant::now();
    let healthy = said(&witness, "GET /healthz", b"").await;
    assert_eq!(healthy.0, 200);
    assert!(start.elapsed() >= Duration::from_millis(200));
    assert_eq!(rest(head).await, "");
    let slow = rest(half).await;
    assert_eq!(slow.lines().next(), Some("HTTP/1.1 408 Request Timeout"));
    // One that says nothing at all, and one that says nothing more.
    assert_eq!(rest(connected(&witness).await).await, "");
    let mut idle = connected(&witness).await;
    idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: w\r\n\r\n").await.unwrap();
    assert_eq!(rest(idle).await.matches("ok\n").count(), 1);
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_witness_that_stops_answers_what_is_under_way() {
    let witness = Running::new(0).await;
    let mut stream = connected(&witness).await;
    let body = request(1, 0, 5);
    let (first, second) = body.split_at(20);
    let second = second.to_owned();
    let length = body.len();
    let head =
        format!("POST /add-checkpoint HTTP/1.1\r\nhost: w\r\ncontent-length: {length}\r\n\r\n");
    stream.write_all(format!("{head}{first}").as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let answer = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(200)).await;
        stream.write_all(second.as_bytes()).await.unwrap();
        rest(stream).await
    });
    let second_size = {
        let home = witness.stop().await;
        let kept = candour_ledger::witness::look(home.path()).unwrap();
        kept.memory.ledgers().values().next().unwrap().latest.as_ref().map(|it| it.head().size)
    };
    let answer = answer.await.unwrap();
    assert_eq!(answer.lines().next(), Some("HTTP/1.1 200 OK"));
    assert_eq!(second_size, Some(5));
}
