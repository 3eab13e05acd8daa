//! Postbacks: how trackers and networks report conversions, by opening an address.

mod parameters;
pub(crate) mod receive;
