//! Ports: what Trackway asks of whatever keeps its data.
//!
//! One port call is one transaction. A lookup that finds nothing is `Ok(None)`; an error is the store's own trouble. Every port takes
//! domain types and gives them back: an adapter's SQL, rows and retries stay inside the adapter. [`contract`] is the list of cases
//! that every adapter must pass.

pub mod accounts;
pub mod app_configs;
pub mod books;
pub mod changes;
pub mod clicks;
#[cfg(feature = "contract")]
pub mod contract;
pub mod error;
pub mod keys;
pub mod links;
pub mod page;
pub mod projects;
pub mod settings;
pub mod templates;
pub mod webhooks;
pub mod workspaces;

pub use error::StoreError;

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
    /// Counters held against the log.
    fn books(&self) -> &dyn books::Books;
    /// What has changed, for caches in this and other processes.
    fn changes(&self) -> &dyn changes::Changes;
    /// The installation's own settings.
    fn settings(&self) -> &dyn settings::Settings;
    /// Names under which links are grouped.
    fn projects(&self) -> &dyn projects::Projects;
    /// What workspaces say of their apps.
    fn app_configs(&self) -> &dyn app_configs::AppConfigs;
    /// Addresses that want to be told of what happens.
    fn webhooks(&self) -> &dyn webhooks::Webhooks;
    /// Succeeds where the store can be read now.
    async fn ping(&self) -> Result<(), StoreError>;
}
