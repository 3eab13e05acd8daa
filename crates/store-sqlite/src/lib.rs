//! The embedded store: SQLite in one file, one writer, several readers.
//!
//! Every write goes through one thread with its own connection, so that writers never wait for each other's locks; reads go to a few
//! threads of their own. Another process (the command line) may work on the same file at the same time.

mod accounts;
mod app_configs;
mod audit;
pub mod backup;
mod block;
mod books;
mod changes;
mod click_log;
mod clicks;
mod column;
mod connect;
mod consents;
mod conversions;
mod credit_books;
mod credit_questions;
mod credited;
mod credits;
mod days;
mod deliveries;
mod domains;
mod dossiers;
mod emit;
mod erase;
mod export;
mod histories;
mod inbound;
mod installs;
mod keys;
mod known_links;
mod link_days;
mod link_tags;
mod links;
mod list_conversions;
mod list_links;
mod list_persons;
mod migrate;
mod models;
mod oauth_clients;
mod outbox;
mod parts;
mod passes;
mod paths;
mod pending;
mod persons;
mod projects;
mod recompute;
mod record;
mod salts;
mod search_links;
mod sessions;
mod settings;
mod shares;
mod signing_keys;
mod stats;
mod templates;
mod threads;
mod touches;
mod traces;
mod users;
mod webhooks;
mod workspaces;

use audit::Note;
use std::path::Path;
use std::sync::Arc;
use threads::Threads;
use trackway_domain::audit::AuditEntry;
use trackway_store::migrations::Migrations;
use trackway_store::{Store, StoreError};

pub use export::ParquetFile;
pub use parts::{Tending, Watch};

/// A store in an SQLite file.
pub struct SqliteStore {
    threads: Arc<Threads>,
    tending: Tending,
    /// What is to be noted with the next change.
    note: Option<Arc<Note>>,
    owners: Arc<stats::Owners>,
}

impl SqliteStore {
    /// Opens the file, makes it where there is none (readable by its owner only), and brings its tables up to date.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where the file cannot be opened; [`StoreError::Broken`] where it is no database of ours or a newer
    /// version's.
    pub fn open(file: &Path, readers: usize) -> Result<Self, StoreError> {
        Self::open_tending(file, readers, Tending::default())
    }

    /// The same, with parts made in another way.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn open_tending(file: &Path, readers: usize, tending: Tending) -> Result<Self, StoreError> {
        let mut writer = connect::open(file, connect::Access::Write)?;
        migrate::run(&mut writer)?;
        connect::use_wal(&writer)?;
        let readers = (0..readers.max(1)).map(|_| connect::open(file, connect::Access::Read)).collect::<Result<_, _>>()?;
        let [parts, watcher] = [connect::open(file, connect::Access::Read)?, connect::open(file, connect::Access::Read)?];
        Ok(Self { threads: Arc::new(Threads::start(writer, readers, parts, watcher)?), tending, note: None, owners: Arc::default() })
    }

    /// How far a file's tables are behind this program, without changing them.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn migrations_of(file: &Path) -> Result<Migrations, StoreError> {
        migrate::state(&connect::open(file, connect::Access::Read)?).map_err(column::broken)
    }
}

#[async_trait::async_trait]
impl Store for SqliteStore {
    fn workspaces(&self) -> &dyn trackway_store::workspaces::Workspaces {
        self
    }

    fn accounts(&self) -> &dyn trackway_store::accounts::Accounts {
        self
    }

    fn links(&self) -> &dyn trackway_store::links::Links {
        self
    }

    fn templates(&self) -> &dyn trackway_store::templates::Templates {
        self
    }

    fn keys(&self) -> &dyn trackway_store::keys::Keys {
        self
    }

    fn clicks(&self) -> &dyn trackway_store::clicks::Clicks {
        self
    }

    fn conversions(&self) -> &dyn trackway_store::conversions::Conversions {
        self
    }

    fn credits(&self) -> &dyn trackway_store::credits::Credits {
        self
    }

    fn models(&self) -> &dyn trackway_store::models::Models {
        self
    }

    fn click_log(&self) -> &dyn trackway_store::click_log::ClickLog {
        self
    }

    fn dossiers(&self) -> &dyn trackway_store::dossiers::Dossiers {
        self
    }

    fn domains(&self) -> &dyn trackway_store::domains::Domains {
        self
    }

    fn shares(&self) -> &dyn trackway_store::shares::Shares {
        self
    }

    fn persons(&self) -> &dyn trackway_store::persons::Persons {
        self
    }

    fn link_days(&self) -> &dyn trackway_store::link_days::LinkDays {
        self
    }

    fn inbound(&self) -> &dyn trackway_store::inbound::Inbound {
        self
    }

    fn installs(&self) -> &dyn trackway_store::installs::Installs {
        self
    }

    fn traces(&self) -> &dyn trackway_store::traces::Traces {
        self
    }

    fn books(&self) -> &dyn trackway_store::books::Books {
        self
    }

    fn changes(&self) -> &dyn trackway_store::changes::Changes {
        self
    }

    fn passes(&self) -> &dyn trackway_store::passes::Passes {
        self
    }

    fn salts(&self) -> &dyn trackway_store::salts::Salts {
        self
    }

    fn users(&self) -> &dyn trackway_store::users::Users {
        self
    }

    fn sessions(&self) -> &dyn trackway_store::sessions::Sessions {
        self
    }

    fn oauth_clients(&self) -> &dyn trackway_store::oauth_clients::OauthClients {
        self
    }

    fn consents(&self) -> &dyn trackway_store::consents::Consents {
        self
    }

    fn signing_keys(&self) -> &dyn trackway_store::signing_keys::SigningKeys {
        self
    }

    fn settings(&self) -> &dyn trackway_store::settings::Settings {
        self
    }

    fn projects(&self) -> &dyn trackway_store::projects::Projects {
        self
    }

    fn app_configs(&self) -> &dyn trackway_store::app_configs::AppConfigs {
        self
    }

    fn webhooks(&self) -> &dyn trackway_store::webhooks::Webhooks {
        self
    }

    fn outbox(&self) -> &dyn trackway_store::outbox::Outbox {
        self
    }

    fn stats(&self) -> &dyn trackway_store::stats::Stats {
        self
    }

    fn click_walks(&self) -> &dyn trackway_store::click_walk::ClickWalks {
        self
    }

    fn upkeep(&self) -> &dyn trackway_store::upkeep::Upkeep {
        self
    }

    fn audit_log(&self) -> &dyn trackway_store::audit::AuditLog {
        self
    }

    fn audited(&self, entry: AuditEntry) -> Arc<dyn Store> {
        Arc::new(Self {
            threads: Arc::clone(&self.threads),
            tending: self.tending.clone(),
            owners: Arc::clone(&self.owners),
            note: Some(Arc::new(Note::new(entry))),
        })
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.read(|connection| connection.query_row("SELECT 1", [], |_| Ok(()))).await
    }

    async fn migrations(&self) -> Result<Migrations, StoreError> {
        self.read(migrate::state).await
    }
}
