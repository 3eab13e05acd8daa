//! What webhooks are told, to the byte: one body for each event.

use jiff::Timestamp;
use serde_json::{Value, json};
use std::sync::Arc;
use trackway_dialect_linkforty::webhooks::payload;
use trackway_domain::agent::{Agent, UserAgent};
use trackway_domain::click::ClickId;
use trackway_domain::conversion::{Amount, ConversionId, ConversionKind};
use trackway_domain::destination::Destination;
use trackway_domain::event::EventId;
use trackway_domain::link::LinkSettings;
use trackway_domain::money::{Currency, Mills};
use trackway_domain::place::Place;
use trackway_domain::platform::Platform;
use trackway_domain::targeting::Country;
use trackway_domain::totals::LinkTotals;
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utm::Utm;
use trackway_domain::webhook::{DisabledReason, WebhookId};
use trackway_domain::workspace::WorkspaceId;
use trackway_store::events::{ClickEvent, ConversionEvent, Event, InstallEvent, LinkAction, LinkEvent, Subject, WebhookEnd};
use trackway_testbed::{START, Testbed, samples};
use uuid::Uuid;

#[tokio::test(flavor = "current_thread")]
async fn bodies_are_the_published_ones() {
    let bed = Testbed::new().await;
    let mut written = String::new();
    for subject in [
        Subject::Click(Box::new(click(true))),
        Subject::Clicks(vec![click(false)]),
        Subject::Install(Box::new(install())),
        Subject::Conversion(Box::new(conversion(true))),
        Subject::Conversion(Box::new(conversion(false))),
        Subject::Link(Box::new(LinkEvent {
            action: LinkAction::Updated,
            view: samples::link_view(LinkSettings::default(), LinkTotals::default()),
        })),
        Subject::Webhook(Box::new(end())),
        Subject::Test,
    ] {
        // As the store keeps it and gives it back.
        let kept = serde_json::to_string(&subject).expect("a document");
        let subject = serde_json::from_str(&kept).expect("what was written");
        let event = Event { id: EventId(Uuid::from_u128(5)), workspace: WorkspaceId(Uuid::from_u128(1)), at: at(), subject };
        let body = payload::body(&bed.app, &event);
        assert_eq!(body, payload::body(&bed.app, &event), "the same event has the same body");
        written.push_str(&serde_json::to_string_pretty(&Value::from(body)).expect("JSON"));
        written.push_str("\n\n");
    }
    insta::assert_snapshot!("bodies", written);
}

/// A click of which everything is known, or little.
fn click(is_known: bool) -> ClickEvent {
    let view = samples::link_view(LinkSettings::default(), LinkTotals::default());
    let mut click = samples::click(ClickId(Uuid::from_u128(3)), view.link.id, at());
    if is_known {
        let system = Some("iOS".into());
        click.user_agent = Arc::new(UserAgent { text: "Mozilla/5.0 (iPhone)".into(), agent: Agent { system, ..Agent::default() } });
        click.place = Arc::new(Place {
            country: Country::parse("DE"),
            region: Some("BY".into()),
            city: Some("Munich".into()),
            time_zone: Some("Europe/Berlin".into()),
        });
        click.address = Some("203.0.113.0".parse().expect("an address"));
        click.utm = Utm::from_values(["newsletter", "e-mail", "spring", "shoes", "b"].map(|text| Some(text.to_owned())));
        click.referrer = Some("example.com".into());
        click.traffic = TrafficClass::Preview;
    }
    ClickEvent::of(&click, &view.link, &view.account)
}

/// An install that no click led to.
fn install() -> InstallEvent {
    InstallEvent {
        id: Uuid::from_u128(8),
        fingerprint: "0123456789abcdef".to_owned(),
        at: at(),
        credit: None,
        user_agent: "App/1 iOS/19".to_owned(),
        platform: Platform::Ios,
    }
}

/// A sale with all there is to say of it, or a follow of somebody unknown.
fn conversion(is_known: bool) -> ConversionEvent {
    let amount = Amount::new(Mills(9_990), Some(Mills(7_992)), Currency::USD).ok();
    ConversionEvent {
        id: ConversionId(Uuid::from_u128(9)),
        install: is_known.then(|| Uuid::from_u128(8)),
        link: is_known.then(|| Uuid::from_u128(7)),
        click: is_known.then(|| ClickId(Uuid::from_u128(3))),
        kind: if is_known { ConversionKind::Sale } else { ConversionKind::Follow },
        name: is_known.then(|| "first order".to_owned()),
        data: json!({"order": 17}).as_object().cloned().filter(|_| is_known),
        external_id: is_known.then(|| "fan-1".to_owned()),
        amount: amount.filter(|_| is_known),
        at: at(),
    }
}

fn end() -> WebhookEnd {
    WebhookEnd {
        id: WebhookId(Uuid::from_u128(6)),
        name: "Shop".to_owned(),
        url: Destination::parse("https://hooks.example.com/").expect("a URL"),
        reason: DisabledReason::Failing,
    }
}

fn at() -> Timestamp {
    Timestamp::from_millisecond(START).expect("a time")
}
