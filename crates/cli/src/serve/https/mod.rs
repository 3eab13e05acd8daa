//! The listener for https, in programs that are built with the feature `tls`.

mod acme;
mod file;

use crate::configuration::Configuration;
use crate::installation::Folder;
use anyhow::{Context as _, bail};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::server::ResolvesServerCert;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use trackway_app::App;
use trackway_web::accept::Greeting;

/// What is agreed on by name before HTTP: the last is how an ACME server looks whether we are who we say.
const PROTOCOLS: [&[u8]; 3] = [b"h2", b"http/1.1", b"acme-tls/1"];

/// A listener, how those who connect are greeted, and the work that keeps certificates good.
pub(crate) struct Https {
    pub(crate) listener: TcpListener,
    pub(crate) address: SocketAddr,
    pub(crate) greeting: Secure,
    pub(crate) keeping: JoinHandle<()>,
}

/// Greets with a certificate.
pub(crate) struct Secure(TlsAcceptor);

impl Greeting for Secure {
    type Stream = TlsStream<TcpStream>;

    async fn greet(&self, stream: TcpStream) -> io::Result<(Self::Stream, bool)> {
        let stream = self.0.accept(stream).await?;
        let agreed = stream.get_ref().1.alpn_protocol().map(<[u8]>::to_vec);
        match agreed.as_deref() {
            Some(b"acme-tls/1") => Err(io::Error::other("the ACME server has seen what it wanted to see")),
            agreed => Ok((stream, agreed == Some(b"h2"))),
        }
    }
}

/// Listens for https, where the settings say so.
///
/// # Errors
/// Where one cannot listen there, or a file of a certificate is not good.
pub(crate) async fn listen(configuration: &Configuration, folder: &Folder, app: &Arc<App>) -> anyhow::Result<Option<Https>> {
    let Some(address) = configuration.tls_listen else { return Ok(None) };
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
    let address = listener.local_addr()?;
    let (certificates, keeping): (Arc<dyn ResolvesServerCert>, _) = match named_files(configuration)? {
        Some((certificate, key)) => file::follow(certificate, key)?,
        None => acme::follow(configuration, folder, app)?,
    };
    let provider = ring::default_provider().into();
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?.with_no_client_auth();
    let mut config = config.with_cert_resolver(certificates);
    config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).into();
    Ok(Some(Https { listener, address, greeting: Secure(TlsAcceptor::from(Arc::new(config))), keeping }))
}

/// Reads the files that the settings name, as a start does.
///
/// # Errors
/// What a start would complain of.
pub(crate) fn try_settings(configuration: &Configuration) -> anyhow::Result<()> {
    named_files(configuration)?.map(|(certificate, key)| file::read(certificate, key)).transpose().map(|_| ())
}

fn named_files(configuration: &Configuration) -> anyhow::Result<Option<(&Path, &Path)>> {
    match (&configuration.tls_certificate, &configuration.tls_key) {
        (Some(certificate), Some(key)) => Ok(Some((certificate, key))),
        (None, None) => Ok(None),
        (Some(_), None) => bail!("tls_certificate is set, but tls_key is not"),
        (None, Some(_)) => bail!("tls_key is set, but tls_certificate is not"),
    }
}
