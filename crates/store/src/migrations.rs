//! How far a store's tables are from what this program knows.

/// Steps that bring tables up to date: how many were taken, and how many this program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migrations {
    /// Taken.
    pub done: usize,
    /// Known.
    pub known: usize,
}

impl Migrations {
    /// True where nothing is left to do, and no newer program has done more.
    #[must_use]
    pub fn is_current(self) -> bool {
        self.done == self.known
    }
}
