//! Programs that act for people, and scripts that act for a workspace.

use crate::oauth::redirect_uri::RedirectUri;
use crate::oauth::scope::ScopeSet;
use crate::secret::SecretHash;
use crate::text::Name;
use crate::workspace::{WorkspaceId, uuid_ids};
use jiff::Timestamp;

uuid_ids! {
    /// Names a client.
    ClientId,
}

impl ClientId {
    /// Reads an id as it is written on wires: in its one form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        uuid::Uuid::try_parse(text).ok().map(Self).filter(|id| id.to_string() == text)
    }
}

/// A client as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OauthClient {
    /// Its id.
    pub id: ClientId,
    /// The tenant whose people can allow it something.
    pub workspace: WorkspaceId,
    /// What people call it.
    pub name: Name,
    /// Of its secret; a public client, which could keep none, has none.
    pub secret: Option<SecretHash>,
    /// Where it may have people sent back to. One without any signs nobody in: it is a script of the workspace.
    pub redirect_uris: Vec<RedirectUri>,
    /// What it may ask for.
    pub scopes: ScopeSet,
    /// True where it may act for the whole workspace by its secret alone.
    pub acts_for_workspace: bool,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// What kind of client is registered: an app that signs people in, or a script of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientKind {
    redirect_uris: Vec<RedirectUri>,
    is_public: bool,
    acts_for_workspace: bool,
}

/// Why there is no such kind of client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a client without a secret needs a redirect URI and cannot act for the workspace by itself")]
pub struct NothingToShow;

impl ClientKind {
    /// A client without redirect addresses is a script, which acts for the workspace; one with some does so only where it is said.
    ///
    /// # Errors
    /// [`NothingToShow`], where it would act for the workspace without a secret.
    pub fn new(redirect_uris: Vec<RedirectUri>, is_public: bool, acts_for_workspace: bool) -> Result<Self, NothingToShow> {
        let acts_for_workspace = acts_for_workspace || redirect_uris.is_empty();
        if is_public && acts_for_workspace { Err(NothingToShow) } else { Ok(Self { redirect_uris, is_public, acts_for_workspace }) }
    }

    /// Where it may have people sent back to.
    #[must_use]
    pub fn redirect_uris(&self) -> &[RedirectUri] {
        &self.redirect_uris
    }

    /// True where it could keep no secret, and gets none.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.is_public
    }

    /// True where it may act for the whole workspace by its secret alone.
    #[must_use]
    pub fn acts_for_workspace(&self) -> bool {
        self.acts_for_workspace
    }
}

impl OauthClient {
    /// What secrets of clients start with, so that scanners of leaked secrets can tell.
    pub const SECRET_PREFIX: &str = "tw_client_";

    /// The registered address that was written exactly like this.
    #[must_use]
    pub fn redirect_uri(&self, text: &str) -> Option<&RedirectUri> {
        self.redirect_uris.iter().find(|uri| uri.as_str() == text)
    }
}
