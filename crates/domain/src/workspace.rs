//! The tenant. Nothing crosses it.

use crate::text::Name;
use jiff::Timestamp;

/// Defines an id that is a uuid on the wire and nothing else inside.
macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub struct $name(pub uuid::Uuid);
        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.hyphenated().fmt(out) }
        }
    )*};
}
pub(crate) use uuid_ids;

uuid_ids! {
    /// Names a workspace.
    WorkspaceId,
    /// Names a person who signs in, or who owns keys.
    UserId,
}

/// A tenant with the user who owns what its keys make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workspace {
    /// Its id.
    pub id: WorkspaceId,
    /// What people call it.
    pub name: Name,
    /// The user made with it: the owner of its keys.
    pub owner: UserId,
    /// When it was made.
    pub created_at: Timestamp,
}
