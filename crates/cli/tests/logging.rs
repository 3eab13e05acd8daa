//! What is logged, at its most talkative, while people sign in, keys are used, and trackers and platforms report: no secret, and no
//! visitor's address. docs/LOGGING.md promises it.

mod support;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use support::{ANDROID, DESKTOP, PUBLIC_URL, Person, Request, Site, text};

/// Visitors' addresses, as a proxy names them.
const ADDRESSES: [&str; 2] = ["203.0.113.77", "2001:db8:77::4d4d"];

const PASSWORD: &str = "correct horse battery";
const WRONG_PASSWORD: &str = "incorrect horse battery";
const METRICS_TOKEN: &str = "metrics-token-for-tests";

#[test]
fn neither_secrets_nor_addresses_are_logged() {
    for format in ["text", "json"] {
        let mut site = Site::new();
        let first = site.take_server().stop();
        assert!(!first.contains(&site.key));
        site.start_with(&[
            ("TRACKWAY_LOG", "trace"),
            ("TRACKWAY_LOG_FORMAT", format),
            ("TRACKWAY_TRUSTED_PROXY", "127.0.0.1"),
            ("TRACKWAY_METRICS_TOKEN", METRICS_TOKEN),
        ]);
        let secrets = happenings(&site);
        let log = site.take_server().stop();
        assert!(!log.trim().is_empty(), "something is logged");
        for secret in secrets.iter().map(String::as_str).chain(ADDRESSES) {
            assert!(secret.len() >= 10, "{secret}: too short to be looked for");
            assert!(
                !log.contains(secret),
                "{secret} is in the log: {}",
                log.lines().find(|line| line.contains(secret)).unwrap_or_default()
            );
        }
    }
}

/// Does everything that brings a secret or an address along, well and badly, and gives the secrets.
fn happenings(site: &Site) -> Vec<String> {
    let mut secrets = vec![site.key.clone(), PASSWORD.to_owned(), WRONG_PASSWORD.to_owned(), METRICS_TOKEN.to_owned()];
    secrets.extend(signing_in(site));
    secrets.extend(keys(site));
    secrets.extend(reports(site));
    visits(site);
    let metrics = |token: &str| site.server().call(&Request::get("/metrics").header("authorization", &format!("Bearer {token}"))).status;
    assert_eq!((metrics(METRICS_TOKEN), metrics("metrics-token-of-somebody")), (200, 401));
    secrets.push("metrics-token-of-somebody".to_owned());
    secrets
}

fn signing_in(site: &Site) -> Vec<String> {
    site.installation.user("Mia", "owner", PASSWORD);
    let mut stranger = Person::default();
    let fields = [("email", "mia@example.com"), ("password", WRONG_PASSWORD)];
    stranger.fill_in(site.server(), "/sign-in", &fields).expect(401);
    let mut mia = Person::signed_in(site.server(), "mia@example.com", PASSWORD);
    mia.get(site.server(), "/dashboard");
    let client = site.installation.json(&["oauth-clients", "create", "--name", "Script", "--scopes", "read:tracking_links"]);
    let (id, secret) = (text(&client["clientId"]), text(&client["clientSecret"]));
    let basic = STANDARD.encode(format!("{id}:{secret}"));
    let asked = |fields: &[(&str, &str)]| {
        site.server().call(&Request::new("POST", "/oauth2/token").header("authorization", &format!("Basic {basic}")).form(fields))
    };
    let answer = asked(&[("grant_type", "client_credentials"), ("account", "mia")]).expect(200).json();
    asked(&[("grant_type", "refresh_token"), ("refresh_token", "tw_refresh_of_nobody")]).expect(400);
    let cookies = stranger.cookies().into_iter().chain(mia.cookies());
    cookies.chain([secret, basic, text(&answer["access_token"]), "tw_refresh_of_nobody".to_owned()]).collect()
}

fn keys(site: &Site) -> Vec<String> {
    let made = text(&site.linkforty("POST", "/api/settings/api-keys", r#"{"name": "made"}"#).expect(201).json()["key"]);
    let asked = |key: &str| site.server().call(&Request::get("/api/links").header("authorization", &format!("Bearer {key}"))).status;
    let (start, end) = made.split_at(made.len() - 1);
    let wrong = format!("{start}{}", if end == "x" { "y" } else { "x" });
    assert_eq!((asked(&made), asked(&wrong)), (200, 401));
    vec![made, wrong]
}

fn reports(site: &Site) -> Vec<String> {
    let (person, account) = (json!({"externalId": "fan-number-one"}), &site.mia["uuid"]);
    let report = json!({"type": "sale", "person": person, "accountId": account, "gross": "9.99", "currency": "USD",
        "occurredAt": "2026-03-04T10:00:00Z", "idempotencyKey": "sale-one"});
    site.linkforty("POST", "/api/conversions", report.to_string()).expect(201);
    site.linkforty("POST", "/api/conversions", "{").expect(400);
    let postback =
        format!("/postback/{}?type=sale&person=fan-number-two&txid=t-1&amount=5&currency=USD&account={}", site.key, text(&site.mia["id"]));
    site.open(&postback).expect(200);
    site.open(&format!("/postback/{}/more", site.key));
    let set = site.installation.json(&["accounts", "set-inbound", "--account", "mia", "--platform", "fansly"]);
    let address = text(&set["url"]).strip_prefix(PUBLIC_URL).expect("our URL").to_owned();
    let event = json!({"event": "fansly.tips.received", "payload": {"senderId": "u1", "amount": 2_500}}).to_string();
    site.server().call(&Request::new("POST", &address).body(event.as_str())).expect(200);
    site.server().call(&Request::new("POST", &format!("{address}-wrong")).body("{")).expect(404);
    vec![text(&set["secret"])]
}

fn visits(site: &Site) {
    let code = site.codes(1).remove(0);
    for address in ADDRESSES {
        for (path, agent) in [(format!("/{code}"), DESKTOP), (format!("/{code}?fbclid=x"), ANDROID), ("/nothing".to_owned(), DESKTOP)] {
            site.server().call(&Request::get(&path).agent(agent).header("x-forwarded-for", address));
        }
        site.server().call(&Request::get("/api/links").header("x-forwarded-for", address)).expect(401);
    }
    let broken = b"GET / HTTP/1.1\r\nhost: x\r\nx-forwarded-for: 203.0.113.77\r\nbroken header\r\n\r\n";
    support::said_to(site.server(), broken);
}
