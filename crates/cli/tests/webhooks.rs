//! Webhooks of the real process: every event arrives, also when the process is killed between sending and writing down that it did.

mod support;

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;
use support::{DESKTOP, Metrics, Receiver, Site, becomes_true, text};

/// What lets a webhook lie on this machine.
const ALLOW: (&str, &str) = ("TRACKWAY_WEBHOOK_ALLOW", "127.0.0.0/8");

fn site() -> Site {
    let mut site = Site::new();
    site.take_server().stop();
    site.start_with(&[ALLOW, Metrics::ON]);
    site
}

/// A webhook for these events, with its secret.
fn hook(site: &Site, url: &str, events: &[&str]) -> Value {
    let body = json!({"name": "Hook", "url": url, "events": events, "timeoutMs": 60_000});
    site.linkforty("POST", "/api/webhooks", body.to_string()).expect(201).json()
}

fn deliveries(site: &Site, hook: &Value) -> Vec<Value> {
    let path = format!("/api/webhooks/{}/deliveries", text(&hook["id"]));
    site.linkforty("GET", &path, "").expect(200).json().as_array().expect("deliveries").clone()
}

fn all_delivered(site: &Site, hook: &Value) -> bool {
    deliveries(site, hook).iter().all(|delivery| delivery["status"] == "delivered")
}

#[test]
fn every_dialect_and_every_click_is_told() {
    let (site, receiver) = (site(), Receiver::answering(200));
    let hook = hook(&site, &receiver.url(), &["link_event", "click_event", "conversion_event"]);
    let row = site.make(json!({"title": "First"}));
    let told = receiver.next();
    assert_eq!((told.body["event"].as_str(), told.body["data"]["action"].as_str()), (Some("link_event"), Some("created")));
    assert_eq!(told.body["data"]["link"], row, "the link is told as the API shows it");
    assert_eq!(told.header("x-linkforty-event"), "link_event");
    assert_eq!(told.header("webhook-id"), told.body["event_id"].as_str().expect("an id"));

    let of_fanvue = site.fanvue("POST", "/tracking-links", json!({"name": "Second", "externalSocialPlatform": "tiktok"}).to_string());
    of_fanvue.expect(201);
    assert_eq!(receiver.next().body["data"]["link"]["title"], "Second");
    site.fansly("POST", json!({"label": "Third"}).to_string());
    assert_eq!(receiver.next().body["data"]["link"]["title"], "Third");

    let code = text(&row["short_code"]);
    let click = site.server().open(&format!("/{code}"), DESKTOP).expect(302).header("x-click-id").expect("an id").to_owned();
    let told = receiver.next();
    assert_eq!((told.body["event"].as_str(), told.body["data"]["id"].as_str()), (Some("click_event"), Some(click.as_str())));
    assert_eq!((&told.body["data"]["shortCode"], &told.body["data"]["isBot"]), (&json!(code), &json!(false)));

    let report = json!({"type": "sale", "person": {"externalId": "fan"}, "clickId": click, "gross": "9.99", "currency": "USD", "idempotencyKey": "1"});
    site.linkforty("POST", "/api/conversions", report.to_string()).expect(201);
    let told = receiver.next();
    assert_eq!((&told.body["data"]["eventName"], &told.body["data"]["linkId"]), (&json!("sale"), &row["id"]));

    site.linkforty("DELETE", &format!("/api/links/{}", text(&row["id"])), "").expect(200);
    assert_eq!(receiver.next().body["data"]["action"], "deleted");
    assert!(becomes_true(Duration::from_secs(10), || all_delivered(&site, &hook)));
    assert_eq!(receiver.so_far().len(), 0, "nothing is told twice where nothing fails");
    let metrics = Metrics::of(site.server());
    assert_eq!(metrics.count("trackway_webhook_attempts_total{result=\"delivered\"}"), 6);
    assert_eq!(metrics.count("trackway_webhook_backlog"), 0);
}

/// The receiver has the request and has not answered: what it was told is told again, as the same event.
#[test]
fn a_server_that_is_killed_before_the_answer_tells_it_again() {
    let (mut site, silent, listening) = (site(), Receiver::answering(0), Receiver::answering(200));
    let hook = hook(&site, &silent.url(), &["link_event"]);
    site.make(json!({}));
    let before = silent.next();
    site.take_server().kill();
    site.start_with(&[ALLOW]);
    let change = json!({"url": listening.url()}).to_string();
    site.linkforty("PUT", &format!("/api/webhooks/{}", text(&hook["id"])), change).expect(200);
    // The one that started again may have asked the silent one already, and waits; one more start asks where it is now.
    site.take_server().kill();
    site.start_with(&[ALLOW]);
    let after = listening.next();
    assert_eq!((after.header("webhook-id"), &after.body), (before.header("webhook-id"), &before.body));
    assert!(becomes_true(Duration::from_secs(10), || all_delivered(&site, &hook)));
}

/// Killed the moment that a delivery arrives, over and over, the answer on its way: nothing is lost.
#[test]
fn whenever_the_server_is_killed_no_event_is_lost() {
    let (mut site, receiver) = (site(), Receiver::answering(200));
    let hook = hook(&site, &receiver.url(), &["link_event"]);
    let (mut made, mut told) = (BTreeSet::new(), BTreeSet::new());
    for round in 0..6 {
        for _ in 0..4 {
            made.insert(text(&site.make(json!({}))["id"]));
        }
        let first = receiver.next();
        std::thread::sleep(Duration::from_millis(round));
        site.take_server().kill();
        told.insert(text(&first.body["data"]["link"]["id"]));
        site.start_with(&[ALLOW]);
    }
    let all_told = || {
        told.extend(receiver.so_far().iter().map(|one| text(&one.body["data"]["link"]["id"])));
        told.len() == made.len() && all_delivered(&site, &hook)
    };
    assert!(becomes_true(Duration::from_secs(30), all_told));
    assert_eq!(told, made);
}

#[test]
fn what_happens_while_no_server_delivers_is_told_later() {
    let (mut site, receiver) = (site(), Receiver::answering(200));
    site.take_server().stop();
    site.start_with(&[ALLOW, ("TRACKWAY_WEBHOOKS", "off")]);
    let hook = hook(&site, &receiver.url(), &["link_event"]);
    site.make(json!({}));
    assert_eq!(deliveries(&site, &hook)[0]["status"], "waiting");
    site.take_server().stop();
    assert_eq!(receiver.so_far().len(), 0);
    site.start_with(&[ALLOW]);
    receiver.next();
}

#[test]
fn this_machine_is_out_of_reach_unless_it_is_allowed() {
    // It was allowed when it was named, and is not any more.
    let (mut site, receiver) = (site(), Receiver::answering(200));
    let hook = hook(&site, &receiver.url(), &["link_event"]);
    site.take_server().stop();
    site.start();
    let again = json!({"name": "again", "url": receiver.url(), "events": ["link_event"]});
    site.linkforty("POST", "/api/webhooks", again.to_string()).expect(400);
    site.make(json!({}));
    assert!(becomes_true(Duration::from_secs(10), || deliveries(&site, &hook)[0]["attempts"] != json!([])));
    let error = text(&deliveries(&site, &hook)[0]["attempts"][0]["error"]);
    assert!(error.contains("may not be reached") && error.contains("webhook_allow"), "{error}");
    assert_eq!(receiver.so_far().len(), 0);
}

#[test]
fn commands_show_and_replay_what_was_told() {
    let (site, receiver) = (site(), Receiver::answering(200));
    let hook = hook(&site, &receiver.url(), &["link_event"]);
    let id = text(&hook["id"]);
    site.make(json!({}));
    let first = receiver.next();
    assert!(becomes_true(Duration::from_secs(10), || all_delivered(&site, &hook)));
    assert_eq!(site.installation.json(&["webhooks", "list"])[0]["id"], json!(id));
    let listed = site.installation.json(&["webhooks", "deliveries", &id]);
    assert_eq!((&listed[0]["status"], &listed[0]["lastStatus"]), (&json!("delivered"), &json!(200)));
    site.installation.json(&["webhooks", "replay", &id, &text(&listed[0]["id"])]);
    assert_eq!(receiver.next().header("webhook-id"), first.header("webhook-id"));

    let rotated = site.installation.json(&["webhooks", "rotate-secret", &id, "--overlap-hours", "1"]);
    assert_ne!(rotated["secret"], hook["secret"]);
    site.make(json!({}));
    assert_eq!(receiver.next().header("webhook-signature").split(' ').count(), 2, "both secrets sign");
    let unknown = site.installation.run(&["webhooks", "replay", &id, &id]);
    assert!(unknown.code == 1 && unknown.stderr.contains("Delivery not found"), "{unknown:?}");
}
