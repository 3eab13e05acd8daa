//! What webhooks are told, as this dialect puts it: the published keys, then ours.

use crate::links::row::row;
use crate::row::{Row, time};
use crate::sdk::deep_link::of_install;
use serde_json::{Value, json};
use trackway_app::App;
use trackway_domain::conversion::Amount;
use trackway_domain::targeting::Country;
use trackway_domain::traffic::TrafficClass;
use trackway_store::events::{ClickEvent, ConversionEvent, Event, InstallEvent, Subject, WebhookEnd};

/// The body of a delivery. The same event always has the same one, so that whoever is told twice can tell.
pub fn body(app: &App, event: &Event) -> Row {
    let data = match &event.subject {
        Subject::Click(event) => click(event),
        Subject::Clicks(events) => events.iter().map(click).collect(),
        Subject::Install(event) => install(event),
        Subject::Conversion(event) => conversion(event),
        Subject::Link(event) => json!({"action": event.action.as_str(), "link": row(app, &event.view)}),
        Subject::Webhook(event) => end(event),
        Subject::Test => json!({"message": "This is a test: nothing has happened"}),
    };
    let parts = [
        ("event", event.subject.name().into()),
        ("event_id", event.id.to_string().into()),
        ("timestamp", time(event.at).into()),
        ("data", data),
    ];
    parts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A click. What is not found out is null.
pub(crate) fn click(click: &ClickEvent) -> Value {
    let place = &click.place;
    let is_bot = click.traffic != TrafficClass::Human;
    json!({
        "id": click.id.to_string(),
        "linkId": click.link,
        "shortCode": click.code.as_str(),
        "originalUrl": click.destination.as_str(),
        "clickedAt": time(click.at),
        "ipAddress": click.address.map(|address| address.to_string()),
        "userAgent": &*click.user_agent,
        "deviceType": click.platform.as_str(),
        "platform": click.system,
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

fn install(install: &InstallEvent) -> Value {
    let credit = install.credit.as_ref();
    json!({
        "id": install.id,
        "linkId": credit.map(|credit| credit.view.link.uuid),
        "fingerprintHash": install.fingerprint,
        "confidenceScore": credit.map_or(0, |credit| credit.considered.confidence),
        "installedAt": time(install.at),
        "deepLinkData": credit.map(|credit| of_install(&credit.view, &credit.considered)),
        // Nothing is kept of it.
        "ipAddress": null,
        "userAgent": install.user_agent,
        "platform": install.platform.as_str(),
    })
}

/// What has no name of its own goes by its kind.
fn conversion(conversion: &ConversionEvent) -> Value {
    let ConversionEvent { kind, name, amount, .. } = conversion;
    json!({
        "eventId": conversion.id,
        "installId": conversion.install,
        "linkId": conversion.link,
        "eventName": name.as_deref().unwrap_or_else(|| kind.as_str()),
        "eventData": conversion.data,
        "timestamp": time(conversion.at),
        "type": kind.as_str(),
        "clickId": conversion.click,
        "externalId": conversion.external_id,
        "gross": amount.map(|amount| amount.gross.to_string()),
        "net": amount.map(|amount| amount.net.to_string()),
        "currency": amount.as_ref().map(|Amount { currency, .. }| currency.as_str()),
    })
}

fn end(end: &WebhookEnd) -> Value {
    json!({"action": "disabled", "webhook": {"id": end.id, "name": end.name, "url": end.url.as_str(), "reason": end.reason.as_str()}})
}
