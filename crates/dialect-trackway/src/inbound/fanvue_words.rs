//! What Fanvue's events mean. Older ones are flat and do not say what they are; newer ones come in an envelope `{id, type, timestamp, data}`.
//! Amounts are in the currency's minor unit, dollars where none is named.

use super::text_at;
use serde_json::{Map, Value, json};
use trackway_domain::money::Currency;

/// The report that an event makes.
///
/// # Errors
/// Why it makes none.
pub(super) fn meaning(event: &Value) -> Result<Map<String, Value>, String> {
    let data = event.get("data").filter(|data| data.is_object()).unwrap_or(event);
    let kind = match text_at(event, &["/type", "/event"]) {
        Some(name) => kind_of_name(&name, data).ok_or_else(|| format!("events of the type {name} change nothing"))?,
        None => kind_of_shape(data).ok_or("the event does not say what happened")?,
    };
    let mut report = Map::new();
    report.insert("type".to_owned(), kind.into());
    report.insert("person".to_owned(), person(data).ok_or("the event does not say who did it")?);
    let at = text_at(data, &["/occurred_at", "/paid_at", "/refunded_at", "/timestamp"]).or_else(|| text_at(event, &["/timestamp"]));
    report.insert("occurredAt".to_owned(), json!(at));
    report.insert("code".to_owned(), json!(code(data).or_else(|| code(event))));
    if matches!(kind, "subscribe" | "sale" | "refund") {
        money(data, &mut report)?;
    }
    Ok(report)
}

fn kind_of_name(name: &str, data: &Value) -> Option<&'static str> {
    let is_renewal = || text_at(data, &["/billing_reason"]).is_some_and(|reason| reason.starts_with("subscription"));
    let says = |word: &str| name.split(['.', '_']).any(|part| part == word);
    let any = |words: &[&str]| words.iter().any(|word| says(word));
    if any(&["refund", "refunded", "refunds"]) {
        Some("refund")
    } else if says("payment") || says("payments") {
        (says("succeeded") && !says("app")).then(|| if is_renewal() { "subscribe" } else { "sale" })
    } else if any(&["subscription", "subscriber", "subscribe", "subscriptions"]) {
        if any(&["new", "created", "activated", "started", "renewed"]) {
            Some("subscribe")
        } else {
            any(&["deactivated", "expired", "ended", "deleted"]).then_some("unsubscribe")
        }
    } else if any(&["follow", "follower", "followers"]) {
        if any(&["new", "created", "added"]) { Some("follow") } else { any(&["removed", "deleted"]).then_some("unfollow") }
    } else if says("unfollow") {
        Some("unfollow")
    } else {
        (any(&["tip", "purchase", "tips", "purchases"]) && any(&["new", "received", "created"])).then_some("sale")
    }
}

/// Flat events differ by what they carry: a tip has a context, a purchase says what was bought, a subscription has only its price, and a new
/// follower has none. A message has a text or an id of its own.
fn kind_of_shape(data: &Value) -> Option<&'static str> {
    let object = data.as_object()?;
    let names_another_thing = object.keys().any(|name| name.ends_with("Uuid") && !["recipientUuid", "senderUuid"].contains(&name.as_str()));
    match (object.contains_key("price"), object.contains_key("context") || names_another_thing) {
        (true, true) => Some("sale"),
        (true, false) => Some("subscribe"),
        (false, true) => None,
        (false, false) => (object.contains_key("sender") && !object.contains_key("message")).then_some("follow"),
    }
}

/// Whoever did it: under one of these names, with a uuid or an id.
fn person(data: &Value) -> Option<Value> {
    let names = ["sender", "fan", "user", "purchaser", "follower", "subscriber", "customer"];
    let person = names.iter().find_map(|name| data.get(*name).filter(|person| person.is_object()));
    let of = |place: &str| text_at(person?, &[place]);
    let id = of("/uuid").or_else(|| of("/id")).or_else(|| text_at(data, &["/senderUuid", "/fan_uuid", "/user_uuid"]))?;
    Some(json!({
        "externalId": id,
        "handle": of("/handle"),
        "displayName": of("/displayName").or_else(|| of("/display_name")),
        "nickname": of("/nickname"),
        "avatarUrl": of("/avatarUrl").or_else(|| of("/avatar_url")),
    }))
}

/// The code of the link that led there: alone, at the end of an address, or in an address's `c`.
fn code(data: &Value) -> Option<String> {
    let link = text_at(data, &["/tracking/link_url", "/tracking/linkUrl", "/trackingLink/linkUrl"])?;
    let (address, query) = link.split('#').next()?.split_once('?').unwrap_or((&link, ""));
    let path = address.split('#').next()?.trim_end_matches('/');
    let named = query.split('&').find_map(|pair| pair.strip_prefix("c="));
    named.or_else(|| path.rsplit('/').next()).filter(|code| !code.is_empty()).map(str::to_owned)
}

fn money(data: &Value, report: &mut Map<String, Value>) -> Result<(), String> {
    let named = text_at(data, &["/currency"]);
    let currency = named.as_deref().map_or(Some(Currency::USD), Currency::parse).ok_or("the event's currency is not known")?;
    let at = |places: &[&str]| places.iter().find_map(|place| data.pointer(place)?.as_i64());
    // A refund may come as what is taken away.
    let Some(gross) = at(&["/gross", "/price", "/amount"]) else { return Ok(()) };
    let in_words = |minor: i64| currency.from_minor(minor).map(|mills| mills.to_string()).ok_or("the event's amount is out of range");
    report.insert("gross".to_owned(), in_words(gross.saturating_abs())?.into());
    if let Some(net) = at(&["/net"]) {
        report.insert("net".to_owned(), in_words(if gross < 0 { -net } else { net })?.into());
    }
    report.insert("currency".to_owned(), currency.as_str().into());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_events_mean() {
        let sender = r#""sender":{"uuid":"u1","handle":"fan","displayName":"Fan","avatarUrl":null}"#;
        for (event, expected) in [
            (format!(r#"{{"recipientUuid":"c",{sender},"timestamp":"2026-01-01T00:00:00Z"}}"#), "follow u1 - -"),
            (format!(r#"{{"price":1299,"recipientUuid":"c",{sender}}}"#), "subscribe u1 12.99 -"),
            (format!(r#"{{"context":"post","postUuid":"p","price":500,"senderUuid":"u1",{sender}}}"#), "sale u1 5.00 -"),
            (format!(r#"{{"price":700,"messageUuid":"m",{sender}}}"#), "sale u1 7.00 -"),
            (format!(r#"{{"messageUuid":"m","message":{{"text":"hi"}},{sender}}}"#), "the event does not say what happened"),
            (format!(r#"{{"type":"creator.follow.new","data":{{{sender},"tracking":{{"link_url":"https://go.example.com/a/fv-7?x=1"}}}}}}"#), "follow u1 - fv-7"),
            (format!(r#"{{"type":"creator.follow.new","data":{{{sender},"tracking":{{"link_url":"https://go.example.com/a?x=1&c=fv-7#top"}}}}}}"#), "follow u1 - fv-7"),
            (format!(r#"{{"type":"creator.payment.succeeded","data":{{{sender},"gross":1000,"net":800,"currency":"EUR","tracking":{{"link_url":"fv-7"}}}}}}"#), "sale u1 10.00 fv-7"),
            (r#"{"type":"checkout_link.payment.succeeded","data":{"purchaser":{"uuid":"u2"},"gross":900,"currency":"JPY","billing_reason":"subscription_renewal"}}"#.to_owned(), "subscribe u2 900.00 -"),
            (r#"{"type":"checkout_link.payment.failed","data":{"purchaser":{"uuid":"u2"},"gross":900}}"#.to_owned(), "events of the type checkout_link.payment.failed change nothing"),
            (r#"{"type":"checkout_link.subscription.deactivated","data":{"purchaser":{"uuid":"u2"}}}"#.to_owned(), "unsubscribe u2 - -"),
            (r#"{"type":"creator.refund.created","data":{"fan":{"uuid":"u2"},"gross":-900}}"#.to_owned(), "refund u2 9.00 -"),
            (r#"{"type":"creator.message.received","data":{}}"#.to_owned(), "events of the type creator.message.received change nothing"),
            (r#"{"type":"creator.follow.new","data":{}}"#.to_owned(), "the event does not say who did it"),
            ("[]".to_owned(), "the event does not say what happened"),
        ] {
            let event = serde_json::from_str(&event).expect("JSON");
            let told = meaning(&event).map_or_else(|reason| reason, |report| {
                let of = |name: &str| report.get(name).and_then(Value::as_str).unwrap_or("-").to_owned();
                format!("{} {} {} {}", of("type"), report["person"]["externalId"].as_str().unwrap_or("-"), of("gross"), of("code"))
            });
            assert_eq!(told, expected, "{event}");
        }
    }
}
