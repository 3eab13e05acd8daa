//! Where an address is, by the operator's GeoIP file. Without one, countries are unknown.

use maxminddb::{Reader, geoip2};
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

    /// Where an address is, as far as it is known.
    #[must_use]
    pub fn place(&self, address: IpAddr) -> Place {
        Place { country: self.country(address), ..Place::default() }
    }

    /// The country of an address, where it is known.
    #[must_use]
    pub fn country(&self, address: IpAddr) -> Option<Country> {
        let record: geoip2::Country<'_> = self.reader.as_ref()?.lookup(address).ok()?.decode().ok()??;
        Country::parse(record.country.iso_code?)
    }
}
