//! Reading a block: whole clicks, or only the columns that counting needs.

use super::coded::Coded;
use super::{COLUMNS, Column, DATACENTER, HEAD, OBJECTS, PREFETCH, VERSION};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use std::net::IpAddr;
use std::num::NonZeroU64;
use std::sync::Arc;
use trackway_domain::click::{ClickId, DestinationKind, Signals};
use trackway_domain::link::LinkId;
use trackway_domain::platform::Platform;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::targeting::Language;
use trackway_domain::traffic::TrafficClass;
use trackway_domain::visitor::VisitorHash;
use trackway_store::clicks::ClickRow;
use uuid::Uuid;

/// Bytes that are no block, or a newer version's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a block of clicks is unreadable")]
pub(crate) struct Unreadable;

/// A block, taken apart into its columns.
pub(crate) struct Block<'a> {
    rows: usize,
    pub(super) columns: [&'a [u8]; COLUMNS],
    pub(super) links: Coded<'a>,
}

/// What counting needs of a click.
#[derive(Clone, Copy)]
pub(crate) struct Tally {
    pub(crate) link: i64,
    /// Milliseconds since 1970.
    pub(crate) at: i64,
    pub(crate) traffic: u8,
}

impl<'a> Block<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        Self::take_apart(bytes).ok_or(Unreadable)
    }

    fn take_apart(bytes: &'a [u8]) -> Option<Self> {
        let (&[version], rest) = bytes.split_first_chunk::<1>()?;
        let (rows, mut rest) = rest.split_first_chunk::<4>()?;
        let rows = u32::from_le_bytes(*rows) as usize;
        let mut columns = [&[][..]; COLUMNS];
        for column in &mut columns {
            let (length, behind) = rest.split_first_chunk::<4>()?;
            (*column, rest) = behind.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        }
        let fixed = [
            (Column::Id, 16),
            (Column::Time, 8),
            (Column::Traffic, 1),
            (Column::Destination, 1),
            (Column::Platform, 1),
            (Column::Signals, 1),
            (Column::Visitor, 8),
        ];
        let fits = fixed.into_iter().all(|(column, width)| Some(columns[column as usize].len()) == rows.checked_mul(width));
        let links = Coded::read(columns[Column::Link as usize], rows)?;
        (version == VERSION && rest.is_empty() && fits).then_some(Self { rows, columns, links })
    }

    /// How many clicks it holds.
    pub(crate) fn len(&self) -> usize {
        self.rows
    }

    /// Where the click with this id stands.
    pub(crate) fn index_of(&self, id: ClickId) -> Option<usize> {
        self.columns[Column::Id as usize].chunks_exact(16).position(|bytes| bytes == id.0.as_bytes())
    }

    /// Where the clicks of a link stand, in order.
    pub(crate) fn indexes_of(&self, link: LinkId) -> Vec<usize> {
        let wanted = link.0.to_i64().to_le_bytes();
        match self.links.values.iter().position(|value| *value == wanted) {
            Some(number) => (0..self.rows).filter(|index| self.links.number(*index) == number).collect(),
            None => Vec::new(),
        }
    }

    /// What counting needs, of all clicks.
    pub(crate) fn tallies(&self) -> Result<Vec<Tally>, Unreadable> {
        let links = self.links.values.iter().map(|value| Some(i64::from_le_bytes((*value).try_into().ok()?)));
        let links = links.collect::<Option<Vec<_>>>().ok_or(Unreadable)?;
        let tally = |index| {
            let link = *links.get(self.links.number(index))?;
            Some(Tally { link, at: self.time(index)?, traffic: self.byte(Column::Traffic, index)? })
        };
        (0..self.rows).map(tally).collect::<Option<_>>().ok_or(Unreadable)
    }

    /// The clicks at these places.
    pub(crate) fn rows(&self, indexes: impl IntoIterator<Item = usize>) -> Result<Vec<ClickRow>, Unreadable> {
        let texts = self.texts().ok_or(Unreadable)?;
        indexes.into_iter().map(|index| self.row(&texts, index)).collect::<Option<_>>().ok_or(Unreadable)
    }

    fn row(&self, texts: &Texts<'_>, index: usize) -> Option<ClickRow> {
        let signals = self.byte(Column::Signals, index)?;
        let link = self.links.values.get(self.links.number(index))?;
        Some(ClickRow {
            id: ClickId(Uuid::from_bytes(self.fixed(Column::Id, index)?)),
            link: LinkId(Snowflake::from_i64(i64::from_le_bytes((*link).try_into().ok()?))),
            at: Timestamp::from_millisecond(self.time(index)?).ok()?,
            traffic: TrafficClass::from_number(self.byte(Column::Traffic, index)?)?,
            destination: DestinationKind::from_number(self.byte(Column::Destination, index)?)?,
            platform: *Platform::ALL.get(usize::from(self.byte(Column::Platform, index)?))?,
            signals: Signals {
                is_head: signals & HEAD != 0,
                is_prefetch: signals & PREFETCH != 0,
                objects_to_tracking: signals & OBJECTS != 0,
            },
            is_datacenter: signals & DATACENTER != 0,
            address: texts.addresses.get(index)?,
            place: texts.places.get(index)?,
            language: texts.languages.get(index)?,
            referrer: texts.referrers.get(index)?,
            user_agent: texts.user_agents.get(index)?,
            visitor: NonZeroU64::new(u64::from_le_bytes(self.fixed(Column::Visitor, index)?)).map(VisitorHash),
            utm: texts.utm.get(index)?,
            metadata: texts.metadata.get(index)?,
        })
    }

    fn texts(&self) -> Option<Texts<'a>> {
        Some(Texts {
            addresses: self.decoded(Column::Address, address)?,
            places: self.decoded(Column::Place, |bytes| document(bytes).map(Arc::new))?,
            languages: self
                .decoded(Column::Language, |bytes| optional(bytes, |bytes| Language::parse(std::str::from_utf8(bytes).ok()?)))?,
            referrers: self
                .decoded(Column::Referrer, |bytes| optional(bytes, |bytes| Some(Arc::from(std::str::from_utf8(&bytes[1..]).ok()?))))?,
            user_agents: self.decoded(Column::UserAgent, |bytes| document(bytes).map(Arc::new))?,
            utm: self.decoded(Column::Utm, |bytes| optional(bytes, document).map(Option::unwrap_or_default))?,
            metadata: self.decoded(Column::Metadata, |bytes| optional(bytes, document).map(Option::unwrap_or_default))?,
        })
    }

    fn decoded<T>(&self, column: Column, decode: impl Fn(&[u8]) -> Option<T>) -> Option<Decoded<'a, T>> {
        let coded = Coded::read(self.columns[column as usize], self.rows)?;
        let values = coded.values.iter().map(|value| decode(value)).collect::<Option<_>>()?;
        Some(Decoded { coded, values })
    }

    fn time(&self, index: usize) -> Option<i64> {
        self.fixed(Column::Time, index).map(i64::from_le_bytes)
    }

    fn byte(&self, column: Column, index: usize) -> Option<u8> {
        self.columns[column as usize].get(index).copied()
    }

    fn fixed<const N: usize>(&self, column: Column, index: usize) -> Option<[u8; N]> {
        self.columns[column as usize].get(index * N..(index + 1) * N)?.try_into().ok()
    }
}

/// The coded columns of whole clicks, each distinct value read once.
struct Texts<'a> {
    addresses: Decoded<'a, Option<IpAddr>>,
    places: Decoded<'a, Arc<trackway_domain::place::Place>>,
    languages: Decoded<'a, Option<Language>>,
    referrers: Decoded<'a, Option<Arc<str>>>,
    user_agents: Decoded<'a, Arc<trackway_domain::agent::UserAgent>>,
    utm: Decoded<'a, trackway_domain::utm::Utm>,
    metadata: Decoded<'a, Vec<(String, String)>>,
}

struct Decoded<'a, T> {
    coded: Coded<'a>,
    values: Vec<T>,
}

impl<T: Clone> Decoded<'_, T> {
    fn get(&self, index: usize) -> Option<T> {
        self.values.get(self.coded.number(index)).cloned()
    }
}

fn address(bytes: &[u8]) -> Option<Option<IpAddr>> {
    Some(match bytes.len() {
        0 => None,
        4 => Some(IpAddr::from(<[u8; 4]>::try_from(bytes).ok()?)),
        _ => Some(IpAddr::from(<[u8; 16]>::try_from(bytes).ok()?)),
    })
}

pub(super) fn document<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    serde_json::from_slice(bytes).ok()
}

/// Nothing where there are no bytes.
pub(super) fn optional<T>(bytes: &[u8], decode: impl Fn(&[u8]) -> Option<T>) -> Option<Option<T>> {
    if bytes.is_empty() { Some(None) } else { decode(bytes).map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_block_is_refused() {
        let block = super::super::encode(&[]);
        assert_eq!(Block::open(&block).map(|block| block.len()).ok(), Some(0));
        for cut in 0..block.len() {
            assert!(Block::open(&block[..cut]).is_err(), "cut at {cut}");
        }
        let newer = [&[9][..], &block[1..]].concat();
        assert!(Block::open(&newer).is_err());
    }
}
