//! Single columns of a block, for questions that need few of them.

use super::read::{Block, Unreadable, document, optional};
use super::{Column, coded::Coded as Numbered};
use crate::parts::Coded;
use std::ops::Range;
use std::sync::Arc;
use trackway_domain::agent::{Agent, UserAgent};
use trackway_domain::click::DestinationKind;
use trackway_domain::place::Place;
use trackway_domain::platform::Platform;
use trackway_domain::stats::Dimension;
use trackway_domain::targeting::Country;
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utm::Utm;

impl Block<'_> {
    pub(crate) fn links(&self) -> Result<Coded<i64>, Unreadable> {
        let links = self.links.values.iter().map(|value| Some(i64::from_le_bytes((*value).try_into().ok()?)));
        let values = links.collect::<Option<Vec<_>>>().ok_or(Unreadable)?;
        Ok(Coded { codes: codes(&self.links, 0..self.len(), values.len())?, values })
    }

    /// Milliseconds since 1970.
    pub(crate) fn times(&self, wanted: Range<usize>) -> Result<Vec<i64>, Unreadable> {
        let all = self.columns[Column::Time as usize].as_chunks::<8>().0;
        Ok(all.get(wanted).ok_or(Unreadable)?.iter().map(|time| i64::from_le_bytes(*time)).collect())
    }

    /// 0 for nobody.
    pub(crate) fn visitors(&self, wanted: Range<usize>) -> Result<Vec<u64>, Unreadable> {
        let all = self.columns[Column::Visitor as usize].as_chunks::<8>().0;
        Ok(all.get(wanted).ok_or(Unreadable)?.iter().map(|visitor| u64::from_le_bytes(*visitor)).collect())
    }

    /// The clicks' own values of a dimension.
    pub(crate) fn values(&self, by: Dimension, wanted: Range<usize>) -> Result<Coded, Unreadable> {
        match by {
            Dimension::Link | Dimension::Template | Dimension::Project | Dimension::Account | Dimension::Tag => Err(Unreadable),
            Dimension::Country => self.of_place(wanted, |place| place.country.as_ref().map(Country::as_str)),
            Dimension::Region => self.of_place(wanted, |place| place.region.as_deref()),
            Dimension::City => self.of_place(wanted, |place| place.city.as_deref()),
            Dimension::TimeZone => self.of_place(wanted, |place| place.time_zone.as_deref()),
            Dimension::Device => self.of_agent(wanted, |agent| Some(agent.device.as_str())),
            Dimension::System => self.of_agent(wanted, |agent| agent.system.as_deref()),
            Dimension::Browser => self.of_agent(wanted, |agent| agent.browser.as_deref()),
            Dimension::Language => self.distinct(Column::Language, wanted, |bytes| optional(bytes, shared)),
            Dimension::Referrer => self.distinct(Column::Referrer, wanted, |bytes| optional(bytes, |bytes| shared(&bytes[1..]))),
            Dimension::UtmSource => self.of_utm(wanted, |utm| utm.source.as_deref()),
            Dimension::UtmMedium => self.of_utm(wanted, |utm| utm.medium.as_deref()),
            Dimension::UtmCampaign => self.of_utm(wanted, |utm| utm.campaign.as_deref()),
            Dimension::UtmTerm => self.of_utm(wanted, |utm| utm.term.as_deref()),
            Dimension::UtmContent => self.of_utm(wanted, |utm| utm.content.as_deref()),
            Dimension::Platform => self.kinds(Column::Platform, wanted, &Platform::ALL.map(Platform::as_str)),
            Dimension::Destination => self.kinds(Column::Destination, wanted, &DestinationKind::ALL.map(DestinationKind::as_str)),
            Dimension::Traffic => self.kinds(Column::Traffic, wanted, &TrafficClass::ALL.map(TrafficClass::as_str)),
        }
    }

    fn of_place(&self, wanted: Range<usize>, part: fn(&Place) -> Option<&str>) -> Result<Coded, Unreadable> {
        self.distinct(Column::Place, wanted, |bytes| document::<Place>(bytes).map(|place| part(&place).map(Arc::from)))
    }

    fn of_agent(&self, wanted: Range<usize>, part: fn(&Agent) -> Option<&str>) -> Result<Coded, Unreadable> {
        self.distinct(Column::UserAgent, wanted, |bytes| document::<UserAgent>(bytes).map(|read| part(&read.agent).map(Arc::from)))
    }

    fn of_utm(&self, wanted: Range<usize>, part: fn(&Utm) -> Option<&str>) -> Result<Coded, Unreadable> {
        self.distinct(Column::Utm, wanted, |bytes| {
            optional(bytes, document::<Utm>).map(|utm| utm.and_then(|utm| part(&utm).map(Arc::from)))
        })
    }

    fn distinct(
        &self,
        column: Column,
        wanted: Range<usize>,
        read: impl Fn(&[u8]) -> Option<Option<Arc<str>>>,
    ) -> Result<Coded, Unreadable> {
        let coded = Numbered::read(self.columns[column as usize], self.len()).ok_or(Unreadable)?;
        let values = coded.values.iter().map(|value| read(value)).collect::<Option<Vec<_>>>().ok_or(Unreadable)?;
        Ok(Coded { codes: codes(&coded, wanted, values.len())?, values })
    }

    fn kinds(&self, column: Column, wanted: Range<usize>, names: &[&'static str]) -> Result<Coded, Unreadable> {
        let codes = self.columns[column as usize].get(wanted).ok_or(Unreadable)?.iter().map(|kind| u32::from(*kind)).collect::<Vec<_>>();
        let is_known = codes.iter().all(|code| (*code as usize) < names.len());
        let values = names.iter().map(|name| Some(Arc::from(*name))).collect();
        if is_known { Ok(Coded { codes, values }) } else { Err(Unreadable) }
    }
}

fn codes(coded: &Numbered<'_>, wanted: Range<usize>, values: usize) -> Result<Vec<u32>, Unreadable> {
    let codes = wanted.map(|index| coded.number(index) as u32).collect::<Vec<_>>();
    if codes.iter().all(|code| (*code as usize) < values) { Ok(codes) } else { Err(Unreadable) }
}

fn shared(bytes: &[u8]) -> Option<Arc<str>> {
    std::str::from_utf8(bytes).ok().map(Arc::from)
}
