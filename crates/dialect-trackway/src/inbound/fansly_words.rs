//! What events of Fansly mean: `{event, payload}`, ids as decimal strings, amounts in mills of a dollar, times in seconds or milliseconds.

use super::text_at;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use trackway_domain::money::Mills;

/// The report that an event makes.
///
/// # Errors
/// Why it makes none.
pub(super) fn meaning(event: &Value) -> Result<Map<String, Value>, String> {
    let name = text_at(event, &["/event", "/type"]).ok_or("the event does not say what happened")?;
    let kind = kind(&name).ok_or_else(|| format!("events of the type {name} change nothing"))?;
    let payload = event.get("payload").or_else(|| event.get("data")).filter(|payload| payload.is_object()).unwrap_or(event);
    let mut report = Map::new();
    report.insert("type".to_owned(), kind.into());
    report.insert("person".to_owned(), person(payload).ok_or("the event does not say who did it")?);
    report.insert("occurredAt".to_owned(), json!(time(payload)));
    let link = text_at(payload, &["/trackingLinkId", "/tracking_link_id", "/trackingLink/id"]);
    report.insert("linkId".to_owned(), json!(link.filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()))));
    let mills = |places: &[&str]| text_at(payload, places).and_then(|text| text.parse::<i64>().ok());
    if let Some(gross) = mills(&["/gross", "/amount", "/price", "/tipAmount"]).filter(|_| matches!(kind, "subscribe" | "sale" | "refund")) {
        report.insert("gross".to_owned(), Mills(gross.saturating_abs()).to_string().into());
        report.insert("net".to_owned(), json!(mills(&["/net", "/netAmount"]).map(|net| Mills(net).to_string())));
        report.insert("currency".to_owned(), "USD".into());
    }
    Ok(report)
}

fn kind(name: &str) -> Option<&'static str> {
    let any = |words: &[&str]| name.split(['.', '_']).any(|part| words.contains(&part));
    if any(&["refund", "refunds", "refunded", "chargeback"]) {
        Some("refund")
    } else if any(&["subscriptions", "subscription"]) {
        if any(&["new", "renewed", "created"]) { Some("subscribe") } else { any(&["expired", "ended", "deleted"]).then_some("unsubscribe") }
    } else if any(&["followers", "follower", "follows", "follow"]) {
        if any(&["new", "created"]) { Some("follow") } else { any(&["removed", "deleted"]).then_some("unfollow") }
    } else {
        any(&["tips", "tip", "purchases", "purchase", "unlocked"]).then_some("sale")
    }
}

fn person(payload: &Value) -> Option<Value> {
    let names = ["subscriber", "sender", "buyer", "follower", "fan", "user"];
    let person = names.iter().find_map(|name| payload.get(*name).filter(|person| person.is_object()));
    let of = |place: &str| text_at(person?, &[place]);
    let flat = ["/subscriberId", "/senderId", "/buyerId", "/followerId", "/fanId", "/userId"];
    let id = of("/id").or_else(|| text_at(payload, &flat))?;
    Some(json!({"externalId": id, "handle": of("/username"), "displayName": of("/displayName")}))
}

/// Seconds and milliseconds tell themselves apart by their size.
fn time(payload: &Value) -> Option<String> {
    let number = text_at(payload, &["/createdAt", "/created_at", "/timestamp"])?;
    let Ok(number) = number.parse::<i64>() else { return Some(number) };
    let time = if number < 100_000_000_000 { Timestamp::from_second(number) } else { Timestamp::from_millisecond(number) };
    time.ok().map(|time| time.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_events_mean() {
        for (event, expected) in [
            (
                r#"{"event":"fansly.subscriptions.new","payload":{"subscriberId":"77","price":15000,"createdAt":1774066125000}}"#,
                "subscribe 77 15.00 2026-03-21T04:08:45Z",
            ),
            (r#"{"event":"fansly.subscriptions.expired","payload":{"subscriberId":"77"}}"#, "unsubscribe 77 - -"),
            (
                r#"{"event":"fansly.tips.received","payload":{"sender":{"id":"78","username":"fan"},"amount":"2500","createdAt":1774066125}}"#,
                "sale 78 2.50 2026-03-21T04:08:45Z",
            ),
            (r#"{"event":"fansly.messages.ppv.unlocked","payload":{"buyerId":"79","price":1}}"#, "sale 79 0.001 -"),
            (r#"{"event":"fansly.posts.created","payload":{}}"#, "events of the type fansly.posts.created change nothing"),
            (r#"{"event":"fansly.tips.received","payload":{"amount":1}}"#, "the event does not say who did it"),
            ("{}", "the event does not say what happened"),
        ] {
            let told = meaning(&serde_json::from_str(event).expect("JSON")).map_or_else(
                |reason| reason,
                |report| {
                    let of = |name: &str| report.get(name).and_then(Value::as_str).unwrap_or("-").to_owned();
                    format!(
                        "{} {} {} {}",
                        of("type"),
                        report["person"]["externalId"].as_str().unwrap_or("-"),
                        of("gross"),
                        of("occurredAt")
                    )
                },
            );
            assert_eq!(told, expected, "{event}");
        }
    }
}
