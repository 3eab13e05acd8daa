//! What is asked: how many days, or exactly from when to when; and which clicks.

use super::row::UNKNOWN;
use crate::LinkForty;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::values::{named, number};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use trackway_app::Actor;
use trackway_app::stats::{Asked, timeseries};
use trackway_domain::key::KeyScope;
use trackway_domain::platform::Platform;
use trackway_domain::stats::{Dimension, Filter, Interval, Period, PeriodEnd, Preset, Value};
use trackway_domain::targeting::{Country, Language};
use trackway_domain::traffic::TrafficClass;
use trackway_web::body::Object;

/// The most days, and how many where nothing is said.
pub(crate) const DAYS_MAX: u32 = 365;
const DAYS: u16 = 30;

/// What clicks can be chosen by.
pub(crate) const FILTERS: [(&str, Dimension); 11] = [
    ("country", Dimension::Country),
    ("device", Dimension::Platform),
    ("browser", Dimension::Browser),
    ("os", Dimension::System),
    ("referrer", Dimension::Referrer),
    ("utmSource", Dimension::UtmSource),
    ("utmMedium", Dimension::UtmMedium),
    ("utmCampaign", Dimension::UtmCampaign),
    ("utmTerm", Dimension::UtmTerm),
    ("utmContent", Dimension::UtmContent),
    ("language", Dimension::Language),
];

/// A question, read.
pub(super) struct Wanted {
    pub(super) asked: Asked,
    pub(super) interval: Interval,
    /// Where the parts of the period begin and end.
    pub(super) edges: Vec<Timestamp>,
}

/// Reads it. What other parameters there are means nothing.
pub(super) fn read(state: &LinkForty, actor: &Actor, parameters: &Object) -> Result<Wanted, Failure> {
    let mut fields = Fields::new(parameters);
    let zone = named(|text| TimeZone::get(text).map_err(|_| "must be the IANA name of a time zone, such as Europe/Berlin"));
    let zone = fields.one(&["timezone"], zone).unwrap_or(TimeZone::UTC);
    let interval = named(|text| Interval::named(text).ok_or("must be hour, day, week or month"));
    let interval = fields.one(&["interval"], interval).unwrap_or(Interval::Day);
    let mut filters = FILTERS.iter().filter_map(|(name, by)| filter(&mut fields, name, *by)).collect::<Vec<_>>();
    filters.extend(traffic(&mut fields));
    let period = period(&mut fields, zone, state.app.clock.now());
    let Some(period) = period else { return Err(fields.finish(()).err().map_or(Failure::Broken, Failure::from)) };
    let sees_destinations = actor.may(KeyScope::LinksRead);
    let asked = Asked { within: actor.within(), period, filters, sees_destinations, model: None };
    let edges = timeseries::edges(&asked, interval).map_err(|error| fields.fault("interval", &error.to_string())).unwrap_or_default();
    Ok(fields.finish(Wanted { asked, interval, edges })?)
}

/// None where something is wrong, which the fields know.
fn period(fields: &mut Fields<'_>, zone: TimeZone, now: Timestamp) -> Option<Period> {
    let days = fields.said(&["days"], number(1..=DAYS_MAX));
    let from = fields.said(&["from"], named(PeriodEnd::parse));
    let to = fields.said(&["to"], named(PeriodEnd::parse));
    let (name, period) = match (days.into_iter().flatten().next(), from.into_iter().flatten().next(), to.into_iter().flatten().next()) {
        (Some(_), Some(_), _) => {
            fields.fault("days", "cannot be combined with from");
            return None;
        }
        (_, None, Some(_)) => {
            fields.require("from");
            return None;
        }
        (_, Some(from), to) => ("from", Period::between(from, to, zone, now)),
        (days, None, None) => {
            let days = days.and_then(|days| u16::try_from(days).ok()).unwrap_or(DAYS);
            ("days", Period::preset(Preset::Days(days), zone, now))
        }
    };
    period.map_err(|error| fields.fault(name, &format!("is wrong: the range {error}"))).ok()
}

/// Values, separated by commas.
fn filter(fields: &mut Fields<'_>, name: &str, by: Dimension) -> Option<Filter> {
    let read = move |list: &str| list.split(',').map(|text| value(by, text.trim())).collect::<Result<BTreeSet<_>, _>>();
    let values = fields.one(&[name], named(read))?;
    Some(Filter { by, values, is_exclusion: false })
}

fn value(by: Dimension, text: &str) -> Result<Value, &'static str> {
    if text == UNKNOWN {
        return Ok(None);
    }
    let value = match by {
        _ if text.is_empty() => Err("must be values that are separated by commas"),
        Dimension::Country => {
            Country::parse(text).map(|country| country.as_str().to_owned()).ok_or("must be ISO 3166-1 alpha-2 codes, or Unknown")
        }
        Dimension::Language => Language::parse(text).map(|code| code.as_str().to_owned()).ok_or("must be ISO 639-1 codes, or Unknown"),
        Dimension::Platform => Platform::parse(text).map(|platform| platform.as_str().to_owned()).ok_or("must be ios, android or web"),
        _ => Ok(text.to_owned()),
    };
    value.map(Some)
}

/// Without a word, people count.
fn traffic(fields: &mut Fields<'_>) -> Option<Filter> {
    let class = |text: &str| TrafficClass::ALL.into_iter().find(|class| class.as_str() == text.trim());
    let read = |list: &str| match list {
        "all" => Ok(Vec::new()),
        list => list
            .split(',')
            .map(class)
            .collect::<Option<Vec<_>>>()
            .ok_or("must be all, or some of human, bot, preview, prefetch, head, datacenter"),
    };
    let classes = fields.one(&["traffic"], named(read)).unwrap_or_else(|| vec![TrafficClass::Human]);
    let values = classes.iter().map(|class| Some(class.as_str().to_owned()));
    (!classes.is_empty()).then(|| Filter::only(Dimension::Traffic, values))
}
