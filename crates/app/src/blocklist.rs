//! The operator's blocklist as it is now: read from a file, and again whenever the file changes.

use crate::{App, Error};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};
use trackway_domain::blocklist::{BadLine, Blocklist};
use trackway_domain::destination::Destination;
use trackway_domain::guard::Guard;
use trackway_domain::href::Href;
use trackway_domain::route::Route;

/// How often the file is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// The list that counts at this moment; an empty one where the operator has none.
#[derive(Debug, Default)]
pub struct CurrentBlocklist(RwLock<Arc<Blocklist>>);

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum BlocklistError {
    /// It cannot be read.
    #[error("cannot read {}: {source}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A line is no entry.
    #[error("{}, {line}", file.display())]
    Line {
        /// The file.
        file: PathBuf,
        /// The line, and what is wrong with it.
        line: BadLine,
    },
}

impl CurrentBlocklist {
    /// The list.
    #[must_use]
    pub fn now(&self) -> Arc<Blocklist> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Another list counts from here on. Whoever keeps routes must be told.
    pub fn replace(&self, list: Blocklist) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(list);
    }

    /// True where no link may lead to this page.
    #[must_use]
    pub fn blocks(&self, page: &Destination) -> bool {
        page.url().host_str().is_some_and(|host| self.now().blocks(host))
    }

    /// The hosts that a route may lead to and must not.
    pub(crate) fn blocked_hosts(&self, route: &Route) -> Vec<String> {
        let list = self.now();
        // Hosts are read out of addresses, which is work that nobody needs to do without a list.
        if list.is_empty() { Vec::new() } else { route.addresses().filter_map(Href::host).filter(|host| list.blocks(host)).collect() }
    }

    /// The route with what the list says of it.
    pub(crate) fn guarding(&self, mut route: Route) -> Route {
        if !self.blocked_hosts(&route).is_empty() {
            route.guard = Some(Box::new(Guard::Blocked));
        }
        route
    }

    /// Refuses pages that no link may lead to.
    pub(crate) fn check<'a>(&self, pages: impl IntoIterator<Item = &'a Destination>) -> Result<(), Error> {
        let blocked = pages.into_iter().find(|page| self.blocks(page));
        blocked.map_or(Ok(()), |page| Err(Error::Blocked(page.url().host_str().unwrap_or_default().to_owned())))
    }
}

/// Reads a file of hosts; [`Blocklist::parse`] says how it is written.
///
/// # Errors
/// Where the file cannot be read, or a line is no entry.
pub fn open(file: &Path) -> Result<Blocklist, BlocklistError> {
    let text = std::fs::read_to_string(file).map_err(|source| BlocklistError::Unreadable { file: file.to_owned(), source })?;
    Blocklist::parse(&text).map_err(|line| BlocklistError::Line { file: file.to_owned(), line })
}

/// Follows the file for ever. A file that is not good leaves the list as it was, and the log says so.
pub async fn follow(app: &App, file: PathBuf) {
    let mut seen = stamp(&file);
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let now = stamp(&file);
        if now == seen {
            continue;
        }
        seen = now;
        let read = file.clone();
        match tokio::task::spawn_blocking(move || open(&read)).await {
            Ok(Ok(list)) => {
                tracing::info!(entries = list.len(), "the blocklist has changed");
                app.blocklist.replace(list);
                app.caches.forget_all();
            }
            Ok(Err(error)) => tracing::error!(%error, "the blocklist cannot be taken; the one before stays"),
            Err(error) => tracing::error!(%error, "the blocklist was not read"),
        }
    }
}

/// What changes when a file does; None where there is none.
fn stamp(file: &Path) -> Option<(SystemTime, u64)> {
    let metadata = std::fs::metadata(file).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}
