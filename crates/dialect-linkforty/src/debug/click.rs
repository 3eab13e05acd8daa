//! A click as clients are told of it.

use crate::row::time;
use serde_json::{Value, json};
use trackway_domain::destination::Destination;
use trackway_domain::targeting::Country;
use trackway_domain::traffic::TrafficClass;
use trackway_store::clicks::ClickRow;
use trackway_store::links::LinkView;

/// The published keys. What is not found out is null.
pub(crate) fn event(click: &ClickRow, view: &LinkView) -> Value {
    let destination = view.link.settings.destination.as_ref().unwrap_or(&view.account.profile);
    let (place, agent) = (&*click.place, &click.user_agent.agent);
    let is_bot = click.traffic != TrafficClass::Human;
    json!({
        "id": click.id.to_string(),
        "linkId": view.link.uuid,
        "shortCode": view.link.code.as_str(),
        "originalUrl": Destination::as_str(destination),
        "clickedAt": time(click.at),
        "ipAddress": click.address.map(|address| address.to_string()),
        "userAgent": &*click.user_agent.text,
        "deviceType": click.platform.as_str(),
        "platform": agent.system,
        "countryCode": place.country.as_ref().map(Country::as_str),
        "countryName": place.country.as_ref().map(Country::name),
        "region": place.region,
        "city": place.city,
        "latitude": null,
        "longitude": null,
        "timezone": place.time_zone,
        "utmSource": click.utm.source,
        "utmMedium": click.utm.medium,
        "utmCampaign": click.utm.campaign,
        "referrer": click.referrer.as_deref(),
        "isBot": is_bot,
        "botReason": is_bot.then(|| click.traffic.as_str()),
    })
}
