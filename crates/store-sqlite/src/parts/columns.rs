//! Clicks in memory, column by column: what a part's row group is written from and read into.

use super::PartError;
use super::schema::Text;
use foldhash::fast::RandomState;
use jiff::Timestamp;
use std::borrow::Cow;
use std::collections::HashMap;
use std::num::NonZeroU64;
use std::str::FromStr as _;
use std::sync::Arc;
use trackway_domain::agent::{Agent, DeviceClass, UserAgent};
use trackway_domain::click::{ClickId, DestinationKind, Signals};
use trackway_domain::link::LinkId;
use trackway_domain::place::Place;
use trackway_domain::platform::Platform;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::targeting::{Country, Language};
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utm::Utm;
use trackway_domain::visitor::VisitorHash;
use trackway_store::clicks::ClickRow;
use uuid::Uuid;

/// A column of texts: each distinct one once, and the number of each click's.
#[derive(Debug, Default)]
pub(crate) struct Coded<Value = Option<Arc<str>>> {
    pub(crate) codes: Vec<u32>,
    pub(crate) values: Vec<Value>,
}

/// Clicks, column by column.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    pub(crate) positions: Vec<u64>,
    pub(crate) ids: Vec<[u8; 16]>,
    pub(crate) links: Vec<i64>,
    /// Milliseconds since 1970.
    pub(crate) times: Vec<i64>,
    /// The bits of `schema::FLAGS`, the first the lowest.
    pub(crate) flags: Vec<u8>,
    /// 0 for nobody.
    pub(crate) visitors: Vec<u64>,
    /// By [`Text`].
    pub(crate) texts: [Coded; Text::COUNT],
}

impl Columns {
    /// How many clicks there are.
    pub(crate) fn len(&self) -> usize {
        self.times.len()
    }

    /// What the click at `index` comes after when clicks are sorted.
    pub(crate) fn key(&self, index: usize) -> (i64, i64, u64) {
        (self.links[index], self.times[index], self.positions[index])
    }

    /// The text of a click.
    pub(crate) fn text(&self, text: Text, index: usize) -> Option<&Arc<str>> {
        let column = &self.texts[text as usize];
        column.values[column.codes[index] as usize].as_ref()
    }

    /// Whole clicks. What many have in common is shared.
    pub(crate) fn rows(&self, indexes: impl IntoIterator<Item = usize>) -> Result<Vec<ClickRow>, PartError> {
        let mut shared = Shared::default();
        indexes.into_iter().map(|index| self.row(index, &mut shared).ok_or(PartError::Damaged)).collect()
    }

    fn row(&self, index: usize, shared: &mut Shared) -> Option<ClickRow> {
        let text = |text| self.text(text, index).map(|text| &**text);
        let owned = |name| text(name).map(str::to_owned);
        let flag = |bit: u8| self.flags[index] >> bit & 1 == 1;
        Some(ClickRow {
            id: ClickId(Uuid::from_bytes(self.ids[index])),
            link: LinkId(Snowflake::from_i64(self.links[index])),
            at: Timestamp::from_millisecond(self.times[index]).ok()?,
            traffic: TrafficClass::ALL.into_iter().find(|class| Some(class.as_str()) == text(Text::Traffic))?,
            destination: DestinationKind::ALL.into_iter().find(|kind| Some(kind.as_str()) == text(Text::Destination))?,
            platform: Platform::parse(text(Text::Platform)?)?,
            signals: Signals { is_head: flag(0), is_prefetch: flag(1), objects_to_tracking: flag(2) },
            is_datacenter: flag(3),
            address: parsed(text(Text::Address), |text| std::net::IpAddr::from_str(text).ok())?,
            place: shared.place(self.codes(index, PLACE), || self.place(index))?,
            language: parsed(text(Text::Language), Language::parse)?,
            referrer: self.text(Text::Referrer, index).cloned(),
            user_agent: shared.user_agent(self.codes(index, AGENT), || self.user_agent(index))?,
            visitor: NonZeroU64::new(self.visitors[index]).map(VisitorHash),
            utm: Utm {
                source: owned(Text::UtmSource),
                medium: owned(Text::UtmMedium),
                campaign: owned(Text::UtmCampaign),
                term: owned(Text::UtmTerm),
                content: owned(Text::UtmContent),
            },
            metadata: parsed(text(Text::Metadata), |text| serde_json::from_str(text).ok())?.unwrap_or_default(),
        })
    }

    fn codes<const N: usize>(&self, index: usize, texts: [Text; N]) -> [u32; N] {
        texts.map(|text| self.texts[text as usize].codes[index])
    }

    fn place(&self, index: usize) -> Option<Place> {
        let boxed = |text| self.text(text, index).map(|text| Box::from(&**text));
        let country = parsed(self.text(Text::Country, index).map(|text| &**text), Country::parse)?;
        Some(Place { country, region: boxed(Text::Region), city: boxed(Text::City), time_zone: boxed(Text::TimeZone) })
    }

    fn user_agent(&self, index: usize) -> Option<UserAgent> {
        let text = |text| self.text(text, index).map(|text| &**text);
        let agent = Agent {
            browser: text(Text::Browser).map(Box::from),
            browser_version: parsed(text(Text::BrowserVersion), |text| text.parse().ok())?,
            system: text(Text::System).map(Box::from),
            system_version: text(Text::SystemVersion).map(Box::from),
            device: DeviceClass::ALL.into_iter().find(|class| Some(class.as_str()) == text(Text::Device))?,
        };
        Some(UserAgent { text: text(Text::UserAgent)?.into(), agent })
    }
}

const PLACE: [Text; 4] = [Text::Country, Text::Region, Text::City, Text::TimeZone];
const AGENT: [Text; 6] = [Text::UserAgent, Text::Browser, Text::BrowserVersion, Text::System, Text::SystemVersion, Text::Device];

/// Nothing where there is no text; None where there is one that means nothing.
fn parsed<T>(text: Option<&str>, parse: impl FnOnce(&str) -> Option<T>) -> Option<Option<T>> {
    text.map_or(Some(None), |text| parse(text).map(Some))
}

/// What has been read already, by the codes it was read from.
#[derive(Default)]
struct Shared {
    places: HashMap<[u32; 4], Arc<Place>, RandomState>,
    user_agents: HashMap<[u32; 6], Arc<UserAgent>, RandomState>,
}

impl Shared {
    fn place(&mut self, codes: [u32; 4], read: impl FnOnce() -> Option<Place>) -> Option<Arc<Place>> {
        if let Some(known) = self.places.get(&codes) {
            return Some(Arc::clone(known));
        }
        let place = Arc::new(read()?);
        self.places.insert(codes, Arc::clone(&place));
        Some(place)
    }

    fn user_agent(&mut self, codes: [u32; 6], read: impl FnOnce() -> Option<UserAgent>) -> Option<Arc<UserAgent>> {
        if let Some(known) = self.user_agents.get(&codes) {
            return Some(Arc::clone(known));
        }
        let user_agent = Arc::new(read()?);
        self.user_agents.insert(codes, Arc::clone(&user_agent));
        Some(user_agent)
    }
}

/// Columns that grow.
#[derive(Default)]
pub(crate) struct Builder {
    columns: Columns,
    known: [Known; Text::COUNT],
}

#[derive(Default)]
struct Known {
    texts: HashMap<Arc<str>, u32, RandomState>,
    nothing: Option<u32>,
}

/// Of columns that are being copied from: their codes in those that are copied to.
pub(crate) struct Remap([Vec<u32>; Text::COUNT]);

impl Remap {
    /// For a builder that has nothing of these columns yet.
    pub(crate) fn of(columns: &Columns) -> Self {
        Self(std::array::from_fn(|text| vec![u32::MAX; columns.texts[text].values.len()]))
    }
}

impl Builder {
    /// How many clicks there are.
    pub(crate) fn len(&self) -> usize {
        self.columns.len()
    }

    /// What has been built; the builder is empty then.
    pub(crate) fn finish(&mut self) -> Columns {
        std::mem::take(self).columns
    }

    /// Adds a click, and the workspace that its link belongs to.
    pub(crate) fn push(&mut self, position: u64, row: &ClickRow, workspace: Option<&str>) {
        let columns = &mut self.columns;
        columns.positions.push(position);
        columns.ids.push(*row.id.0.as_bytes());
        columns.links.push(row.link.0.to_i64());
        columns.times.push(row.at.as_millisecond());
        columns.visitors.push(row.visitor.map_or(0, |visitor| visitor.0.get()));
        let flags = [row.signals.is_head, row.signals.is_prefetch, row.signals.objects_to_tracking, row.is_datacenter];
        columns.flags.push((0..).zip(flags).map(|(bit, is_set)| u8::from(is_set) << bit).sum());
        for text in Text::ALL {
            let value = if text == Text::Workspace { workspace.map(Cow::Borrowed) } else { text_of(row, text) };
            let code = self.known[text as usize].code(value.as_deref(), &mut self.columns.texts[text as usize].values);
            self.columns.texts[text as usize].codes.push(code);
        }
    }

    /// Copies a click.
    pub(crate) fn take(&mut self, from: &Columns, index: usize, remap: &mut Remap) {
        let columns = &mut self.columns;
        columns.positions.push(from.positions[index]);
        columns.ids.push(from.ids[index]);
        columns.links.push(from.links[index]);
        columns.times.push(from.times[index]);
        columns.visitors.push(from.visitors[index]);
        columns.flags.push(from.flags[index]);
        for (((column, from), known), remap) in columns.texts.iter_mut().zip(&from.texts).zip(&mut self.known).zip(&mut remap.0) {
            let code = from.codes[index] as usize;
            if remap[code] == u32::MAX {
                remap[code] = known.code(from.values[code].as_deref(), &mut column.values);
            }
            column.codes.push(remap[code]);
        }
    }
}

impl Known {
    fn code(&mut self, text: Option<&str>, values: &mut Vec<Option<Arc<str>>>) -> u32 {
        let next = u32::try_from(values.len()).unwrap_or(u32::MAX);
        let Some(text) = text else {
            return *self.nothing.get_or_insert_with(|| {
                values.push(None);
                next
            });
        };
        if let Some(code) = self.texts.get(text) {
            return *code;
        }
        let text = Arc::<str>::from(text);
        values.push(Some(Arc::clone(&text)));
        self.texts.insert(text, next);
        next
    }
}

/// What stands in a column of texts.
fn text_of(row: &ClickRow, text: Text) -> Option<Cow<'_, str>> {
    let (place, agent, utm) = (&row.place, &row.user_agent.agent, &row.utm);
    match text {
        // Not the click's own, but its link's.
        Text::Workspace => None,
        Text::Traffic => Some(row.traffic.as_str().into()),
        Text::Destination => Some(row.destination.as_str().into()),
        Text::Platform => Some(row.platform.as_str().into()),
        Text::Address => row.address.map(|address| address.to_string().into()),
        Text::Country => place.country.as_ref().map(|country| country.as_str().into()),
        Text::Region => place.region.as_deref().map(Cow::from),
        Text::City => place.city.as_deref().map(Cow::from),
        Text::TimeZone => place.time_zone.as_deref().map(Cow::from),
        Text::Language => row.language.as_ref().map(|language| language.as_str().into()),
        Text::Referrer => row.referrer.as_deref().map(Cow::from),
        Text::UserAgent => Some((*row.user_agent.text).into()),
        Text::Browser => agent.browser.as_deref().map(Cow::from),
        Text::BrowserVersion => agent.browser_version.map(|version| version.to_string().into()),
        Text::System => agent.system.as_deref().map(Cow::from),
        Text::SystemVersion => agent.system_version.as_deref().map(Cow::from),
        Text::Device => Some(agent.device.as_str().into()),
        Text::UtmSource => utm.source.as_deref().map(Cow::from),
        Text::UtmMedium => utm.medium.as_deref().map(Cow::from),
        Text::UtmCampaign => utm.campaign.as_deref().map(Cow::from),
        Text::UtmTerm => utm.term.as_deref().map(Cow::from),
        Text::UtmContent => utm.content.as_deref().map(Cow::from),
        // Pairs of texts are always written.
        Text::Metadata => (!row.metadata.is_empty()).then(|| serde_json::to_string(&row.metadata).unwrap_or_default().into()),
    }
}
