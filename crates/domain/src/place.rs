//! Where a visitor's address is, as far as a GeoIP file knows.

use crate::targeting::Country;
use serde::{Deserialize, Serialize};

/// A place, from the large to the small. Nothing here is known without an operator's GeoIP file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// The country.
    pub country: Option<Country>,
    /// The first subdivision: the part of its ISO 3166-2 code behind the country's.
    pub region: Option<Box<str>>,
    /// The city's English name.
    pub city: Option<Box<str>>,
    /// The IANA time zone.
    pub time_zone: Option<Box<str>>,
}
