//! One node: its address, and whether it answers there.
//!
//! Its port stays its own while it is down: a socket that is bound and does not listen refuses
//! whoever connects, and lets no other program have the port.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;
use tonic::transport::Server;

use crate::line::{Clear, Cut, Line};
use crate::service::Service;

/// How many connections wait to be taken.
const BACKLOG: u32 = 1024;
/// How many connections wait for their handshake to be over, or to be served.
const LINES_WAITING_MAX: usize = 16;
/// How long a dying node may take to let go of its port.
const DEATH_MAX: Duration = Duration::from_secs(10);
/// How many bytes a client may send on one call before it is read, and on one connection.
const WINDOW_BYTES: u32 = 4 * 1024 * 1024;

#[derive(Debug)]
enum Life {
    /// It has its port and does not listen.
    Down(TcpSocket),
    /// It answers until it is cancelled, and then says that it let go of its port.
    Up(CancellationToken, Receiver<()>),
    /// Its port was lost.
    Lost,
}

/// One node.
#[derive(Debug)]
pub(crate) struct Node {
    /// Where it is, up or down.
    pub(crate) address: SocketAddr,
    life: Mutex<Life>,
}

impl Node {
    /// Makes a node that is down, on a port of its own.
    pub(crate) fn new() -> io::Result<Self> {
        let socket = bound(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        let address = socket.local_addr()?;
        Ok(Self { address, life: Mutex::new(Life::Down(socket)) })
    }

    /// Lets it answer.
    pub(crate) fn rise(
        &self,
        runtime: &Handle,
        service: Service,
        tls: Option<TlsAcceptor>,
    ) -> io::Result<()> {
        let mut life = self.life.lock().unwrap_or_else(PoisonError::into_inner);
        let socket = match std::mem::replace(&mut *life, Life::Lost) {
            Life::Down(socket) => socket,
            Life::Lost => bound(self.address)?,
            up @ Life::Up(..) => {
                *life = up;
                return Ok(());
            }
        };
        let _inside = runtime.enter();
        let listener = socket.listen(BACKLOG)?;
        let token = CancellationToken::new();
        let (gone, until_gone) = channel();
        runtime.spawn(answer(Listening { listener, token: token.clone(), tls, gone }, service));
        *life = Life::Up(token, until_gone);
        Ok(())
    }

    /// Resets its connections, and lets it refuse new ones.
    pub(crate) fn fall(&self) -> io::Result<()> {
        let mut life = self.life.lock().unwrap_or_else(PoisonError::into_inner);
        if let Life::Up(token, until_gone) = &*life {
            token.cancel();
            // An error means that the task is gone, and so its listener.
            let _ = until_gone.recv_timeout(DEATH_MAX);
            *life = Life::Lost;
            *life = Life::Down(bound(self.address)?);
        }
        Ok(())
    }
}

fn bound(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

struct Listening {
    listener: TcpListener,
    token: CancellationToken,
    tls: Option<TlsAcceptor>,
    gone: Sender<()>,
}

/// Takes connections and serves them until the node dies.
async fn answer(listening: Listening, service: Service) {
    let Listening { listener, token, tls, gone } = listening;
    let (lines, taken) = mpsc::channel(LINES_WAITING_MAX);
    let serving = Server::builder()
        .initial_stream_window_size(WINDOW_BYTES)
        .initial_connection_window_size(WINDOW_BYTES)
        .add_service(service.streams())
        .add_service(service.gossip())
        .add_service(service.features())
        .serve_with_incoming(ReceiverStream::new(taken));
    let serving = tokio::spawn(serving);
    loop {
        let accepted = tokio::select! {
            () = token.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        // A connection that was lost before it was taken is its client's affair.
        if let Ok((stream, _)) = accepted
            && stream.set_nodelay(true).is_ok()
        {
            let clear = Clear::new(stream, Cut::of(&token));
            tokio::spawn(hand_over(clear, tls.clone(), lines.clone()));
        }
    }
    drop(listener);
    // Nobody may be waiting for it.
    let _ = gone.send(());
    serving.abort();
}

/// Takes the server's side of a handshake, where there is one, and passes the connection on.
async fn hand_over(clear: Clear, tls: Option<TlsAcceptor>, lines: mpsc::Sender<io::Result<Line>>) {
    let line = match tls {
        None => Line::Clear(clear),
        Some(tls) => match tls.accept(clear).await {
            Ok(secured) => Line::Secured(Box::new(secured)),
            // A client that does not trust the certificate goes away, and is told by TLS.
            Err(_) => return,
        },
    };
    // A node that is dying takes no more.
    let _ = lines.send(Ok(line)).await;
}

impl Drop for Node {
    fn drop(&mut self) {
        let life = self.life.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Life::Up(token, _) = life {
            token.cancel();
        }
    }
}
