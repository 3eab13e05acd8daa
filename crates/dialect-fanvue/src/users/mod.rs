//! Users, of whom there is one: oneself.

pub(crate) mod me;
