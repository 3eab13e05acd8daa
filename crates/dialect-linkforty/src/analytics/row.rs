//! What was found, in this dialect's words.

use crate::row::{Row, time};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use trackway_app::stats::LinkCaption;
use trackway_app::stats::summary::Summary;
use trackway_domain::destination::Destination;
use trackway_domain::stats::{City, ClickNumbers, Dimension, Interval, Span, Value as Known};
use trackway_domain::targeting::Country;

/// What stands for a value that is not known.
pub(crate) const UNKNOWN: &str = "Unknown";

/// The lists of values that are told apart by one thing: the list's name, what a value is called in it, and what it is.
pub(crate) const LISTS: [(&str, &str, Dimension); 10] = [
    ("clicksByDevice", "device", Dimension::Platform),
    ("clicksByPlatform", "platform", Dimension::System),
    ("clicksByRegion", "region", Dimension::Region),
    ("clicksByTimezone", "timezone", Dimension::TimeZone),
    ("clicksByBrowser", "browser", Dimension::Browser),
    ("clicksByUtmSource", "source", Dimension::UtmSource),
    ("clicksByUtmMedium", "medium", Dimension::UtmMedium),
    ("clicksByUtmCampaign", "campaign", Dimension::UtmCampaign),
    ("clicksByReferrer", "source", Dimension::Referrer),
    ("clicksByLanguage", "language", Dimension::Language),
];

/// Everything but links.
pub(super) fn row(found: &Summary, interval: Interval, zone: &TimeZone) -> Row {
    let mut row = Row::new();
    let mut put = |name: &str, value: Value| drop(row.insert(name.to_owned(), value));
    put("totalClicks", found.totals.clicks.into());
    put("uniqueClicks", found.totals.visitors.into());
    let part = |(span, clicks): &(Span, u64)| json!({"date": date(*span, interval, zone), "clicks": clicks});
    put("clicksByDate", found.parts.iter().map(part).collect());
    put("clicksByCountry", found.of(Dimension::Country).iter().map(country).collect());
    for (list, name, by) in LISTS {
        put(list, found.of(by).iter().map(|(value, numbers)| json!({name: shown(value), "clicks": numbers.clicks})).collect());
    }
    put("clicksByCity", found.cities.iter().map(city).collect());
    let hours = (0..).zip(found.hours).filter(|(_, clicks)| *clicks > 0);
    put("clicksByHour", hours.map(|(hour, clicks): (u8, u64)| json!({"hour": hour, "clicks": clicks})).collect());
    row
}

/// The links that count most.
pub(super) fn links(links: &[(LinkCaption, ClickNumbers)]) -> Value {
    let row = |(link, numbers): &(LinkCaption, ClickNumbers)| {
        json!({
            "id": link.uuid,
            "shortCode": link.code,
            "title": link.name,
            "originalUrl": link.destination.as_ref().map(Destination::as_str),
            "totalClicks": numbers.clicks,
            "uniqueClicks": numbers.visitors,
        })
    };
    links.iter().map(row).collect()
}

/// The day on which a part begins, as if it were one of UTC; of hours the instant.
fn date(span: Span, interval: Interval, zone: &TimeZone) -> String {
    match interval {
        Interval::Hour => time(span.from()),
        Interval::Day | Interval::Week | Interval::Month => {
            format!("{}T00:00:00.000Z", span.from().to_zoned(zone.clone()).date())
        }
    }
}

fn country((value, numbers): &(Known, ClickNumbers)) -> Value {
    let name = value.as_deref().and_then(Country::parse).map_or(UNKNOWN, |country| country.name());
    json!({"countryCode": shown(value), "country": name, "clicks": numbers.clicks})
}

fn city((city, clicks): &(City, u64)) -> Value {
    json!({"city": shown(&city.name), "countryCode": shown(&city.country), "region": shown(&city.region), "clicks": clicks})
}

fn shown(value: &Known) -> &str {
    value.as_deref().unwrap_or(UNKNOWN)
}
