//! Taking connections and speaking HTTP/1 on them, until told to stop: a witness and the application are
//! both served so. What a stranger can make it hold has a limit: the number of connections, and the time
//! that the head of a request may take. What is in a body is for whoever answers.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// How long to wait when no connection can be taken, for example for want of file handles.
const ACCEPT_AGAIN_MS: u64 = 100;

/// What connections may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ConnectionLimits {
    /// How many are open at once, at most; others wait.
    pub(crate) connections: usize,
    /// How long the head of a request may take at most, and how long a connection may be idle.
    pub(crate) head_ms: u64,
    /// How long requests that are under way may take at most after it was told to stop.
    pub(crate) stop_ms: u64,
}

/// Who is at the other end of the connection on which a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Serves until it is told to stop, and answers what is under way then.
pub(crate) async fn serve(
    listener: TcpListener,
    routes: Router,
    limits: ConnectionLimits,
    stop: impl Future<Output = ()>,
) {
    let slots = Arc::new(Semaphore::new(limits.connections));
    let under_way = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        let accepted = async {
            let slot = Arc::clone(&slots).acquire_owned().await;
            Ok::<_, io::Error>((slot.map_err(io::Error::other)?, listener.accept().await?))
        };
        let (slot, (stream, peer)) = tokio::select! {
            () = &mut stop => break,
            accepted = accepted => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(Duration::from_millis(ACCEPT_AGAIN_MS)).await;
                    continue;
                }
            },
        };
        let connection = under_way.watch(connection(stream, Peer(peer), routes.clone(), limits));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended before its answer");
            }
            drop(slot);
        });
    }
    drop(listener);
    let limit = Duration::from_millis(limits.stop_ms);
    if tokio::time::timeout(limit, under_way.shutdown()).await.is_err() {
        tracing::warn!("connections were still open when serving ended");
    }
}

fn connection(
    stream: TcpStream,
    peer: Peer,
    routes: Router,
    limits: ConnectionLimits,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> {
    let answer = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(peer);
        let routes = routes.clone();
        async move {
            Ok::<_, Infallible>(
                routes.oneshot(request).await.unwrap_or_else(|never| match never {}),
            )
        }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_millis(limits.head_ms))
        .serve_connection(TokioIo::new(stream), answer)
}

/// Ends when the process is told to stop.
#[cfg(unix)]
pub(crate) fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Ends when the process is told to stop.
#[cfg(not(unix))]
pub(crate) fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}
