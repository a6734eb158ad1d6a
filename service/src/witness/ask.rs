//! Asking a witness over HTTP/1, with or without TLS: one request to a connection. It follows no redirect,
//! takes no proxy, sends no cookie and keeps nothing between two questions. What a witness signs needs no
//! TLS to be believed; TLS keeps others from answering in its place.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use candour_ledger::note::Witness;
use candour_ledger::witness::{
    ANSWER_BYTES_MAX, AskWitness, CONNECT_MS_MAX, WitnessAnswer, WitnessUnreachable,
};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST, USER_AGENT};
use hyper::rt::{Read, Write};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::OnceCell;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

const AGENT: &str = concat!("candour/", env!("CARGO_PKG_VERSION"));
/// Where below its address a witness takes checkpoints.
const PATH: &str = "add-checkpoint";

/// Asks witnesses at the addresses that the policy gives.
#[derive(Default)]
pub(crate) struct HttpWitnesses {
    /// The system's trusted certificates, read when a witness is first asked over TLS.
    tls: OnceCell<TlsConnector>,
}

impl HttpWitnesses {
    /// Asks nobody yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Asks over TLS whoever has a certificate of these authorities.
    #[cfg(test)]
    pub(crate) fn trusting(roots: RootCertStore) -> Self {
        Self { tls: OnceCell::new_with(trusting(roots).ok()) }
    }

    async fn tls(&self) -> Result<TlsConnector, WitnessUnreachable> {
        self.tls.get_or_try_init(|| async { trusting_the_system() }).await.cloned()
    }

    async fn ask(&self, place: &Place, body: String) -> Result<WitnessAnswer, WitnessUnreachable> {
        let limit = Duration::from_millis(CONNECT_MS_MAX);
        let late = |_| unreachable(format!("no connection within {CONNECT_MS_MAX} ms"));
        let connecting = async {
            let host = place.host.trim_start_matches('[').trim_end_matches(']');
            let stream = TcpStream::connect((host, place.port));
            let stream = stream.await.map_err(|error| because("no connection", &error))?;
            if !place.tls {
                return Ok((Some(stream), None));
            }
            let name = ServerName::try_from(host.to_owned())
                .map_err(|error| because("its name cannot be in a certificate", &error))?;
            let stream = self.tls().await?.connect(name, stream).await;
            Ok((None, Some(stream.map_err(|error| because("no connection over TLS", &error))?)))
        };
        match tokio::time::timeout(limit, connecting).await.map_err(late)?? {
            (Some(plain), _) => exchange(TokioIo::new(plain), place, body).await,
            (None, Some(tls)) => exchange(TokioIo::new(tls), place, body).await,
            (None, None) => Err(unreachable("no connection".to_owned())),
        }
    }
}

#[async_trait]
impl AskWitness for HttpWitnesses {
    async fn add_checkpoint(
        &self,
        witness: &Witness,
        body: String,
    ) -> Result<WitnessAnswer, WitnessUnreachable> {
        let address = witness.address.as_deref();
        let address =
            address.ok_or_else(|| unreachable("the policy gives no address".to_owned()))?;
        self.ask(&Place::of(address)?, body).await
    }
}

/// Where a witness is asked.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    tls: bool,
    /// The name or number of the machine, in brackets where it is one of IPv6.
    host: String,
    port: u16,
    /// Machine and port, as the address has them.
    authority: String,
    path: String,
}

impl Place {
    fn of(address: &str) -> Result<Self, WitnessUnreachable> {
        let refused = |why: &str| unreachable(format!("its address {address:?} {why}"));
        let uri: Uri = address.parse().map_err(|_| refused("is none"))?;
        let tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            Some(_) | None => return Err(refused("does not begin with https:// or http://")),
        };
        let authority = uri.authority().ok_or_else(|| refused("names no machine"))?;
        if authority.as_str().contains('@') || uri.query().is_some() {
            return Err(refused("has more than a machine and a path"));
        }
        let port = authority.port_u16().unwrap_or(if tls { 443 } else { 80 });
        let path = format!("{}/{PATH}", uri.path().trim_end_matches('/'));
        let (host, authority) = (authority.host().to_owned(), authority.to_string());
        Ok(Self { tls, host, port, authority, path })
    }
}

/// Sends the request and reads the answer, while the connection is driven beside both.
async fn exchange<T: Read + Write + Unpin>(
    io: T,
    place: &Place,
    body: String,
) -> Result<WitnessAnswer, WitnessUnreachable> {
    let made = http1::handshake(io).await;
    let (mut sender, connection) = made.map_err(|error| because("no HTTP", &error))?;
    let request = Request::post(&place.path)
        .header(HOST, &place.authority)
        .header(USER_AGENT, AGENT)
        .header(CONTENT_TYPE, "text/plain; charset=utf-8")
        .body(Full::new(Bytes::from(body)))
        .map_err(|error| because("no request can be made of its address", &error))?;
    let answer = async {
        let answer = sender.send_request(request).await;
        let (head, body) = answer.map_err(|error| because("no answer", &error))?.into_parts();
        let body = Limited::new(body, ANSWER_BYTES_MAX).collect().await.map_err(|error| {
            if error.is::<LengthLimitError>() {
                unreachable(format!("its answer is longer than {ANSWER_BYTES_MAX} bytes"))
            } else {
                because("its answer broke off", &*error)
            }
        })?;
        let kind = head.headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        let text = String::from_utf8_lossy(&body.to_bytes()).into_owned();
        Ok(WitnessAnswer::read(head.status.as_u16(), kind, &text))
    };
    tokio::pin!(answer, connection);
    let mut open = true;
    loop {
        tokio::select! {
            biased;
            answered = &mut answer => return answered,
            // What had arrived when it closed is still read.
            _ = &mut connection, if open => open = false,
        }
    }
}

fn trusting_the_system() -> Result<TlsConnector, WitnessUnreachable> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        let why = "this machine has no trusted certificates to check its certificate with";
        return Err(unreachable(why.to_owned()));
    }
    trusting(roots)
}

fn trusting(roots: RootCertStore) -> Result<TlsConnector, WitnessUnreachable> {
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| because("TLS cannot be set up", &error))?;
    let config = config.with_root_certificates(roots).with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

fn unreachable(because: String) -> WitnessUnreachable {
    WitnessUnreachable { because }
}

/// What failed, and the words of all its causes.
fn because(what: &str, error: &(dyn Error + 'static)) -> WitnessUnreachable {
    let mut words = what.to_owned();
    let mut cause = Some(error);
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    unreachable(words)
}
