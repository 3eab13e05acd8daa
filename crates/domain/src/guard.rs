//! What holds a visitor up before a link sends him on.

use crate::user::PasswordHash;

/// What a link's guard wants of a visitor. A link has at most one: what is blocked asks for nothing any more, and whoever knows a link's
/// password was told where it leads by whoever gave it to him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Nothing helps: the link leads to a host on the blocklist.
    Blocked,
    /// The link's password.
    Lock(PasswordHash),
    /// That he has seen where the link leads, and wants to go there.
    Warning,
}
