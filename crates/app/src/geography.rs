//! Where an address is, by the operator's GeoIP file. Without one, places are unknown; with a file of countries, the rest is.

use jiff::Timestamp;
use maxminddb::{Reader, geoip2};
use serde::Deserialize;
use std::net::IpAddr;
use std::path::Path;
use trackway_domain::place::Place;
use trackway_domain::targeting::Country;

/// A GeoIP database in memory, or none.
#[derive(Default)]
pub struct Geography {
    reader: Option<Reader<Vec<u8>>>,
}

impl Geography {
    /// Reads a MaxMind-format file.
    ///
    /// # Errors
    /// Where the file cannot be read or is no such database.
    pub fn open(file: &Path) -> Result<Self, maxminddb::MaxMindDbError> {
        Reader::open_readfile(file).map(|reader| Self { reader: Some(reader) })
    }

    /// True without a file: then nothing is known of any address.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.reader.is_none()
    }

    /// When its maker made the file, as it says itself; None without a file.
    #[must_use]
    pub fn made_at(&self) -> Option<Timestamp> {
        let seconds = self.reader.as_ref()?.metadata().build_epoch;
        Timestamp::from_second(i64::try_from(seconds).ok()?).ok()
    }

    /// The country of an address, where it is known: less work than the whole place, for a redirect that asks for no more.
    #[must_use]
    pub fn country(&self, address: IpAddr) -> Option<Country> {
        let record: geoip2::Country<'_> = self.reader.as_ref()?.lookup(address).ok()?.decode().ok()??;
        Country::parse(record.country.iso_code?)
    }

    /// All that is known of where an address is.
    #[must_use]
    pub fn place(&self, address: IpAddr) -> Place {
        let record = self.reader.as_ref().and_then(|reader| reader.lookup(address).ok()?.decode::<Record<'_>>().ok()?);
        record.map(|record| record.place()).unwrap_or_default()
    }
}

/// What we read of a record. Not the library's type, which refuses a whole record where a field that we do not need is of another kind
/// than its maker's.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Record<'a> {
    #[serde(borrow)]
    country: Part<'a>,
    subdivisions: Vec<Part<'a>>,
    city: Part<'a>,
    location: Location<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Part<'a> {
    iso_code: Option<&'a str>,
    #[serde(borrow)]
    names: Names<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Names<'a> {
    en: Option<&'a str>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Location<'a> {
    time_zone: Option<&'a str>,
}

impl Record<'_> {
    fn place(&self) -> Place {
        Place {
            country: self.country.iso_code.and_then(Country::parse),
            region: self.subdivisions.first().and_then(Part::code_or_name),
            city: self.city.names.en.and_then(Place::text),
            time_zone: self.location.time_zone.and_then(Place::text),
        }
    }
}

impl Part<'_> {
    /// The code without its country: some makers write "US-CA", some "CA", some have names only.
    fn code_or_name(&self) -> Option<Box<str>> {
        let code = self.iso_code.map(|code| code.split_once('-').map_or(code, |(_, code)| code));
        code.and_then(Place::text).or_else(|| self.names.en.and_then(Place::text))
    }
}
