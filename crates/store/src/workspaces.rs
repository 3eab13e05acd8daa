//! Tenants, and how they come to be.

use crate::error::{CreateError, StoreError};
use async_trait::async_trait;
use trackway_domain::account::Account;
use trackway_domain::template::Template;
use trackway_domain::user::Member;
use trackway_domain::workspace::{Workspace, WorkspaceId};

/// What a workspace is never without.
#[derive(Clone, Debug)]
pub struct Founding {
    /// The tenant.
    pub workspace: Workspace,
    /// Its owner: nobody can sign in as him until somebody gives him an address.
    pub owner: Member,
    /// Its default account.
    pub account: Account,
    /// Its default template.
    pub template: Template,
}

/// Tenants.
#[async_trait]
pub trait Workspaces: Send + Sync {
    /// Makes the first workspace with all that belongs to it. False, and nothing done, where there is one already.
    async fn found_first(&self, founding: &Founding) -> Result<bool, StoreError>;
    /// Makes one more, with all that belongs to it.
    async fn found(&self, founding: &Founding) -> Result<(), CreateError>;
    /// All of them, oldest first.
    async fn list(&self) -> Result<Vec<Workspace>, StoreError>;
    /// One of them.
    async fn find(&self, id: WorkspaceId) -> Result<Option<Workspace>, StoreError>;
}
