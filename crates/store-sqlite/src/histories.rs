//! All that is known of one person, for the rules of attribution.

use crate::column::{bytes, document, parsed, parsed_option, time, uuid};
use rusqlite::{Connection, OptionalExtension as _, Row};
use std::collections::{BTreeMap, BTreeSet};
use trackway_domain::attribution::{Event, History, Model, Standing, Touch, standing};
use trackway_domain::click::ClickId;
use trackway_domain::conversion::{Amount, ConversionId, ConversionKind, IdempotencyKey};
use trackway_domain::link::{LinkId, LinkSettings};
use trackway_domain::money::{Currency, Mills};
use trackway_domain::person::PersonId;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::window::AttributionWindow;
use trackway_store::conversions::Attribution;
use uuid::Uuid;

/// All that is known of a person.
pub(crate) struct Known {
    pub(crate) is_identified: bool,
    pub(crate) touches: Vec<Touch>,
    pub(crate) events: Vec<Event>,
    pub(crate) windows: BTreeMap<LinkId, Option<AttributionWindow>>,
}

impl Known {
    pub(crate) fn of(connection: &Connection, person: PersonId) -> rusqlite::Result<Self> {
        let named = "SELECT external_id IS NOT NULL OR was_identified FROM persons WHERE id = ?";
        let is_identified = connection.prepare_cached(named)?.query_row([bytes(&person.0)], |row| row.get(0))?;
        let (touches, events) = (touches(connection, person)?, events(connection, person)?);
        let windows = windows(connection, &touches)?;
        Ok(Self { is_identified, touches, events, windows })
    }

    /// What he gives by this model.
    pub(crate) fn standing(&self, model: Model) -> Standing {
        let window_of = |link: LinkId| self.windows.get(&link).copied().flatten();
        standing(History { is_identified: self.is_identified, touches: &self.touches, events: &self.events }, model, &window_of)
    }
}

/// A touch as it is told.
pub(crate) fn attribution(connection: &Connection, touch: &Touch, model: Model) -> rusqlite::Result<Attribution> {
    let select = "SELECT uuid FROM links WHERE id = ?";
    let link = connection.prepare_cached(select)?.query_row([touch.link.0.to_i64()], |row| uuid(row, "uuid"))?;
    Ok(Attribution { link, click: touch.click, model: model.as_str().to_owned() })
}

fn touches(connection: &Connection, person: PersonId) -> rusqlite::Result<Vec<Touch>> {
    let touch = |row: &Row<'_>| {
        let click = row.get::<_, Option<[u8; 16]>>("click")?.map(|bytes| ClickId(Uuid::from_bytes(bytes)));
        Ok(Touch { at: time(row, "at")?, link: LinkId(Snowflake::from_i64(row.get("link")?)), click })
    };
    connection.prepare_cached("SELECT at, link, click FROM touches WHERE person = ?")?.query_map([bytes(&person.0)], touch)?.collect()
}

fn events(connection: &Connection, person: PersonId) -> rusqlite::Result<Vec<Event>> {
    let select = "SELECT id, key, kind, occurred_at, gross_mills, net_mills, currency, refunds FROM conversions WHERE person = ?";
    let event = |row: &Row<'_>| {
        Ok(Event {
            id: ConversionId(uuid(row, "id")?),
            key: parsed(row, "key", |text: String| IdempotencyKey::parse(&text).ok())?,
            kind: parsed(row, "kind", |text: String| ConversionKind::parse(&text))?,
            at: time(row, "occurred_at")?,
            amount: amount(row)?,
            refunds: row.get("refunds")?,
        })
    };
    connection.prepare_cached(select)?.query_map([bytes(&person.0)], event)?.collect()
}

/// The money of a conversion's row.
pub(crate) fn amount(row: &Row<'_>) -> rusqlite::Result<Option<Amount>> {
    let currency = parsed_option(row, "currency", |text: String| Currency::parse(&text))?;
    currency.map(|currency| Ok(Amount { gross: Mills(row.get("gross_mills")?), net: Mills(row.get("net_mills")?), currency })).transpose()
}

/// How long each link may be credited, deleted ones too.
fn windows(connection: &Connection, touches: &[Touch]) -> rusqlite::Result<BTreeMap<LinkId, Option<AttributionWindow>>> {
    let mut select = connection.prepare_cached("SELECT settings FROM links WHERE id = ?")?;
    let mut windows = BTreeMap::new();
    for link in touches.iter().map(|touch| touch.link).collect::<BTreeSet<_>>() {
        let settings = select.query_row([link.0.to_i64()], |row| document::<LinkSettings>(row, "settings")).optional()?;
        windows.insert(link, settings.and_then(|settings| settings.effective_window()));
    }
    Ok(windows)
}
