//! A connection that the stand-in can cut at any moment, so that the peer sees a reset.
//!
//! It moves bytes, in clear or through TLS, and knows nothing of what they mean.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};
use tonic::transport::server::Connected;

/// What cuts one connection.
#[derive(Debug, Clone)]
pub(crate) struct Cut(CancellationToken);

impl Cut {
    /// Makes one that is also cut when its node dies.
    pub(crate) fn of(node: &CancellationToken) -> Self {
        Self(node.child_token())
    }

    /// Resets the connection: the peer gets nothing more.
    pub(crate) fn cut(&self) {
        self.0.cancel();
    }
}

/// A connection in clear, until it is cut.
#[derive(Debug)]
pub(crate) struct Clear {
    stream: TcpStream,
    cut: Cut,
    waiting: Pin<Box<WaitForCancellationFutureOwned>>,
}

impl Clear {
    pub(crate) fn new(stream: TcpStream, cut: Cut) -> Self {
        let waiting = Box::pin(cut.0.clone().cancelled_owned());
        Self { stream, cut, waiting }
    }

    /// Fails once the connection is cut, and has the task woken when it is.
    fn whole(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        if self.cut.0.is_cancelled() || self.waiting.as_mut().poll(context).is_ready() {
            // Closed without lingering, the socket sends a reset and not a farewell.
            self.stream.set_zero_linger()?;
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        Ok(())
    }
}

impl AsyncRead for Clear {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.whole(context)?;
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Clear {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.whole(context)?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.whole(context)?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.whole(context)?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.whole(context)?;
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

/// A connection, in clear or through TLS.
#[derive(Debug)]
pub(crate) enum Line {
    /// In clear.
    Clear(Clear),
    /// Through TLS.
    Secured(Box<TlsStream<Clear>>),
}

impl Connected for Line {
    type ConnectInfo = Cut;

    fn connect_info(&self) -> Cut {
        match self {
            Self::Clear(clear) => clear.cut.clone(),
            Self::Secured(secured) => secured.get_ref().0.cut.clone(),
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Clear(clear) => Pin::new(clear).poll_read(context, into),
            Self::Secured(secured) => Pin::new(secured).poll_read(context, into),
        }
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Clear(clear) => Pin::new(clear).poll_write(context, bytes),
            Self::Secured(secured) => Pin::new(secured).poll_write(context, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Clear(clear) => Pin::new(clear).poll_flush(context),
            Self::Secured(secured) => Pin::new(secured).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Clear(clear) => Pin::new(clear).poll_shutdown(context),
            Self::Secured(secured) => Pin::new(secured).poll_shutdown(context),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Clear(clear) => Pin::new(clear).poll_write_vectored(context, slices),
            Self::Secured(secured) => Pin::new(secured).poll_write_vectored(context, slices),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Clear(clear) => clear.is_write_vectored(),
            Self::Secured(secured) => secured.is_write_vectored(),
        }
    }
}
