//! Conversions: recorded, found and listed.

pub mod find;
pub mod record;

use trackway_domain::attribution::Model;

/// How credit is shared.
pub(crate) const MODEL: Model = Model::First;
