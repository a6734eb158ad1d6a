//! Listening to the entries as they come: broken off, gone on with, and ended.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::response::Response;
use http_body_util::BodyExt;

use super::{Application, get};

/// The positions in what one listener is sent, until it has so many or the stream ends.
async fn heard(body: &mut Body, wanted: usize) -> Vec<u64> {
    let mut positions = Vec::new();
    while positions.len() < wanted {
        let frame = tokio::time::timeout(Duration::from_secs(10), body.frame()).await.unwrap();
        let Some(frame) = frame else { break };
        let bytes = frame.unwrap().into_data().unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        positions
            .extend(text.lines().filter_map(|it| it.strip_prefix("id: ")?.parse::<u64>().ok()));
    }
    positions
}

async fn listening(application: &Application, headers: &[(&str, &str)]) -> Response {
    let mut all = vec![("accept", "text/event-stream")];
    all.extend(headers);
    application.ask(get("/api/v1/entries", &all)).await
}

#[tokio::test]
async fn a_listener_goes_on_where_it_broke_off() {
    let application = Application::new().await;
    let answer = listening(&application, &[]).await;
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let mut first = answer.into_body();
    assert_eq!(heard(&mut first, 5).await, [1, 2, 3, 4, 5]);
    application.record(&application.raises(3, "a scar"), &[]).await;
    assert_eq!(heard(&mut first, 1).await, [6]);
    drop(first);
    application.record(&application.raises(4, "a burn"), &[]).await;
    let mut again = listening(&application, &[("last-event-id", "6")]).await.into_body();
    assert_eq!(heard(&mut again, 1).await, [7]);
    let got = application.asked(get(
        "/api/v1/entries",
        &[("accept", "text/event-stream"), ("last-event-id", "six")],
    ));
    assert_eq!(got.await.problem().2, "Last-Event-ID has to be the position of an entry");
}

#[tokio::test]
async fn a_stream_ends_when_the_server_stops() {
    let application = Application::new().await;
    let mut body = listening(&application, &[]).await.into_body();
    assert_eq!(heard(&mut body, 5).await, [1, 2, 3, 4, 5]);
    application.api.served.stop();
    let ended = tokio::time::timeout(Duration::from_secs(5), body.frame()).await.unwrap();
    assert!(ended.is_none(), "it goes on");
}

#[tokio::test]
async fn no_more_listen_at_once_than_there_are_places() {
    let application = Application::new().await;
    let mut listeners: Vec<BodyDataStream> = Vec::new();
    for _ in 0..super::super::LISTENERS_MAX {
        let answer = listening(&application, &[]).await;
        assert_eq!(answer.status().as_u16(), 200);
        listeners.push(answer.into_body().into_data_stream());
    }
    let refused = get("/api/v1/entries", &[("accept", "text/event-stream")]);
    let refused = application.asked(refused).await;
    assert_eq!(
        (refused.problem().0, refused.problem().2.as_str(), refused.header("retry-after")),
        (503, "as many listen as may at once", "1")
    );
    // Who goes away leaves a place.
    drop(listeners);
    let free = async {
        while listening(&application, &[]).await.status().as_u16() != 200 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), free).await.unwrap();
}

#[tokio::test]
async fn what_concerns_somebody_is_given_as_pages_alone() {
    let application = Application::new().await;
    let lines = [("accept", "application/x-ndjson")];
    let got = application.asked(get("/api/v1/entries?type=CaseOpened", &lines)).await;
    assert_eq!(got.problem().0, 400);
    let got = application.asked(get("/api/v1/entries", &[("accept", "image/png")])).await;
    assert_eq!(got.problem().0, 406);
}
