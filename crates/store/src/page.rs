//! Lists in portions.

/// In which order a list is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// What comes later is behind.
    OldestFirst,
    /// What came before is behind.
    #[default]
    NewestFirst,
}

/// One portion of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// True where more follow.
    pub has_more: bool,
}

impl<T> Page<T> {
    /// A page of at most `limit` from items of which one more than `limit` was asked for.
    #[must_use]
    pub fn from_one_more(mut items: Vec<T>, limit: u32) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let has_more = items.len() > limit;
        items.truncate(limit);
        Self { items, has_more }
    }
}
