//! A certificate in files, read again when they change.

use anyhow::{Context as _, ensure};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};
use tokio::task::JoinHandle;

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// The certificate as it is now.
#[derive(Debug)]
struct Current(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// Reads a certificate with its key.
///
/// # Errors
/// Where a file cannot be read or is not what it should be, or the two do not belong together.
pub(super) fn read(certificate: &Path, key: &Path) -> anyhow::Result<CertifiedKey> {
    let chain = CertificateDer::pem_file_iter(certificate).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let chain = chain.with_context(|| format!("tls_certificate: cannot read {}", certificate.display()))?;
    ensure!(!chain.is_empty(), "tls_certificate: there is no certificate in {}", certificate.display());
    let key_read = PrivateKeyDer::from_pem_file(key).with_context(|| format!("tls_key: cannot read {}", key.display()))?;
    let certified = CertifiedKey::from_der(chain, key_read, &ring::default_provider());
    certified.with_context(|| format!("{} and {} do not belong together", certificate.display(), key.display()))
}

/// The certificate, and the work of following the files. Files that are not good leave the certificate as it was.
///
/// # Errors
/// As for [`read`], the first time.
pub(super) fn follow(certificate: &Path, key: &Path) -> anyhow::Result<(Arc<dyn ResolvesServerCert>, JoinHandle<()>)> {
    let current = Arc::new(Current(RwLock::new(Arc::new(read(certificate, key)?))));
    let (followed, files) = (Arc::clone(&current), [certificate.to_owned(), key.to_owned()]);
    let following = tokio::spawn(async move {
        let mut seen = stamp(&files);
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let now = stamp(&files);
            if now == seen {
                continue;
            }
            seen = now;
            match read(&files[0], &files[1]) {
                Ok(read) => {
                    *followed.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(read);
                    tracing::info!("the certificate has changed");
                }
                Err(error) => tracing::error!("the certificate cannot be taken; the one before stays: {error:#}"),
            }
        }
    });
    Ok((current, following))
}

fn stamp(files: &[std::path::PathBuf; 2]) -> [Option<SystemTime>; 2] {
    [0, 1].map(|index| std::fs::metadata(&files[index]).ok()?.modified().ok())
}
