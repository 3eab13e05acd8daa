//! A share: an address under which anybody who has it may look at the numbers of one link, or of all links with one tag. It shows nothing else
//! and ends when it is revoked.

use crate::link::LinkId;
use crate::secret::SecretHash;
use crate::text::{Name, Tag};
use crate::workspace::{WorkspaceId, uuid_ids};
use jiff::Timestamp;

uuid_ids! {
    /// Names a share.
    ShareId,
}

/// A share as the store keeps it. The address's secret is not kept, only its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Its id.
    pub id: ShareId,
    /// The tenant.
    pub workspace: WorkspaceId,
    /// The hash of its secret.
    pub hash: SecretHash,
    /// What it is called, to whoever looks at it too.
    pub name: Name,
    /// What it shows.
    pub shown: Shown,
    /// True where no money is shown.
    pub hides_money: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ended.
    pub revoked_at: Option<Timestamp>,
}

/// Whose numbers a share shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// One link's.
    Link(LinkId),
    /// Those of all links with a tag, as they are tagged when somebody looks.
    Tag(Tag),
}

impl Share {
    /// What its secret begins with.
    pub const PREFIX: &str = "tw_share_";
}
