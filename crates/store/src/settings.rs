//! The installation's own settings: what its processes must agree on.

use crate::error::StoreError;
use async_trait::async_trait;

/// Texts by name.
#[async_trait]
pub trait Settings: Send + Sync {
    /// A setting.
    async fn get(&self, name: &str) -> Result<Option<String>, StoreError>;
    /// Sets it.
    async fn put(&self, name: &str, value: &str) -> Result<(), StoreError>;
    /// Sets it where it is not set, and gives what it then is.
    async fn get_or_put(&self, name: &str, value: &str) -> Result<String, StoreError>;
}
