//! Another store with some of its ports replaced: whatever goes wrong there, the rest works.

use async_trait::async_trait;
use std::sync::Arc;
use trackway_domain::audit::AuditEntry;
use trackway_store::{Store, StoreError};

/// A store, and what stands in for its ports.
pub(crate) struct Replaced {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) links: Option<Arc<dyn trackway_store::links::Links>>,
    pub(crate) clicks: Option<Arc<dyn trackway_store::clicks::Clicks>>,
    pub(crate) salts: Option<Arc<dyn trackway_store::salts::Salts>>,
    /// What asking for a sign of life says.
    pub(crate) ping: Result<(), StoreError>,
}

impl Replaced {
    /// All as it is.
    pub(crate) fn nothing_of(store: &Arc<dyn Store>) -> Self {
        Self { store: Arc::clone(store), links: None, clicks: None, salts: None, ping: Ok(()) }
    }
}

#[async_trait]
impl Store for Replaced {
    fn workspaces(&self) -> &dyn trackway_store::workspaces::Workspaces {
        self.store.workspaces()
    }
    fn accounts(&self) -> &dyn trackway_store::accounts::Accounts {
        self.store.accounts()
    }
    fn links(&self) -> &dyn trackway_store::links::Links {
        self.links.as_deref().unwrap_or_else(|| self.store.links())
    }
    fn templates(&self) -> &dyn trackway_store::templates::Templates {
        self.store.templates()
    }
    fn keys(&self) -> &dyn trackway_store::keys::Keys {
        self.store.keys()
    }
    fn clicks(&self) -> &dyn trackway_store::clicks::Clicks {
        self.clicks.as_deref().unwrap_or_else(|| self.store.clicks())
    }
    fn conversions(&self) -> &dyn trackway_store::conversions::Conversions {
        self.store.conversions()
    }
    fn credits(&self) -> &dyn trackway_store::credits::Credits {
        self.store.credits()
    }
    fn models(&self) -> &dyn trackway_store::models::Models {
        self.store.models()
    }
    fn click_log(&self) -> &dyn trackway_store::click_log::ClickLog {
        self.store.click_log()
    }
    fn dossiers(&self) -> &dyn trackway_store::dossiers::Dossiers {
        self.store.dossiers()
    }
    fn domains(&self) -> &dyn trackway_store::domains::Domains {
        self.store.domains()
    }
    fn shares(&self) -> &dyn trackway_store::shares::Shares {
        self.store.shares()
    }
    fn persons(&self) -> &dyn trackway_store::persons::Persons {
        self.store.persons()
    }
    fn link_days(&self) -> &dyn trackway_store::link_days::LinkDays {
        self.store.link_days()
    }
    fn inbound(&self) -> &dyn trackway_store::inbound::Inbound {
        self.store.inbound()
    }
    fn installs(&self) -> &dyn trackway_store::installs::Installs {
        self.store.installs()
    }
    fn traces(&self) -> &dyn trackway_store::traces::Traces {
        self.store.traces()
    }
    fn books(&self) -> &dyn trackway_store::books::Books {
        self.store.books()
    }
    fn changes(&self) -> &dyn trackway_store::changes::Changes {
        self.store.changes()
    }
    fn passes(&self) -> &dyn trackway_store::passes::Passes {
        self.store.passes()
    }
    fn salts(&self) -> &dyn trackway_store::salts::Salts {
        self.salts.as_deref().unwrap_or_else(|| self.store.salts())
    }
    fn users(&self) -> &dyn trackway_store::users::Users {
        self.store.users()
    }
    fn sessions(&self) -> &dyn trackway_store::sessions::Sessions {
        self.store.sessions()
    }
    fn oauth_clients(&self) -> &dyn trackway_store::oauth_clients::OauthClients {
        self.store.oauth_clients()
    }
    fn consents(&self) -> &dyn trackway_store::consents::Consents {
        self.store.consents()
    }
    fn signing_keys(&self) -> &dyn trackway_store::signing_keys::SigningKeys {
        self.store.signing_keys()
    }
    fn settings(&self) -> &dyn trackway_store::settings::Settings {
        self.store.settings()
    }
    fn projects(&self) -> &dyn trackway_store::projects::Projects {
        self.store.projects()
    }
    fn app_configs(&self) -> &dyn trackway_store::app_configs::AppConfigs {
        self.store.app_configs()
    }
    fn webhooks(&self) -> &dyn trackway_store::webhooks::Webhooks {
        self.store.webhooks()
    }
    fn outbox(&self) -> &dyn trackway_store::outbox::Outbox {
        self.store.outbox()
    }
    fn stats(&self) -> &dyn trackway_store::stats::Stats {
        self.store.stats()
    }
    fn click_walks(&self) -> &dyn trackway_store::click_walk::ClickWalks {
        self.store.click_walks()
    }
    fn upkeep(&self) -> &dyn trackway_store::upkeep::Upkeep {
        self.store.upkeep()
    }
    fn audit_log(&self) -> &dyn trackway_store::audit::AuditLog {
        self.store.audit_log()
    }
    fn audited(&self, entry: AuditEntry) -> Arc<dyn Store> {
        let (links, clicks, salts) = (self.links.clone(), self.clicks.clone(), self.salts.clone());
        Arc::new(Self { store: self.store.audited(entry), links, clicks, salts, ping: self.ping.clone() })
    }
    async fn ping(&self) -> Result<(), StoreError> {
        self.ping.clone()
    }
    async fn migrations(&self) -> Result<trackway_store::migrations::Migrations, StoreError> {
        self.store.migrations().await
    }
}
