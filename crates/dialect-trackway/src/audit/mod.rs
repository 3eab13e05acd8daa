//! What was administered, shown to those who administer.

pub(crate) mod list;
