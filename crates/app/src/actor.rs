//! Who acts.

use trackway_domain::account::AccountId;
use trackway_domain::audit::Doer;
use trackway_domain::key::{KeyId, KeyScope, KeyScopes};
use trackway_domain::workspace::{UserId, WorkspaceId};
use trackway_store::links::Within;

/// Someone who has shown who he is, and what he may do. Use cases see only what lies within.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The tenant he acts in.
    pub workspace: WorkspaceId,
    /// The user he acts as.
    pub user: UserId,
    /// The one account he may act for, where his credential names one.
    pub account: Option<AccountId>,
    /// The key he showed, where it was one.
    pub key: Option<KeyId>,
    /// What he may do.
    pub scopes: KeyScopes,
}

impl Actor {
    /// True where he may do what `scope` allows.
    #[must_use]
    pub fn may(&self, scope: KeyScope) -> bool {
        self.scopes.allow(scope)
    }

    /// Who it is that administers, where he does.
    #[must_use]
    pub fn doer(&self) -> Doer {
        self.key.map_or(Doer::User(self.user), Doer::Key)
    }

    /// What he can see.
    #[must_use]
    pub fn within(&self) -> Within {
        Within { workspace: self.workspace, account: self.account }
    }
}
