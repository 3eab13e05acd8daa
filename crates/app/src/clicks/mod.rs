//! Clicks: from the journal to the store.
