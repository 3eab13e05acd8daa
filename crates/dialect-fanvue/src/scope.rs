//! What a token may be granted, and what a workspace's key may do in its place.

use trackway_domain::key::KeyScope;

/// A scope that something here asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    ReadSelf,
    ReadCreator,
    WriteCreator,
    ReadTrackingLinks,
    WriteTrackingLinks,
}

impl Scope {
    /// Its name in tokens and refusals.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ReadSelf => "read:self",
            Self::ReadCreator => "read:creator",
            Self::WriteCreator => "write:creator",
            Self::ReadTrackingLinks => "read:tracking_links",
            Self::WriteTrackingLinks => "write:tracking_links",
        }
    }

    /// The scope of a key that allows as much.
    pub(crate) fn of_key(self) -> KeyScope {
        match self {
            Self::ReadSelf | Self::ReadCreator | Self::ReadTrackingLinks => KeyScope::LinksRead,
            Self::WriteCreator | Self::WriteTrackingLinks => KeyScope::LinksWrite,
        }
    }
}
