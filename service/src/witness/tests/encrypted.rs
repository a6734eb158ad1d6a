//! Tests of asking over TLS. The certificates beside this file were made for it, and are worth nothing
//! elsewhere: the authority's key was thrown away, and the witness's name is `localhost`.

use std::collections::BTreeMap;
use std::sync::Arc;

use candour_ledger::merkle::NotProved;
use candour_ledger::witness::{Submitted, WitnessOutcome, submit};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{RootCertStore, ServerConfig, crypto};

use super::super::ask::HttpWitnesses;
use super::{Running, cosigned, good, policy, report, signed};

const AUTHORITY: &[u8] = include_bytes!("certificates/authority.pem");
const CERTIFICATE: &[u8] = include_bytes!("certificates/witness.pem");
const KEY: &[u8] = include_bytes!("certificates/witness.key");

/// A proxy with a certificate before a witness, as an operator puts it; answers with its port.
async fn proxy(witness: &Running) -> u16 {
    let provider = Arc::new(crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(CERTIFICATE).unwrap()],
            PrivateKeyDer::from_pem_slice(KEY).unwrap(),
        )
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let behind = witness.address.strip_prefix("http://").unwrap().to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            // Whoever does not trust the certificate hangs up.
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut plain = TcpStream::connect(&behind).await.unwrap();
            drop(copy_bidirectional(&mut stream, &mut plain).await);
        }
    });
    port
}

async fn asked(witnesses: &HttpWitnesses, address: &str) -> Submitted {
    let prove = |_, _| Err(NotProved::FromNothing);
    submit(witnesses, &policy(&[address]), signed(1, 5), &BTreeMap::new(), &prove).await
}

#[tokio::test]
async fn a_witness_is_asked_over_tls_where_its_certificate_is_trusted() {
    let witness = Running::new(0).await;
    let port = proxy(&witness).await;
    let mut roots = RootCertStore::empty();
    let down = |why: &str| {
        let because = format!("no connection over TLS: invalid peer certificate: {why}");
        Submitted {
            checkpoint: signed(1, 5),
            reports: vec![report(0, WitnessOutcome::Down { because })],
        }
    };
    let named = format!("https://localhost:{port}/");
    let strangers = HttpWitnesses::trusting(roots.clone());
    assert_eq!(asked(&strangers, &named).await, down("UnknownIssuer"));
    roots.add(CertificateDer::from_pem_slice(AUTHORITY).unwrap()).unwrap();
    let trusting = HttpWitnesses::trusting(roots);
    let other_name = asked(&trusting, &format!("https://127.0.0.1:{port}")).await;
    let why = "certificate not valid for name \"127.0.0.1\"; certificate is only valid for \
               DnsName(\"localhost\")";
    assert_eq!(other_name, down(why));
    assert_eq!(witness.size(), None);
    let checkpoint = cosigned(signed(1, 5), &[0]);
    assert_eq!(asked(&trusting, &named).await, Submitted { checkpoint, reports: vec![good(0, 5)] });
}
