//! Conversions on a real installation: stories told through one API and read through the others, clicks that come late, trackers and
//! platforms that report by themselves, files, and a server that is killed in the middle of it.

mod support;

use jiff::Timestamp;
use serde_json::{Value, json};
use std::process::Stdio;
use std::time::Duration;
use support::{Answer, DESKTOP, PUBLIC_URL, Request, Site, becomes_true, text};
use trackway_domain::inbound::InboundSecret;

const PATIENCE: Duration = Duration::from_secs(20);

/// A link of mia's: its id for each dialect, and its code.
struct Link {
    number: String,
    uuid: String,
    code: String,
}

fn link(site: &Site, label: &str) -> Link {
    let made = site.fansly("POST", json!({"label": label}).to_string()).expect(201).json();
    let row = &made["data"]["data"]["response"];
    let code = text(&row["url"]).strip_prefix(PUBLIC_URL).expect("our URL").trim_start_matches('/').to_owned();
    let uuid = text(&site.linkforty("GET", &format!("/api/links/discover/{code}"), "").expect(200).json()["id"]);
    Link { number: text(&row["id"]), uuid, code }
}

fn report(site: &Site, report: Value) -> Answer {
    site.linkforty("POST", "/api/conversions", report.to_string())
}

/// What Fansly's clients see: claims, follows, subscriptions, gross.
fn fansly(site: &Site, link: &Link) -> [i64; 4] {
    let rows = site.fansly("GET", "").expect(200).json();
    let rows = rows["data"]["data"]["response"].as_array().expect("links").clone();
    let row = rows.into_iter().find(|row| row["id"] == link.number).expect("the link");
    ["claims", "follows", "subscriptions", "totalGross"].map(|name| row[name].as_i64().expect("a number"))
}

/// What both dialects' clients see: that, and Fanvue's acquired followers and subscribers, total ones, and gross in cents.
fn seen(site: &Site, link: &Link) -> String {
    let row = site.fanvue("GET", &format!("/tracking-links/{}", link.uuid), "").expect(200).json();
    let engagement =
        ["acquiredFollowers", "acquiredSubscribers", "totalFollowers", "totalSubscribers"].map(|name| &row["engagement"][name]);
    let [claims, follows, subscriptions, mills] = fansly(site, link);
    let [acquired_followers, acquired_subscribers, followers, subscribers] = engagement;
    let cents = row["earnings"]["totalGross"].as_i64().map_or("null".to_owned(), |cents| cents.to_string());
    format!("{claims} {follows} {subscriptions} {mills} | {acquired_followers}/{acquired_subscribers} {followers}/{subscribers} {cents}")
}

/// A story is a line of `<day> <who> <what> [link] [dollars]`, where a link is A or B.
#[test]
fn stories_are_told_once_and_read_everywhere() {
    let site = Site::new();
    let stories = [
        (
            "clicked A, then B, then followed",
            "1 ann claim A; 2 ann claim B; 3 ann follow",
            "1 1 0 0 | 1/0 1/0 null",
            "1 0 0 0 | 0/0 1/0 null",
        ),
        (
            "followed, unfollowed, subscribed, left and came again",
            "1 ann claim A; 2 ann follow; 3 ann unfollow; 4 ann subscribe 10; 5 ann unsubscribe; 6 ann subscribe 10.005",
            "1 1 2 20005 | 1/1 0/1 2000",
            "0 0 0 0 | 0/0 0/0 null",
        ),
        ("bought and was paid back", "1 ann claim A; 2 ann sale 20; 3 ann refund 20", "1 0 0 0 | 0/0 0/0 0", "0 0 0 0 | 0/0 0/0 null"),
        (
            "two persons, each his own first link",
            "1 ann claim A; 1 ben claim B; 2 ann claim B; 3 ann subscribe 5; 3 ben sale 7.77",
            "1 0 1 5000 | 0/1 0/1 500",
            "2 0 0 7770 | 0/0 0/1 777",
        ),
        ("came by himself", "1 ann follow; 2 ann sale 5", "0 0 0 0 | 0/0 0/0 null", "0 0 0 0 | 0/0 0/0 null"),
    ];
    for (number, (title, story, of_a, of_b)) in stories.into_iter().enumerate() {
        let (a, b) = (link(&site, "A"), link(&site, "B"));
        let mut told = story.split("; ").enumerate().map(|(step, words)| step_of(number, step, words, &a, &b, &site)).collect::<Vec<_>>();
        // Whoever tells the end first tells the same story.
        told.reverse();
        for status in ["recorded", "duplicate"] {
            let answer = report(&site, json!({"conversions": told})).expect(200).json();
            let results = answer["results"].as_array().expect("results");
            assert!(results.iter().all(|result| result["status"] == status), "{title}: {answer}");
            assert_eq!((seen(&site, &a), seen(&site, &b)), (of_a.to_owned(), of_b.to_owned()), "{title}, {status}");
        }
    }
    assert_eq!(site.installation.run(&["verify"]).code, 0);
}

fn step_of(story: usize, step: usize, words: &str, a: &Link, b: &Link, site: &Site) -> Value {
    let words = words.split(' ').collect::<Vec<_>>();
    let mut report = json!({
        "type": words[2],
        "person": {"externalId": format!("{} of {story}", words[1])},
        "accountId": site.mia["id"],
        "occurredAt": format!("2026-03-{:02}T12:00:00Z", words[0].parse::<u8>().expect("a day")),
        "idempotencyKey": format!("{story} {step}"),
    });
    for word in &words[3..] {
        match *word {
            "A" => report["code"] = json!(a.code),
            "B" => report["linkId"] = json!(b.uuid),
            dollars => (report["gross"], report["currency"]) = (json!(dollars), json!("USD")),
        }
    }
    report
}

#[test]
fn two_accounts_know_two_persons_by_one_id() {
    let site = Site::new();
    let mias = link(&site, "mia's");
    let zoe = site.installation.json(&["accounts", "create", "--handle", "zoe", "--profile-url", "https://profiles.example.com/zoe"]);
    let path = format!("/api/fansly/{}/tracking-links", text(&zoe["id"]));
    let of_zoe = |method: &str, body: &str| site.linkforty(method, &path, body);
    let made = of_zoe("POST", r#"{"label": "zoe's"}"#).expect(201).json();
    let zoes = text(&made["data"]["data"]["response"]["id"]);
    let told = |key: &str, kind: &str, link: &str, gross: Option<&str>| json!({"type": kind, "person": {"externalId": "fan"}, "linkId": link, "gross": gross, "currency": gross.map(|_| "USD"), "idempotencyKey": key});
    for told in
        [told("1", "follow", &mias.number, None), told("2", "subscribe", &zoes, Some("3")), told("3", "sale", &mias.number, Some("4"))]
    {
        report(&site, told).expect(201);
    }
    // Without a link or an account it cannot be told which of the two he is.
    let unclear = json!({"type": "unfollow", "person": {"externalId": "fan"}, "idempotencyKey": "4"});
    report(&site, unclear).expect(400);
    report(&site, json!({"type": "unfollow", "person": {"externalId": "fan"}, "accountId": zoe["id"], "idempotencyKey": "4"})).expect(201);
    assert_eq!(seen(&site, &mias), "1 1 0 4000 | 1/0 1/0 400");
    let row = &of_zoe("GET", "").expect(200).json()["data"]["data"]["response"][0];
    assert_eq!((&row["follows"], &row["subscriptions"], &row["totalGross"]), (&json!(0), &json!(1), &json!(3_000)));
    site.fanvue("GET", &format!("/tracking-links/{}/users", text(&site.mia["uuid"])), "").expect(404);
}

#[test]
fn what_is_claimed_before_its_click_arrives_survives_a_kill_in_between() {
    let mut site = Site::new();
    let link = link(&site, "late");
    site.take_server().stop();
    site.start_with(&[("TRACKWAY_INGESTION", "off")]);
    let opened = site.open(&format!("/{}?utm_source=letter&metadata%5Bplace%5D=top", link.code)).expect(302);
    let click = opened.header("x-click-id").expect("a click's id").to_owned();
    let at = Timestamp::now().to_string();
    for (key, kind, gross) in [("1", "claim", None), ("2", "subscribe", Some("9.99"))] {
        let currency = gross.map(|_| "USD");
        let told = json!({"type": kind, "person": {"externalId": "fan"}, "clickId": click, "gross": gross, "currency": currency, "occurredAt": at, "idempotencyKey": key});
        assert_eq!(report(&site, told).expect(201).json()["attribution"], Value::Null);
    }
    assert_eq!(fansly(&site, &link), [0, 0, 0, 0]);
    site.take_server().kill();
    site.start();
    assert!(becomes_true(PATIENCE, || fansly(&site, &link) == [1, 0, 1, 9_990]), "{:?}", fansly(&site, &link));
    let users = site.fanvue("GET", &format!("/tracking-links/{}/users", link.uuid), "").expect(200).json();
    let user = text(&users["data"][0]["uuid"]);
    let metadata = site.fanvue("GET", &format!("/tracking-links/{}/users/{user}/metadata", link.uuid), "").expect(200).json();
    assert_eq!(metadata, json!({"metadata": {"place": "top", "utm_source": "letter"}}));
    assert_eq!(site.installation.run(&["verify"]).code, 0);
}

#[test]
fn killed_while_conversions_come_in() {
    let mut site = Site::new();
    let link = link(&site, "busy");
    let sale = |number: usize| {
        json!({"type": "sale", "person": {"externalId": format!("p{}", number % 7)}, "code": link.code, "gross": "1.001", "currency": "USD",
            "occurredAt": "2026-03-01T00:00:00Z", "idempotencyKey": format!("sale {number}")})
    };
    for round in 0..4 {
        let (address, key) = (site.server().address, site.key.clone());
        let sales = (round * 50..(round + 1) * 50).map(sale).collect::<Vec<_>>();
        let sending = std::thread::spawn(move || {
            // Until the server is gone: what is lost is sent again below.
            for sale in sales {
                let request = Request::new("POST", "/api/conversions").header("x-api-key", &key).body(sale.to_string());
                let sent = support::Connection::open(address).and_then(|mut connection| connection.call(&request));
                if sent.is_err() {
                    break;
                }
            }
        });
        std::thread::sleep(Duration::from_millis(60));
        site.take_server().kill();
        sending.join().expect("the sender");
        site.start();
    }
    for _ in 0..2 {
        let all = (0..200).map(sale).collect::<Vec<_>>();
        let results = report(&site, json!({"conversions": all})).expect(200).json();
        let is_known = |result: &Value| result["status"] == "recorded" || result["status"] == "duplicate";
        assert!(results["results"].as_array().expect("results").iter().all(is_known), "{results}");
        assert_eq!(fansly(&site, &link), [7, 0, 0, 200_200]);
    }
    assert_eq!(site.installation.run(&["verify"]).code, 0);
}

#[test]
fn a_tracker_reports_until_its_token_is_revoked() {
    let site = Site::new();
    let link = link(&site, "tracked");
    let click = site.open(&format!("/{}", link.code)).expect(302).header("x-click-id").expect("a click's id").to_owned();
    let token = site.installation.json(&["keys", "create", "--name", "tracker", "--scopes", "conversions:write"]);
    let address = format!("/postback/{}?click_id={click}&type=sale&amount=12.34&currency=USD&txid=t1", text(&token["key"]));
    let first = site.server().open(&address, DESKTOP).expect(200).json();
    let second = site.server().open(&address, DESKTOP).expect(200).json();
    assert_eq!((&first["status"], &second["status"]), (&json!("recorded"), &json!("duplicate")));
    assert_eq!(first["id"], second["id"]);
    assert!(becomes_true(PATIENCE, || fansly(&site, &link) == [0, 0, 0, 12_340]), "{:?}", fansly(&site, &link));
    site.installation.json(&["keys", "revoke", &text(&token["id"])]);
    site.server().open(&address, DESKTOP).expect(401);
}

#[test]
fn platforms_report_and_no_secret_is_logged() {
    let mut site = Site::new();
    site.take_server().stop();
    site.start_with(&[("TRACKWAY_LOG", "trace")]);
    let link = link(&site, "reported");
    let secret_file = site.installation.folder().join("signing-secret");
    std::fs::write(&secret_file, "whsec_0123456789abcdef\n").expect("a file");
    let set = ["accounts", "set-inbound", "--account", "mia", "--platform", "fanvue", "--secret-file"];
    let fanvue_set = site.installation.json(&[&set[..], &[secret_file.to_str().expect("a path")]].concat());
    assert_eq!(fanvue_set["secret"], Value::Null);
    let path = |set: &Value| text(&set["url"]).strip_prefix(PUBLIC_URL).expect("our URL").to_owned();
    let body = json!({"id": "evt-1", "type": "creator.follow.new", "data": {"fan": {"uuid": "u1"}, "tracking": {"link_url": link.code}}})
        .to_string();
    let secret = InboundSecret::parse("whsec_0123456789abcdef").expect("a secret");
    let send = |signature: &str, body: &str| {
        site.server().call(&Request::new("POST", &path(&fanvue_set)).header("x-fanvue-signature", signature).body(body))
    };
    let good = secret.sign(body.as_bytes(), Timestamp::now());
    assert_eq!(send(&good, &body).expect(200).json()["status"], "recorded");
    assert_eq!(send(&good, &body).expect(200).json()["status"], "duplicate");
    send(&good, &body.replace("u1", "u2")).expect(401);
    let fansly_set = site.installation.json(&["accounts", "set-inbound", "--account", "mia", "--platform", "fansly"]);
    let event = json!({"event": "fansly.tips.received", "payload": {"senderId": "u1", "amount": 2_500}}).to_string();
    let address = path(&fansly_set);
    assert_eq!(site.server().call(&Request::new("POST", &address).body(event.as_str())).expect(200).json()["status"], "recorded");
    site.server().call(&Request::new("POST", &format!("{address}x")).body(event.as_str())).expect(404);
    assert_eq!(fansly(&site, &link), [1, 1, 0, 2_500]);
    site.open(&format!("/postback/{}", site.key)).expect(400);
    let log = site.take_server().stop();
    for secret in ["whsec_0123456789abcdef", &text(&fansly_set["secret"]), &site.key] {
        assert!(!log.contains(secret), "a secret is in the log");
    }
}

#[test]
fn files_are_imported_beside_a_running_server_and_again() {
    let site = Site::new();
    let link = link(&site, "imported");
    let row = |number: usize| format!("sale,p{},{},2026-03-01T00:00:00Z,0.01,USD,row {number}", number % 100, link.code);
    let mut lines = vec!["type,externalId,code,occurredAt,gross,currency,idempotencyKey".to_owned()];
    lines.extend((0..4_000).map(row));
    lines[7] = "sale,p1,no-such-link,2026-03-01T00:00:00Z,1,USD,bad 1".to_owned();
    lines[9] = format!("sale,p1,{},yesterday,1,USD,bad 2", link.code);
    lines[11] = "sale,p1".to_owned();
    lines[13] = "sale,Ren\u{e9},,,,,in Latin-1".to_owned();
    let file = site.installation.folder().join("sales.csv");
    // In Latin-1 each of these letters is one byte.
    std::fs::write(&file, lines.join("\n").chars().map(|letter| letter as u8).collect::<Vec<_>>()).expect("a file");
    let path = file.to_str().expect("a path");
    // Once broken off, wherever it stands then.
    let mut broken_off = site.installation.command(&["conversions", "import", path], &[]);
    let mut broken_off = broken_off.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary");
    std::thread::sleep(Duration::from_millis(150));
    broken_off.kill().expect("a process of ours");
    broken_off.wait().expect("its end");
    let import = || {
        let finished = site.installation.run(&["conversions", "import", path, "--json"]);
        assert_eq!(finished.code, 1, "{}", finished.stderr);
        assert!(
            finished.stderr.contains("importing: 100 %") && finished.stderr.contains("4 rows were not imported"),
            "{}",
            finished.stderr
        );
        serde_json::from_str::<Value>(&finished.stdout).expect("JSON")
    };
    let first = import();
    let count = |told: &Value, name: &str| told[name].as_u64().expect("a count");
    assert_eq!(count(&first, "recorded") + count(&first, "duplicates"), 3_996);
    let bad = json!([
        {"line": 8, "reason": "Link not found"},
        {"line": 10, "reason": "occurredAt must be an ISO 8601 time with its offset, such as 2026-12-31T23:59:59Z"},
        {"line": 12, "reason": "has 2 fields, and the header 7"},
        {"line": 14, "reason": "is not UTF-8"},
    ]);
    assert_eq!(first["rows"], bad);
    assert_eq!(fansly(&site, &link), [100, 0, 0, 39_960]);
    let second = import();
    assert_eq!((count(&second, "recorded"), count(&second, "duplicates")), (0, 3_996));
    assert_eq!(fansly(&site, &link), [100, 0, 0, 39_960]);

    let lines = [
        json!({"type": "follow", "person": {"externalId": "p1"}, "code": link.code}).to_string(),
        String::new(),
        "{".to_owned(),
        json!({"type": "custom", "name": "signed up", "externalId": "p2", "linkId": link.number, "data": {"a": 1}}).to_string(),
    ];
    let file = site.installation.folder().join("deeds.ndjson");
    std::fs::write(&file, lines.join("\n")).expect("a file");
    for expected in [(2, 0), (0, 2)] {
        let finished = site.installation.run(&["conversions", "import", file.to_str().expect("a path"), "--json"]);
        let told = serde_json::from_str::<Value>(&finished.stdout).expect("JSON");
        assert_eq!((count(&told, "recorded"), count(&told, "duplicates")), expected, "{told}");
        assert_eq!(told["rows"][0]["line"], 3);
    }
    assert_eq!(site.installation.run(&["verify"]).code, 0);
}

#[test]
fn the_platforms_own_parameter_carries_the_code() {
    let site = Site::new();
    let link = link(&site, "profile");
    let location = || site.open(&format!("/{}", link.code)).expect(302).location().to_owned();
    assert_eq!(location(), "https://profiles.example.com/mia");
    site.installation.json(&["accounts", "set-tracking-parameter", "--account", "mia", "--name", "c"]);
    let expected = format!("https://profiles.example.com/mia?c={}", link.code);
    assert!(becomes_true(PATIENCE, || location() == expected), "{}", location());
    site.installation.json(&["accounts", "set-tracking-parameter", "--account", "mia"]);
    assert!(becomes_true(PATIENCE, || location() == "https://profiles.example.com/mia"), "{}", location());
}
