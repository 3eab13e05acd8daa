//! Another store with some of its ports replaced: whatever goes wrong there, the rest works.

use async_trait::async_trait;
use std::sync::Arc;
use trackway_store::{
    Store, StoreError, accounts, app_configs, books, changes, clicks, consents, conversions, inbound, keys, link_days, links,
    oauth_clients, outbox, passes, persons, projects, salts, sessions, settings, signing_keys, templates, users, webhooks, workspaces,
};

/// A store, and what stands in for its ports.
pub(crate) struct Replaced {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) links: Option<Box<dyn links::Links>>,
    pub(crate) clicks: Option<Box<dyn clicks::Clicks>>,
    pub(crate) salts: Option<Box<dyn salts::Salts>>,
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
    fn workspaces(&self) -> &dyn workspaces::Workspaces {
        self.store.workspaces()
    }
    fn accounts(&self) -> &dyn accounts::Accounts {
        self.store.accounts()
    }
    fn links(&self) -> &dyn links::Links {
        self.links.as_deref().unwrap_or_else(|| self.store.links())
    }
    fn templates(&self) -> &dyn templates::Templates {
        self.store.templates()
    }
    fn keys(&self) -> &dyn keys::Keys {
        self.store.keys()
    }
    fn clicks(&self) -> &dyn clicks::Clicks {
        self.clicks.as_deref().unwrap_or_else(|| self.store.clicks())
    }
    fn conversions(&self) -> &dyn conversions::Conversions {
        self.store.conversions()
    }
    fn persons(&self) -> &dyn persons::Persons {
        self.store.persons()
    }
    fn link_days(&self) -> &dyn link_days::LinkDays {
        self.store.link_days()
    }
    fn inbound(&self) -> &dyn inbound::Inbound {
        self.store.inbound()
    }
    fn books(&self) -> &dyn books::Books {
        self.store.books()
    }
    fn changes(&self) -> &dyn changes::Changes {
        self.store.changes()
    }
    fn passes(&self) -> &dyn passes::Passes {
        self.store.passes()
    }
    fn salts(&self) -> &dyn salts::Salts {
        self.salts.as_deref().unwrap_or_else(|| self.store.salts())
    }
    fn users(&self) -> &dyn users::Users {
        self.store.users()
    }
    fn sessions(&self) -> &dyn sessions::Sessions {
        self.store.sessions()
    }
    fn oauth_clients(&self) -> &dyn oauth_clients::OauthClients {
        self.store.oauth_clients()
    }
    fn consents(&self) -> &dyn consents::Consents {
        self.store.consents()
    }
    fn signing_keys(&self) -> &dyn signing_keys::SigningKeys {
        self.store.signing_keys()
    }
    fn settings(&self) -> &dyn settings::Settings {
        self.store.settings()
    }
    fn projects(&self) -> &dyn projects::Projects {
        self.store.projects()
    }
    fn app_configs(&self) -> &dyn app_configs::AppConfigs {
        self.store.app_configs()
    }
    fn webhooks(&self) -> &dyn webhooks::Webhooks {
        self.store.webhooks()
    }
    fn outbox(&self) -> &dyn outbox::Outbox {
        self.store.outbox()
    }
    async fn ping(&self) -> Result<(), StoreError> {
        self.ping.clone()
    }
}
