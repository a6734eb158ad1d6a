//! A certificate for this machine, made at the start, under an authority of its own.
//!
//! Nothing of it is kept: each stand-in has an authority of its own, which clients are told of.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

use crate::StartError;

const NAMES: [&str; 2] = ["localhost", "127.0.0.1"];

/// What serves TLS, and the authority that a client has to trust.
pub(crate) struct Secured {
    /// Takes the server's side of a handshake.
    pub(crate) acceptor: TlsAcceptor,
    /// The authority's certificate, as PEM.
    pub(crate) authority: String,
}

/// Makes an authority and a certificate under it.
///
/// # Errors
///
/// Where either cannot be made.
pub(crate) fn secured() -> Result<Secured, StartError> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.distinguished_name.push(DnType::CommonName, "Authority of the stand-in");
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::new(NAMES.map(str::to_owned))?;
    params.distinguished_name.push(DnType::CommonName, "Node of the stand-in");
    let certificate = params.signed_by(&key, &authority)?;
    let chain = vec![certificate.der().clone(), authority.der().clone()];
    let key = PrivatePkcs8KeyDer::from(key.serialize_der());
    // Named, not taken from the process: a client of others may insist on being the first to set it.
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key.into())?;
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    Ok(Secured { acceptor, authority: authority.pem() })
}
