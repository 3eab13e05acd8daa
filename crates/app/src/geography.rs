//! Where an address is, by the operator's GeoIP file. Without one, countries are unknown.

use maxminddb::{Reader, geoip2};
use std::net::IpAddr;
use std::path::Path;
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

    /// The country of an address, where it is known.
    #[must_use]
    pub fn country(&self, address: IpAddr) -> Option<Country> {
        let record: geoip2::Country<'_> = self.reader.as_ref()?.lookup(address).ok()?.decode().ok()??;
        Country::parse(record.country.iso_code?)
    }
}
