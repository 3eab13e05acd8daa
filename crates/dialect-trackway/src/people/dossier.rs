//! Dossiers as this dialect shows them.

use crate::{clicks, conversions};
use serde_json::{Map, Value, json};
use trackway_domain::person::{ExternalId, Person};
use trackway_domain::utm::Utm;
use trackway_store::clicks::ClickRow;
use trackway_store::dossiers::{Dossier, Erased, NamingEvent, Visit};
use trackway_store::inbound::InboundEvent;

fn person(person: &Person) -> Value {
    let (profile, fan) = (&person.profile, &person.fan);
    let time = |at: jiff::Timestamp| format!("{at:.3}");
    json!({
        "id": person.id.to_string(),
        "accountId": person.account.map(|account| account.to_string()),
        "externalId": person.external_id.as_ref().map(ExternalId::as_str),
        "handle": profile.handle,
        "displayName": profile.display_name,
        "nickname": profile.nickname,
        "avatarUrl": profile.avatar_url,
        "firstSeenAt": time(person.first_seen_at),
        "followedAt": fan.followed_at.map(time),
        "subscribedAt": fan.subscribed_at.map(time),
        "isSubscriber": fan.is_subscriber,
        "spent": fan.spent.to_string(),
    })
}

/// All that is kept about one.
#[must_use]
pub fn dossier(dossier: &Dossier) -> Value {
    let visits = &dossier.visits;
    let click = |click: &ClickRow| {
        let of = |visit: &&Visit| visit.click == Some(click.id);
        let visit = visits.iter().find(of);
        clicks::row::of(click, visit.map(|visit| visit.link).unwrap_or_default(), visit.map_or("", |visit| &visit.code))
    };
    json!({
        "person": person(&dossier.person),
        "visits": visits.iter().map(visit).collect::<Vec<_>>(),
        "conversions": dossier.conversions.iter().map(conversions::row::conversion).collect::<Vec<_>>(),
        "clicks": dossier.clicks.iter().map(click).collect::<Vec<_>>(),
        "awaitedClicks": dossier.awaited.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "platformEvents": dossier.events.iter().map(event).collect::<Vec<_>>(),
        "appEvents": dossier.app_events.iter().map(app_event).collect::<Vec<_>>(),
    })
}

/// What was erased.
#[must_use]
pub fn erased(erased: &Erased) -> Value {
    json!({
        "erased": true,
        "visits": erased.visits,
        "conversions": erased.conversions,
        "clicks": erased.clicks,
        "platformEvents": erased.events,
        "appEvents": erased.app_events,
    })
}

fn visit(visit: &Visit) -> Value {
    let utm = Utm::NAMES.into_iter().zip(visit.remarks.utm.values()).map(|(name, value)| (name.to_owned(), value.into()));
    let metadata = visit.remarks.metadata.iter().map(|(name, value)| (name.clone(), value.as_str().into()));
    json!({
        "linkId": visit.link.to_string(),
        "code": visit.code,
        "at": format!("{:.3}", visit.at),
        "clickId": visit.click.map(|click| click.to_string()),
        "utm": utm.collect::<Map<_, _>>(),
        "metadata": metadata.collect::<Map<_, _>>(),
    })
}

fn event(event: &InboundEvent) -> Value {
    json!({
        "platform": event.platform.as_str(),
        "receivedAt": format!("{:.3}", event.received_at),
        "reason": event.reason,
        "body": event.body,
    })
}

fn app_event(event: &NamingEvent) -> Value {
    // What is no JSON was never taken in.
    let data = serde_json::from_str::<Value>(&event.data).unwrap_or_default();
    json!({"name": event.name, "at": format!("{:.3}", event.at), "data": data})
}
