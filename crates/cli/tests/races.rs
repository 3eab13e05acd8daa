//! Several clients at once, slow ones among them, and a server that is told to stop in the middle of it.

mod support;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::json;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::process::Command;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use support::{Answer, Connection, DESKTOP, Installation, Request, Server, Site, becomes_true, text};

/// How often this many clients race.
const RACES: usize = 20;

#[test]
fn of_two_who_ask_for_a_code_one_gets_it() {
    let site = Site::new();
    (0..RACES).for_each(|race| one_wins(&site, &format!("two-{race}"), 2));
}

#[test]
fn of_sixteen_who_ask_for_a_code_one_gets_it() {
    let site = Site::new();
    (0..RACES).for_each(|race| one_wins(&site, &format!("sixteen-{race}"), 16));
}

/// Lets this many clients ask for the same code at the same moment.
fn one_wins(site: &Site, code: &str, clients: usize) {
    let request = |client: usize| {
        let destination = format!("https://example.com/{client}");
        let fields = json!({"templateId": site.template.0, "originalUrl": destination, "customCode": code});
        Request::new("POST", "/api/links").header("x-api-key", &site.key).body(fields.to_string())
    };
    let answers = at_once(site, clients, request);
    let (won, lost) = answers.into_iter().partition::<Vec<_>, _>(|answer| answer.status == 201);
    assert_eq!(won.len(), 1, "{code}");
    for answer in lost {
        let message = format!("Short code '{code}' is already in use");
        assert_eq!(answer.expect(409).json(), json!({"error": "Conflict", "message": message, "statusCode": 409}));
    }
    assert_eq!(site.open(&format!("/{code}")).location(), text(&won[0].json()["original_url"]), "the one who was told so has it");
}

/// Everybody's answer; all send at the same moment, each over a connection that is open already.
fn at_once(site: &Site, clients: usize, request: impl Fn(usize) -> Request + Sync) -> Vec<Answer> {
    let barrier = Barrier::new(clients);
    let client = |number: usize| {
        let (mut connection, request) = (site.server().connect(), request(number));
        barrier.wait();
        connection.call(&request).expect("an answer")
    };
    let client = &client;
    thread::scope(|scope| {
        let clients = (0..clients).map(|number| scope.spawn(move || client(number))).collect::<Vec<_>>();
        clients.into_iter().map(|client| client.join().expect("a client")).collect()
    })
}

#[test]
fn clients_that_change_different_fields_both_win() {
    let site = Site::new();
    let path = format!("/api/links/{}", text(&site.make(json!({"customCode": "shared"}))["id"]));
    for race in 0..RACES {
        let fields = |client| match client {
            0 => json!({"title": format!("title {race}")}),
            1 => json!({"originalUrl": format!("https://example.com/{race}")}),
            2 => json!({"utmParameters": {"utm_term": race.to_string()}}),
            _ => json!({"tags": [format!("tag-{race}")]}),
        };
        let request = |client| Request::new("PUT", &path).header("x-api-key", &site.key).body(fields(client).to_string());
        at_once(&site, 4, request).into_iter().for_each(|answer| drop(answer.expect(200)));
        let row = site.linkforty("GET", &path, "").expect(200).json();
        assert_eq!((&row["title"], &row["utmParameters"]["term"]), (&json!(format!("title {race}")), &json!(race.to_string())));
        assert_eq!(site.open("/shared").location(), format!("https://example.com/{race}?utm_term={race}"));
    }
}

#[test]
fn everybody_gets_a_number_of_his_own() {
    let site = Site::new();
    let request = |client: usize| {
        let fields = json!({"label": format!("client {client}")});
        let path = format!("/api/fansly/{}/tracking-links", text(&site.mia["id"]));
        Request::new("POST", &path).header("x-api-key", &site.key).body(fields.to_string())
    };
    let mut seen = BTreeSet::new();
    for answer in at_once(&site, 16, request) {
        let link = answer.expect(201).json()["data"]["data"]["response"].clone();
        seen.extend([text(&link["id"]), text(&link["url"])]);
    }
    assert_eq!(seen.len(), 32);
}

#[test]
fn requests_that_are_sent_together_are_answered_in_order() {
    let site = Site::new();
    for turn in 0..20 {
        site.make(json!({"customCode": format!("turn-{turn}"), "originalUrl": format!("https://example.com/{turn}")}));
    }
    let paths = (0..40).map(|turn| match turn % 4 {
        3 => "/health".to_owned(),
        _ => format!("/turn-{}", turn % 20),
    });
    let paths = paths.collect::<Vec<_>>();
    let together = paths.iter().flat_map(|path| Request::get(path).agent(DESKTOP).bytes()).collect::<Vec<_>>();
    let mut connection = site.server().connect();
    connection.write(&together).expect("a socket");
    for (turn, path) in paths.iter().enumerate() {
        let answer = connection.read().expect("an answer");
        match path.as_str() {
            "/health" => assert_eq!(answer.expect(200).json()["status"], "ok"),
            _ => assert_eq!(answer.expect(302).location(), format!("https://example.com/{}", turn % 20)),
        }
    }
}

#[test]
fn who_does_not_finish_his_request_holds_up_nobody() {
    let site = Site::new();
    site.make(json!({"customCode": "quick"}));
    let begin = |start: &str| {
        let mut connection = site.server().connect();
        connection.write(start.as_bytes()).expect("a socket");
        connection
    };
    let began = Instant::now();
    let starts = [
        "",
        "G",
        "GET /quick HTTP/1.1\r\nhost: x\r\nuser-a",
        "PRI * HTTP/2.0\r\n",
        "POST /api/links HTTP/1.1\r\ncontent-length: 9\r\n\r\n{",
    ];
    let mut slow = (0..200).map(|turn| begin(starts[turn % starts.len()])).collect::<Vec<_>>();
    let asked = Instant::now();
    for _ in 0..50 {
        site.open("/quick").expect(302);
    }
    assert!(asked.elapsed() < Duration::from_secs(3), "{:?}", asked.elapsed());
    // In the end they are sent away, without a redirect that nobody finished asking for.
    for (turn, connection) in slow.iter_mut().enumerate() {
        connection.set_patience(Duration::from_secs(40));
        let said = connection.read_to_end().unwrap_or_else(|error| panic!("{:?} is still open: {error}", starts[turn % starts.len()]));
        assert!(!String::from_utf8_lossy(&said).contains("HTTP/1.1 302"), "{}", String::from_utf8_lossy(&said));
    }
    assert!(began.elapsed() < Duration::from_secs(40), "{:?}", began.elapsed());
    site.open("/quick").expect(302);
}

#[test]
fn two_thousand_who_send_a_byte_at_a_time_slow_nobody_down() {
    const SLOW: usize = 2_000;
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).expect("as many files as allowed");
    let site = Site::new();
    site.make(json!({"customCode": "quick"}));
    let mut visitor = site.server().connect();
    let mut batch = || {
        let asked = Instant::now();
        for _ in 0..100 {
            visitor.call(&Request::get("/quick").agent(DESKTOP)).expect("an answer").expect(302);
        }
        asked.elapsed()
    };
    // The best of several tries is the server's doing; the rest is the machine's.
    let alone = (0..12).map(|_| batch()).min().expect("a batch");
    let mut slow = (0..SLOW).map(|_| site.server().connect()).collect::<Vec<_>>();
    slow.iter_mut().for_each(|connection| connection.write(b"GET /quick HTTP/1.1\r\nx-slow: ").expect("a socket"));
    let is_over = AtomicBool::new(false);
    let is_quick = thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Acquire) {
                // Whoever has been sent away meanwhile is slow no more.
                slow.iter_mut().for_each(|connection| drop(connection.write(b"x")));
                thread::sleep(Duration::from_millis(500));
            }
        });
        let is_quick = becomes_true(Duration::from_secs(8), || batch() < alone * 3);
        is_over.store(true, Ordering::Release);
        is_quick
    });
    assert!(is_quick, "beside {SLOW} slow connections no hundred requests took less than three times {alone:?}");
}

#[test]
fn told_to_stop_it_answers_what_it_was_asked() {
    let mut site = Site::new();
    site.make(json!({"customCode": "open"}));
    let mut idle = site.server().connect();
    idle.call(&Request::get("/open").agent(DESKTOP)).expect("an answer").expect(302);
    let fields = json!({"templateId": site.template.0, "originalUrl": "https://example.com/", "customCode": "last"});
    let request = Request::new("POST", "/api/links").header("x-api-key", &site.key).body(fields.to_string()).bytes();
    let (begun, rest) = request.split_at(request.len() - 20);
    let mut busy = site.server().connect();
    busy.write(begun).expect("a socket");
    thread::sleep(Duration::from_millis(100));

    let server = site.take_server();
    let address = server.address;
    server.signal("TERM");
    idle.set_patience(Duration::from_secs(5));
    assert_eq!(idle.read_to_end().expect("its end"), b"", "a connection that waits for nothing is closed at once");
    let is_refused = || Connection::open(address).is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused);
    assert!(becomes_true(Duration::from_secs(5), is_refused), "nobody else is let in");

    busy.write(rest).expect("a socket");
    let answer = busy.read().expect("an answer").expect(201);
    assert_eq!(answer.header("connection"), Some("close"));
    assert_eq!(busy.read_to_end().expect("its end"), b"");
    let (status, log) = server.wait();
    assert_eq!(status.code(), Some(0), "{log}");
    assert_eq!(site.installation.json(&["links", "show", "open"])["visits"], 1, "its last clicks are counted before it ends");
    site.installation.json(&["links", "show", "last"]);
}

#[test]
fn told_twice_it_stops_where_it_stands() {
    let mut site = Site::new();
    let mut stuck = site.server().connect();
    let head = format!("POST /api/links HTTP/1.1\r\nhost: x\r\nx-api-key: {}\r\ncontent-length: 100\r\n\r\n{{", site.key);
    stuck.write(head.as_bytes()).expect("a socket");
    thread::sleep(Duration::from_millis(100));
    let server = site.take_server();
    server.signal("INT");
    thread::sleep(Duration::from_millis(200));
    let again = Instant::now();
    server.signal("INT");
    let (status, _) = server.wait();
    assert_eq!(status.code(), Some(130));
    assert!(again.elapsed() < Duration::from_secs(2));
}

#[test]
fn few_open_files_by_default_are_no_reason_to_turn_visitors_away() {
    let installation = Installation::new();
    let serve = installation.command(&["serve", "--listen", "127.0.0.1:0"], &[]);
    let mut limited = Command::new("sh");
    limited.args(["-c", "ulimit -S -n 200 && exec \"$0\" \"$@\""]).arg(serve.get_program()).args(serve.get_args());
    limited.current_dir(installation.folder());
    let server = Server::start(limited);
    let silent = (0..400).map_while(|_| Connection::open(server.address).ok()).collect::<Vec<_>>();
    let asked = Instant::now();
    server.call(&Request::get("/health")).expect(200);
    assert!(asked.elapsed() < Duration::from_secs(3), "{:?} beside {} silent connections", asked.elapsed(), silent.len());
}
