//! A store in which keys and accounts can be found but links cannot: for the answers that dialects give then.

use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::link::Link;
use trackway_domain::text::Tag;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::error::{CreateError, EditError};
use trackway_store::links::{Edit, LinkCaption, LinkKey, LinkQuery, LinkView, Links, Resolved, Within};
use trackway_store::page::Page;
use uuid::Uuid;

/// How it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// As if it were away.
    Unavailable,
    /// As if it were damaged.
    Broken,
}

impl Trouble {
    pub(crate) fn error(self) -> StoreError {
        match self {
            Self::Unavailable => StoreError::Unavailable("as the test wants it".to_owned()),
            Self::Broken => StoreError::Broken("as the test wants it".to_owned()),
        }
    }
}

/// Links of a store in trouble.
pub(crate) struct FailingLinks(pub(crate) Trouble);

#[async_trait]
impl Links for FailingLinks {
    async fn create(&self, _: &Link) -> Result<(), CreateError> {
        Err(self.0.error().into())
    }
    async fn find(&self, _: Within, _: &LinkKey) -> Result<Option<LinkView>, StoreError> {
        Err(self.0.error())
    }
    async fn list(&self, _: &LinkQuery) -> Result<Page<LinkView>, StoreError> {
        Err(self.0.error())
    }
    async fn count(&self, _: &LinkQuery, _: u32) -> Result<u32, StoreError> {
        Err(self.0.error())
    }
    async fn update(&self, _: Within, _: &LinkKey, _: Timestamp, _: Edit) -> Result<Option<LinkView>, EditError> {
        Err(self.0.error().into())
    }
    async fn delete(&self, _: Within, _: &LinkKey, _: Timestamp) -> Result<Option<Link>, StoreError> {
        Err(self.0.error())
    }
    async fn tags(&self, _: Within) -> Result<Vec<(Tag, u64)>, StoreError> {
        Err(self.0.error())
    }
    async fn captions(&self, _: WorkspaceId, _: Vec<Uuid>) -> Result<Vec<LinkCaption>, StoreError> {
        Err(self.0.error())
    }
    async fn resolve(&self, _: &str) -> Result<Option<Resolved>, StoreError> {
        Err(self.0.error())
    }
}
