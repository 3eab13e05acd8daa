//! How a use case can fail. Each dialect maps this to its own bodies by an exhaustive match.

use trackway_store::StoreError;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or it is another workspace's: nothing tells these apart.
    #[error("{0} not found")]
    NotFound(Thing),
    /// The code or handle is in use.
    #[error("'{0}' is already in use")]
    Taken(String),
    /// It cannot be deleted while something needs it.
    #[error("{0}")]
    InUse(Need),
    /// It would lead to this host, which is on the blocklist.
    #[error("links may not lead to {0}")]
    Blocked(String),
    /// Nothing may be told to this host.
    #[error("{0} may not be reached")]
    OutOfReach(String),
    /// The store is away; the same request may succeed later.
    #[error("temporarily unavailable")]
    Unavailable,
    /// The store failed in a way that waiting does not mend.
    #[error("internal error")]
    Broken,
}

/// What was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A link.
    Link,
    /// A template.
    Template,
    /// An account.
    Account,
    /// An API key.
    Key,
    /// A workspace.
    Workspace,
    /// A person who signs in.
    User,
    /// An OAuth client.
    Client,
    /// What somebody has allowed a client.
    Consent,
    /// A conversion.
    Conversion,
    /// A person.
    Person,
    /// A project.
    Project,
    /// A webhook.
    Webhook,
    /// An event on its way to a webhook.
    Delivery,
    /// An install.
    Install,
    /// A share.
    Share,
    /// A host name of a workspace's own.
    Domain,
}

/// Why a template cannot be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Need {
    /// It is the default one.
    #[error("the default template cannot be deleted; make another one the default first")]
    Default,
    /// This many links name it.
    #[error("template is still used by {0} {noun}", noun = if *.0 == 1 { "link" } else { "links" })]
    Links(u32),
}

impl std::fmt::Display for Thing {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Link => "Link",
            Self::Template => "Template",
            Self::Account => "Account",
            Self::Key => "API key",
            Self::Workspace => "Workspace",
            Self::User => "User",
            Self::Client => "OAuth client",
            Self::Consent => "Consent",
            Self::Conversion => "Conversion",
            Self::Person => "Person",
            Self::Project => "Project",
            Self::Webhook => "Webhook",
            Self::Delivery => "Delivery",
            Self::Install => "Install",
            Self::Share => "Share",
            Self::Domain => "Domain",
        })
    }
}

impl From<StoreError> for Error {
    /// The details go to the log, since they may name files or tables; the client learns only whether to come back.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(why) => {
                tracing::warn!(%why, "the store is unavailable");
                Self::Unavailable
            }
            StoreError::Broken(why) => {
                tracing::error!(%why, "the store failed");
                Self::Broken
            }
        }
    }
}
