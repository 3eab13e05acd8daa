//! Clicks as this dialect shows them.

use crate::raw::format::Column;
use serde_json::{Map, Value, json};
use trackway_domain::targeting::{Country, Language};
use trackway_domain::utm::Utm;
use trackway_store::click_log::LoggedClick;
use trackway_store::clicks::ClickRow;
use uuid::Uuid;

/// The columns of an export.
pub const COLUMNS: &[Column] = &[
    ("id", "/id"),
    ("at", "/at"),
    ("linkId", "/linkId"),
    ("code", "/code"),
    ("traffic", "/traffic"),
    ("destination", "/destination"),
    ("platform", "/platform"),
    ("country", "/country"),
    ("region", "/region"),
    ("city", "/city"),
    ("timezone", "/timezone"),
    ("device", "/device"),
    ("os", "/os"),
    ("osVersion", "/osVersion"),
    ("browser", "/browser"),
    ("browserVersion", "/browserVersion"),
    ("language", "/language"),
    ("referrer", "/referrer"),
    ("utm_source", "/utm/utm_source"),
    ("utm_medium", "/utm/utm_medium"),
    ("utm_campaign", "/utm/utm_campaign"),
    ("utm_term", "/utm/utm_term"),
    ("utm_content", "/utm/utm_content"),
    ("metadata", "/metadata"),
    ("ipAddress", "/ipAddress"),
    ("isDatacenter", "/isDatacenter"),
    ("visitor", "/visitor"),
    ("userAgent", "/userAgent"),
];

/// A click of the log.
#[must_use]
pub fn row(logged: &LoggedClick) -> Value {
    of(&logged.click, logged.link, &logged.code)
}

/// A click, with what its link is called.
pub(crate) fn of(click: &ClickRow, link: Uuid, code: &str) -> Value {
    let (place, agent) = (&click.place, &click.user_agent.agent);
    let utm = Utm::NAMES.into_iter().zip(click.utm.values()).map(|(name, value)| (name.to_owned(), value.into()));
    let metadata = click.metadata.iter().map(|(name, value)| (name.clone(), value.as_str().into()));
    json!({
        "id": click.id.to_string(),
        "at": format!("{:.3}", click.at),
        "linkId": link.to_string(),
        "code": code,
        "traffic": click.traffic.as_str(),
        "destination": click.destination.as_str(),
        "platform": click.platform.as_str(),
        "country": place.country.as_ref().map(Country::as_str),
        "region": place.region,
        "city": place.city,
        "timezone": place.time_zone,
        "device": agent.device.as_str(),
        "os": agent.system,
        "osVersion": agent.system_version,
        "browser": agent.browser,
        "browserVersion": agent.browser_version,
        "language": click.language.as_ref().map(Language::as_str),
        "referrer": click.referrer.as_deref(),
        "utm": utm.collect::<Map<_, _>>(),
        "metadata": metadata.collect::<Map<_, _>>(),
        "ipAddress": click.address.map(|address| address.to_string()),
        "isDatacenter": click.is_datacenter,
        "visitor": click.visitor.map(|visitor| format!("{:016x}", visitor.0)),
        "userAgent": (!click.user_agent.text.is_empty()).then_some(&*click.user_agent.text),
    })
}
