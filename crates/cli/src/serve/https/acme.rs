//! Certificates from an ACME server: one for each name, got and renewed while we serve, shown to be ours over TLS itself (TLS-ALPN-01).

use crate::configuration::Configuration;
use crate::installation::Folder;
use anyhow::{Context as _, ensure};
use futures_util::StreamExt as _;
use rustls::crypto::ring;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, RootCertStore};
use rustls_acme::caches::DirCache;
use rustls_acme::{AcmeConfig, ResolvesServerCertAcme};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::task::{AbortHandle, JoinHandle};
use trackway_app::App;
use trackway_domain::custom_domain::Hostname;

/// How often it is looked which names there are.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Certificates by the name that a client asks for.
#[derive(Debug, Default)]
struct ByName(RwLock<HashMap<String, Named>>);

/// The certificate of one name, and the work that gets and renews it.
#[derive(Debug)]
struct Named {
    certificate: Arc<ResolvesServerCertAcme>,
    work: AbortHandle,
}

impl ResolvesServerCert for ByName {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let name = hello.server_name()?.to_ascii_lowercase();
        let certificate = Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner).get(&name)?.certificate);
        certificate.resolve(hello)
    }
}

/// How certificates are asked for.
struct Orders {
    directory: String,
    contact: Option<String>,
    cache: PathBuf,
    client: Arc<ClientConfig>,
}

/// The certificates, and the work of following which names there are.
///
/// # Errors
/// Where nobody is trusted whom an ACME server could show to be one.
pub(super) fn follow(
    configuration: &Configuration,
    folder: &Folder,
    app: &Arc<App>,
) -> anyhow::Result<(Arc<dyn ResolvesServerCert>, JoinHandle<()>)> {
    let orders = Orders {
        directory: configuration.acme_directory.clone(),
        contact: configuration.acme_contact.as_ref().map(|contact| format!("mailto:{contact}")),
        cache: folder.certificates()?,
        client: client()?,
    };
    let (certificates, app) = (Arc::<ByName>::default(), Arc::clone(app));
    let kept = Arc::clone(&certificates);
    let following = tokio::spawn(async move {
        loop {
            keep(&orders, &kept, &names(&app));
            tokio::time::sleep(LOOK_EVERY).await;
        }
    });
    Ok((certificates, following))
}

/// The public URL's host, and every workspace's own. Nobody certifies addresses and local names.
fn names(app: &App) -> Vec<String> {
    let own = app.public_url.host().and_then(|host| Hostname::parse(&host).ok()).map(String::from);
    own.into_iter().chain(app.domains.names()).collect()
}

/// Begins to keep certificates of names that are new, and ends it for names that are gone.
fn keep(orders: &Orders, certificates: &ByName, names: &[String]) {
    let mut kept = certificates.0.write().unwrap_or_else(PoisonError::into_inner);
    kept.retain(|name, named| {
        let is_there = names.contains(name);
        if !is_there {
            named.work.abort();
        }
        is_there
    });
    for name in names {
        if !kept.contains_key(name) {
            kept.insert(name.clone(), orders.begin(name));
        }
    }
}

impl Orders {
    fn begin(&self, name: &str) -> Named {
        let config = AcmeConfig::new_with_client_config([name], Arc::clone(&self.client));
        let config = config.directory(&self.directory).contact(self.contact.iter()).cache(DirCache::new(self.cache.clone()));
        let mut state = config.state();
        let (certificate, name) = (state.resolver(), name.to_owned());
        let work = tokio::spawn(async move {
            while let Some(event) = state.next().await {
                match event {
                    Ok(event) => tracing::info!(%name, ?event, "certificate"),
                    Err(error) => tracing::error!(%name, %error, "no certificate yet; it is tried again"),
                }
            }
        });
        Named { certificate, work: work.abort_handle() }
    }
}

/// Whom the operator's system trusts is asked, private authorities included.
fn client() -> anyhow::Result<Arc<ClientConfig>> {
    let mut trusted = RootCertStore::empty();
    trusted.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    ensure!(!trusted.is_empty(), "the system trusts no certificate authority, so no ACME server can be asked");
    let builder = ClientConfig::builder_with_provider(ring::default_provider().into()).with_safe_default_protocol_versions();
    Ok(Arc::new(builder.context("TLS")?.with_root_certificates(trusted).with_no_client_auth()))
}
