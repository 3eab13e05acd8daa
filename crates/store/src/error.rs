//! What can go wrong in any port.

/// The store's own trouble: nothing that a client did.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// It cannot be reached or is too busy now; the same call may succeed later.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// It holds something that cannot be read, or refuses something that it should take.
    #[error("the store failed: {0}")]
    Broken(String),
}

/// Why something with a path of its own was not made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// Its code, slug or handle is in use, perhaps by something deleted.
    #[error("the path is taken")]
    PathTaken,
    /// The template that it names is gone, perhaps since just now.
    #[error("the template is gone")]
    TemplateGone,
    /// The store's trouble.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a link was not changed.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The template that it would name is gone, perhaps since just now.
    #[error("the template is gone")]
    TemplateGone,
    /// The store's trouble.
    #[error(transparent)]
    Store(#[from] StoreError),
}
