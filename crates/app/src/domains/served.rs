//! Which host names are whose, at hand: the redirect asks with each request.

use crate::App;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use trackway_domain::code::Code;
use trackway_domain::custom_domain::Hostname;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::links::LinkView;

/// The host names that are known to be some workspace's.
#[derive(Debug, Default)]
pub struct ServedDomains {
    /// Most installations have none, and pay one look for it.
    are_any: AtomicBool,
    owners: RwLock<Arc<HashMap<String, WorkspaceId>>>,
}

impl ServedDomains {
    /// Reads them anew.
    ///
    /// # Errors
    /// The store's trouble; what was known stays.
    pub async fn read(&self, app: &App) -> Result<(), StoreError> {
        let known = app.store.domains().verified().await?;
        // The installation may have moved to a name that was a workspace's; its own it is then, or nobody could sign in.
        let own = app.public_url.host();
        let known = known.into_iter().filter(|domain| own.as_deref() != Some(domain.host.as_str()));
        let owners = known.map(|domain| (domain.host.into(), domain.workspace)).collect::<HashMap<_, _>>();
        self.are_any.store(!owners.is_empty(), Ordering::Release);
        *self.owners.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(owners);
        Ok(())
    }

    /// All of them.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.owners.read().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }

    /// True where some workspace has a host name of its own.
    #[must_use]
    pub fn are_any(&self) -> bool {
        self.are_any.load(Ordering::Relaxed)
    }

    /// Whose host name it is, in any case and with or without a port; None for the installation's own, and for what nobody has.
    #[must_use]
    pub fn owner(&self, authority: &str) -> Option<WorkspaceId> {
        let name = authority.split_once(':').map_or(authority, |(name, _)| name).trim_end_matches('.');
        let owners = Arc::clone(&self.owners.read().unwrap_or_else(PoisonError::into_inner));
        owners.get(name).copied().or_else(|| owners.get(&name.to_ascii_lowercase()).copied())
    }
}

impl App {
    /// What visitors open for a link of that workspace. A host name that is the workspace's no longer does not count.
    #[must_use]
    pub fn short_url(&self, workspace: WorkspaceId, domain: Option<&Hostname>, code: &Code) -> String {
        match domain.filter(|domain| self.domains.owner(domain.as_str()) == Some(workspace)) {
            Some(domain) => self.public_url.at(domain, code),
            None => self.public_url.of(code),
        }
    }

    /// The same of a link that is shown.
    #[must_use]
    pub fn short_url_of(&self, LinkView { link, .. }: &LinkView) -> String {
        self.short_url(link.workspace, link.settings.domain.as_ref(), &link.code)
    }
}
