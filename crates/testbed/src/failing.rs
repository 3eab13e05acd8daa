//! A store in which keys and accounts can be found but links cannot: for the answers that dialects give then.

use async_trait::async_trait;
use jiff::Timestamp;
use std::sync::Arc;
use trackway_domain::link::Link;
use trackway_store::error::CreateError;
use trackway_store::links::{Edit, LinkKey, LinkQuery, LinkView, Links, Resolved, Within};
use trackway_store::page::Page;
use trackway_store::{
    Store, StoreError, accounts, app_configs, books, changes, clicks, consents, conversions, inbound, keys, link_days, oauth_clients,
    passes, persons, projects, salts, sessions, settings, signing_keys, templates, users, webhooks, workspaces,
};

/// How it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// As if it were away.
    Unavailable,
    /// As if it were damaged.
    Broken,
}

impl Trouble {
    fn error(self) -> StoreError {
        match self {
            Self::Unavailable => StoreError::Unavailable("as the test wants it".to_owned()),
            Self::Broken => StoreError::Broken("as the test wants it".to_owned()),
        }
    }
}

/// Another store, but for its links.
pub(crate) struct FailingLinks {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) trouble: Trouble,
}

#[async_trait]
impl Store for FailingLinks {
    fn workspaces(&self) -> &dyn workspaces::Workspaces {
        self.store.workspaces()
    }
    fn accounts(&self) -> &dyn accounts::Accounts {
        self.store.accounts()
    }
    fn links(&self) -> &dyn Links {
        self
    }
    fn templates(&self) -> &dyn templates::Templates {
        self.store.templates()
    }
    fn keys(&self) -> &dyn keys::Keys {
        self.store.keys()
    }
    fn clicks(&self) -> &dyn clicks::Clicks {
        self.store.clicks()
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
        self.store.salts()
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
    async fn ping(&self) -> Result<(), StoreError> {
        Err(self.trouble.error())
    }
}

#[async_trait]
impl Links for FailingLinks {
    async fn create(&self, _: &Link) -> Result<(), CreateError> {
        Err(self.trouble.error().into())
    }
    async fn find(&self, _: Within, _: &LinkKey) -> Result<Option<LinkView>, StoreError> {
        Err(self.trouble.error())
    }
    async fn list(&self, _: &LinkQuery) -> Result<Page<LinkView>, StoreError> {
        Err(self.trouble.error())
    }
    async fn count(&self, _: &LinkQuery, _: u32) -> Result<u32, StoreError> {
        Err(self.trouble.error())
    }
    async fn update(&self, _: Within, _: &LinkKey, _: Timestamp, _: Edit) -> Result<Option<LinkView>, StoreError> {
        Err(self.trouble.error())
    }
    async fn delete(&self, _: Within, _: &LinkKey, _: Timestamp) -> Result<Option<Link>, StoreError> {
        Err(self.trouble.error())
    }
    async fn resolve(&self, _: &str) -> Result<Option<Resolved>, StoreError> {
        Err(self.trouble.error())
    }
}
