//! Opening connections: a name is looked up once, what may not be reached is left out, and the connection goes to exactly an address that was
//! looked at. So it does not matter what the name means a moment later.

use crate::stream::Stream;
use async_trait::async_trait;
use http::Uri;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::{TcpStream, lookup_host};
use tokio_rustls::TlsConnector;
use tower::Service;
use trackway_app::webhooks::reach::Reach;

/// Finds out which addresses a name stands for.
#[async_trait]
pub trait Resolve: Send + Sync + 'static {
    /// The addresses, in the order in which they should be tried.
    async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>>;
}

/// Asks the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemResolver;

#[async_trait]
impl Resolve for SystemResolver {
    async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        Ok(lookup_host((name, 0)).await?.map(|address| address.ip()).collect())
    }
}

/// Why no connection was opened.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The address has no host, or it is of no use in a certificate.
    #[error("the address names no host")]
    NoHost,
    /// Nothing is known of the name.
    #[error("the name cannot be resolved: {0}")]
    Unknown(io::Error),
    /// All that the name stands for is out of reach.
    #[error("{} may not be reached: it is not an address of the open internet, and webhook_allow does not name it", listed(.0))]
    OutOfReach(Vec<IpAddr>),
    /// Nobody listens there, or nobody answers.
    #[error("cannot connect: {0}")]
    Refused(io::Error),
    /// Whoever listens cannot show who he is.
    #[error("no secure connection: {0}")]
    Insecure(io::Error),
}

fn listed(addresses: &[IpAddr]) -> String {
    addresses.iter().map(IpAddr::to_string).collect::<Vec<_>>().join(", ")
}

/// Opens connections for the HTTP client.
#[derive(Clone)]
pub struct Connector {
    reach: Arc<Reach>,
    resolver: Arc<dyn Resolve>,
    secure: TlsConnector,
}

/// How many of a name's addresses are tried, and for how long each: what a name says is its owner's.
const TRIED: usize = 4;
const PATIENCE: Duration = Duration::from_secs(5);

impl Connector {
    /// Connects to what lies in reach. Whoever is connected securely shows a certificate of one of these roots.
    ///
    /// # Panics
    /// Never: the provider knows the usual protocols.
    #[must_use]
    pub fn new(reach: Reach, resolver: Arc<dyn Resolve>, roots: RootCertStore) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let Ok(versions) = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions() else {
            unreachable!("the provider knows TLS 1.2 and 1.3")
        };
        let config = versions.with_root_certificates(roots).with_no_client_auth();
        Self { reach: Arc::new(reach), resolver, secure: TlsConnector::from(Arc::new(config)) }
    }

    async fn connect(self, uri: Uri) -> Result<Stream, ConnectError> {
        let is_secure = uri.scheme_str() == Some("https");
        let host = uri.host().ok_or(ConnectError::NoHost)?.trim_start_matches('[').trim_end_matches(']');
        let port = uri.port_u16().unwrap_or(if is_secure { 443 } else { 80 });
        let stream = open(&self.addresses(host).await?, port).await?;
        if !is_secure {
            return Ok(stream.into());
        }
        let name = ServerName::try_from(host.to_owned()).map_err(|_| ConnectError::NoHost)?;
        Ok(self.secure.connect(name, stream).await.map_err(ConnectError::Insecure)?.into())
    }

    /// What the host stands for, as far as it may be reached.
    async fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, ConnectError> {
        let all = match host.parse::<IpAddr>() {
            Ok(address) => vec![address],
            Err(_) => self.resolver.resolve(host).await.map_err(ConnectError::Unknown)?,
        };
        let (within, beyond) = all.into_iter().partition::<Vec<_>, _>(|address| self.reach.admits(*address));
        if within.is_empty() && !beyond.is_empty() { Err(ConnectError::OutOfReach(beyond)) } else { Ok(within) }
    }
}

/// Connects to the first that answers.
async fn open(addresses: &[IpAddr], port: u16) -> Result<TcpStream, ConnectError> {
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
    for address in addresses.iter().take(TRIED) {
        match tokio::time::timeout(PATIENCE, TcpStream::connect(SocketAddr::new(*address, port))).await {
            Ok(Ok(stream)) => return stream.set_nodelay(true).map(|()| stream).map_err(ConnectError::Refused),
            Ok(Err(error)) => last = error,
            Err(_) => last = io::Error::new(io::ErrorKind::TimedOut, "nobody answers"),
        }
    }
    Err(ConnectError::Refused(last))
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = ConnectError;
    type Future = Pin<Box<dyn Future<Output = Result<Stream, ConnectError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ConnectError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        Box::pin(self.clone().connect(uri))
    }
}

/// The certificates that this system trusts. Where it has none, no secure connection succeeds.
#[must_use]
pub fn trusted_by_system() -> RootCertStore {
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        tracing::warn!(%error, "some of the system's certificates cannot be read");
    }
    let mut roots = RootCertStore::empty();
    let (usable, _) = roots.add_parsable_certificates(found.certs);
    if usable == 0 {
        tracing::warn!("this system trusts no certificates: webhooks cannot be told by https (is ca-certificates installed?)");
    }
    roots
}
