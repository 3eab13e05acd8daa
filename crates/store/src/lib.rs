//! Ports: what Trackway asks of whatever keeps its data.
//!
//! One port call is one transaction. A lookup that finds nothing is `Ok(None)`; an error is the store's own trouble. Every port takes
//! domain types and gives them back: an adapter's SQL, rows and retries stay inside the adapter. [`contract`] is the list of cases
//! that every adapter must pass.

pub mod accounts;
pub mod app_configs;
pub mod audit;
pub mod books;
pub mod changes;
pub mod click_log;
pub mod click_walk;
pub mod clicks;
pub mod consents;
#[cfg(feature = "contract")]
pub mod contract;
pub mod conversions;
pub mod credits;
pub mod domains;
pub mod dossiers;
pub mod error;
pub mod events;
pub mod inbound;
pub mod installs;
pub mod keys;
pub mod link_days;
pub mod links;
pub mod migrations;
pub mod models;
pub mod oauth_clients;
pub mod outbox;
pub mod page;
pub mod passes;
pub mod persons;
pub mod projects;
pub mod salts;
pub mod sessions;
pub mod settings;
pub mod shares;
pub mod signing_keys;
pub mod stats;
pub mod templates;
pub mod traces;
pub mod upkeep;
pub mod users;
pub mod webhooks;
pub mod workspaces;

pub use error::StoreError;

use trackway_domain::audit::AuditEntry;

/// A store: its ports, by what they keep.
#[async_trait::async_trait]
pub trait Store: Send + Sync + 'static {
    /// Tenants.
    fn workspaces(&self) -> &dyn workspaces::Workspaces;
    /// Creators and apps.
    fn accounts(&self) -> &dyn accounts::Accounts;
    /// Links, and what a path leads to.
    fn links(&self) -> &dyn links::Links;
    /// Defaults for links.
    fn templates(&self) -> &dyn templates::Templates;
    /// API keys.
    fn keys(&self) -> &dyn keys::Keys;
    /// Recorded visits and what they add up to.
    fn clicks(&self) -> &dyn clicks::Clicks;
    /// Recorded visits one by one.
    fn click_log(&self) -> &dyn click_log::ClickLog;
    /// What persons did.
    fn conversions(&self) -> &dyn conversions::Conversions;
    /// What links were given for what persons did.
    fn credits(&self) -> &dyn credits::Credits;
    /// By which model, and working it out anew.
    fn models(&self) -> &dyn models::Models;
    /// Identified visitors.
    fn persons(&self) -> &dyn persons::Persons;
    /// All that is kept about one person.
    fn dossiers(&self) -> &dyn dossiers::Dossiers;
    /// Host names of workspaces.
    fn domains(&self) -> &dyn domains::Domains;
    /// Numbers that others may look at.
    fn shares(&self) -> &dyn shares::Shares;
    /// The numbers of links by day.
    fn link_days(&self) -> &dyn link_days::LinkDays;
    /// What platforms send of their own accord.
    fn inbound(&self) -> &dyn inbound::Inbound;
    /// Apps on phones, and which click led to each.
    fn installs(&self) -> &dyn installs::Installs;
    /// What recent clicks leave behind for installs.
    fn traces(&self) -> &dyn traces::Traces;
    /// Counters held against the log.
    fn books(&self) -> &dyn books::Books;
    /// What has changed, for caches in this and other processes.
    fn changes(&self) -> &dyn changes::Changes;
    /// Passes of links with a cap.
    fn passes(&self) -> &dyn passes::Passes;
    /// By which visitors are told apart.
    fn salts(&self) -> &dyn salts::Salts;
    /// People who sign in.
    fn users(&self) -> &dyn users::Users;
    /// Who has signed in where.
    fn sessions(&self) -> &dyn sessions::Sessions;
    /// Programs that people can allow something.
    fn oauth_clients(&self) -> &dyn oauth_clients::OauthClients;
    /// What people have allowed them.
    fn consents(&self) -> &dyn consents::Consents;
    /// The keys that sign tokens.
    fn signing_keys(&self) -> &dyn signing_keys::SigningKeys;
    /// The installation's own settings.
    fn settings(&self) -> &dyn settings::Settings;
    /// Names under which links are grouped.
    fn projects(&self) -> &dyn projects::Projects;
    /// What workspaces say of their apps.
    fn app_configs(&self) -> &dyn app_configs::AppConfigs;
    /// Addresses that want to be told of what happens.
    fn webhooks(&self) -> &dyn webhooks::Webhooks;
    /// Events on their way to them.
    fn outbox(&self) -> &dyn outbox::Outbox;
    /// Questions about clicks.
    fn stats(&self) -> &dyn stats::Stats;
    /// All clicks of a workspace, for whoever wants to have them elsewhere.
    fn click_walks(&self) -> &dyn click_walk::ClickWalks;
    /// Work on recorded clicks that nobody waits for.
    fn upkeep(&self) -> &dyn upkeep::Upkeep;
    /// What was administered.
    fn audit_log(&self) -> &dyn audit::AuditLog;
    /// The same store, for one change: the first transaction that changes anything also writes this entry into the audit log.
    fn audited(&self, entry: AuditEntry) -> std::sync::Arc<dyn Store>;
    /// Succeeds where the store can be read now.
    async fn ping(&self) -> Result<(), StoreError>;
    /// How far its tables are from what this program knows.
    async fn migrations(&self) -> Result<migrations::Migrations, StoreError>;
}
