//! Secure connections: whoever answers must show a certificate for the name in the address, of an authority that is trusted.

mod support;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use support::{Names, Received, RootCertStore, courier_to, deliveries, hook, serve, status, test};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio_rustls::TlsAcceptor;
use trackway_testbed::Testbed;

#[tokio::test(flavor = "current_thread")]
async fn whoever_shows_a_good_certificate_is_told() {
    let (bed, (address, mut received)) = (Testbed::new().await, receiver().await);
    let hook = hook(&bed, &format!("https://hooks.example.com:{}/hook", address.port())).await;
    test(&bed, &hook).await;
    courier_to(&bed, &["127.0.0.1/32"], Names::saying(&[&["127.0.0.1"]]), trusted()).round().await.expect("a store");
    assert_eq!(received.try_recv().expect("a request").path, "/hook");
    assert_eq!(deliveries(&bed, &hook).await[0].attempts[0].status, Some(200));
}

#[tokio::test(flavor = "current_thread")]
async fn nobody_else_is_told_anything() {
    let (bed, (address, mut received)) = (Testbed::new().await, receiver().await);
    for (host, roots) in [("hooks.example.com", RootCertStore::empty()), ("other.example.com", trusted()), ("127.0.0.1", trusted())] {
        let hook = hook(&bed, &format!("https://{host}:{}/hook", address.port())).await;
        test(&bed, &hook).await;
        courier_to(&bed, &["127.0.0.1/32"], Names::saying(&[&["127.0.0.1"]]), roots).round().await.expect("a store");
        let error = deliveries(&bed, &hook).await[0].attempts[0].error.clone().expect("it fails");
        assert!(error.starts_with("no secure connection: "), "{host}: {error}");
    }
    assert!(received.try_recv().is_err());
}

fn trusted() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    let authority = CertificateDer::from_pem_slice(include_bytes!("certificates/authority.pem")).expect("a certificate");
    roots.add(authority).expect("an authority");
    roots
}

/// Listens on this machine as hooks.example.com.
async fn receiver() -> (SocketAddr, UnboundedReceiver<Received>) {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("certificates/receiver.pem")).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("certificates/receiver.key.pem")).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().expect("protocols");
    let config = versions.with_no_client_auth().with_single_cert(vec![certificate], key).expect("a certificate with its key");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    let (address, (sender, received)) = (listener.local_addr().expect("an address"), unbounded_channel());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, sender) = (acceptor.clone(), sender.clone());
            tokio::spawn(async move {
                // Whoever does not believe the certificate goes away.
                let Ok(stream) = acceptor.accept(stream).await else { return };
                serve(stream, Arc::new(|_| Some(status(200, ""))), sender).await;
            });
        }
    });
    (address, received)
}
