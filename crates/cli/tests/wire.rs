//! Requests that are no good, over the wire: what is said to them in each dialect's shape, and what is not said to bytes that are
//! no request at all.

mod support;

use serde_json::{Value, json};
use support::{Answer, Request, Site, said_to, statuses, text};

/// The dialects, by how a request of each looks and what its errors say.
#[derive(Clone, Copy, Debug)]
enum Dialect {
    LinkForty,
    Fanvue,
    Fansly,
}

impl Dialect {
    const ALL: [Self; 3] = [Self::LinkForty, Self::Fanvue, Self::Fansly];

    /// Asks for a new link with this body.
    fn make(self, site: &Site, body: &str) -> Answer {
        match self {
            Self::LinkForty => site.linkforty("POST", "/api/links", body),
            Self::Fanvue => site.fanvue("POST", "/tracking-links", body),
            Self::Fansly => site.fansly("POST", body),
        }
    }

    /// Asks below this dialect's prefix.
    fn ask(self, site: &Site, method: &str, path: &str) -> Answer {
        let account = text(&site.mia["id"]);
        match self {
            Self::LinkForty => site.linkforty(method, &format!("/api{path}"), ""),
            Self::Fanvue => site.fanvue(method, &format!("/v1{path}"), ""),
            Self::Fansly => {
                site.server().call(&Request::new(method, &format!("/api/fansly/{account}{path}")).header("x-api-key", &site.key))
            }
        }
    }

    /// True where a body is the shape in which this dialect says no.
    fn says_no(self, status: u16, body: &Value) -> bool {
        let keys = body.as_object().map(|object| object.keys().map(String::as_str).collect::<Vec<_>>()).unwrap_or_default();
        match self {
            Self::LinkForty => {
                let says = body["error"].is_string() && body["message"].is_string() && body["statusCode"] == status;
                says && (keys == ["error", "message", "statusCode"] || keys == ["error", "message", "statusCode", "validation"])
            }
            Self::Fanvue => matches!(keys[..], ["message"] | ["error"] | ["errors"]),
            Self::Fansly => {
                keys == ["statusCode", "message", "data", "timestamp"]
                    && body["statusCode"] == status
                    && body["message"].is_string()
                    && body["data"].is_null()
            }
        }
    }

    #[track_caller]
    fn refuses(self, answer: Answer, status: u16) {
        let answer = answer.expect(status);
        assert_eq!(answer.header("content-type"), Some("application/json"), "{self:?}");
        assert!(answer.header("x-request-id").is_some(), "{self:?}");
        assert!(self.says_no(status, &answer.json()), "{self:?} {status}: {}", answer.text());
    }
}

#[test]
fn too_much_is_refused_in_each_dialect() {
    let site = Site::new();
    let large = format!("{{\"name\":\"{}\"}}", "x".repeat(2 << 20));
    for dialect in Dialect::ALL {
        dialect.refuses(dialect.make(&site, &large), 413);
    }
}

#[test]
fn what_is_no_json_is_refused_in_each_dialect() {
    let site = Site::new();
    for dialect in Dialect::ALL {
        for body in
            ["{", "{\"a\":}", "[]", "null", "7", "", " ", "{}{}", "{\"a\":1}x", "\u{feff}{}", "{\"a\":\"\u{1}\"}", &"[".repeat(10_000)]
        {
            dialect.refuses(dialect.make(&site, body), 400);
        }
    }
    assert_eq!(site.installation.json(&["links", "list"]), json!([]));
}

#[test]
fn bytes_that_are_no_text_are_refused_in_each_dialect() {
    let site = Site::new();
    let paths = ["/api/links".to_owned(), "/tracking-links".to_owned(), format!("/api/fansly/{}/tracking-links", text(&site.mia["id"]))];
    for (dialect, path) in Dialect::ALL.into_iter().zip(paths) {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\nx-fanvue-api-version: 2025-06-26\r\n\
x-trackway-account: mia\r\ncontent-length: 12\r\n\r\n",
            site.key
        );
        let mut connection = site.server().connect();
        connection.write(&[head.as_bytes(), b"{\"name\":\"\xff\""].concat()).expect("a socket");
        connection.write(b"}").expect("a socket");
        dialect.refuses(connection.read().expect("an answer"), 400);
    }
}

#[test]
fn what_is_not_served_is_refused_in_each_dialect() {
    let site = Site::new();
    for dialect in Dialect::ALL {
        dialect.refuses(dialect.ask(&site, "GET", "/tracking-links/nowhere/at/all"), 404);
    }
    Dialect::LinkForty.refuses(site.linkforty("DELETE", "/api/links", ""), 405);
    Dialect::Fanvue.refuses(site.fanvue("PUT", "/tracking-links", ""), 405);
    Dialect::Fansly.refuses(site.fansly("PATCH", "{}"), 405);
}

#[test]
fn nobody_is_let_in_without_a_key_in_each_dialect() {
    let site = Site::new();
    let account = text(&site.mia["id"]);
    let version = |request: Request| request.header("x-fanvue-api-version", "2025-06-26");
    let cases = [
        (Dialect::LinkForty, Request::get("/api/links")),
        (Dialect::LinkForty, Request::get("/api/links").header("authorization", "Bearer tw_live_wrong")),
        (Dialect::Fanvue, version(Request::get("/tracking-links"))),
        (Dialect::Fanvue, version(Request::get("/v1/tracking-links").header("authorization", "Bearer e30.e30.e30"))),
        (Dialect::Fansly, Request::get(&format!("/api/fansly/{account}/tracking-links"))),
        (Dialect::Fansly, Request::get(&format!("/api/fansly/{account}/tracking-links")).header("x-api-key", "wrong")),
    ];
    for (dialect, request) in cases {
        dialect.refuses(site.server().call(&request), 401);
    }
}

#[test]
fn bytes_that_are_no_request_are_never_redirected() {
    let site = Site::new();
    site.make(json!({"customCode": "target"}));
    let long = "x".repeat(64 * 1024);
    let many = (0..200).map(|number| format!("x-{number}: y\r\n")).collect::<String>();
    let chunks = format!("POST /api/links HTTP/1.1\r\nhost: x\r\nx-api-key: {}\r\ntransfer-encoding: chunked\r\n\r\n", site.key);
    let cases: Vec<(&str, String)> = vec![
        ("two lengths", "GET /target HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\ncontent-length: 5\r\n\r\nabcde".to_owned()),
        ("two lengths in one", "GET /target HTTP/1.1\r\nhost: x\r\ncontent-length: 0, 5\r\n\r\nabcde".to_owned()),
        ("a signed length", "GET /target HTTP/1.1\r\nhost: x\r\ncontent-length: +5\r\n\r\nabcde".to_owned()),
        ("a negative length", "GET /target HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n".to_owned()),
        ("a length that is none", "GET /target HTTP/1.1\r\nhost: x\r\ncontent-length: five\r\n\r\nabcde".to_owned()),
        ("another coding", "GET /target HTTP/1.1\r\nhost: x\r\ntransfer-encoding: gzip\r\n\r\n".to_owned()),
        ("chunks not last", "GET /target HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n".to_owned()),
        ("chunks in HTTP/1.0", "GET /target HTTP/1.0\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n".to_owned()),
        ("a header over two lines", "GET /target HTTP/1.1\r\nhost: x\r\nx-a: b\r\n c\r\n\r\n".to_owned()),
        ("a space before the colon", "GET /target HTTP/1.1\r\nhost: x\r\ncontent-length : 5\r\n\r\nabcde".to_owned()),
        ("a header without a name", "GET /target HTTP/1.1\r\nhost: x\r\n: y\r\n\r\n".to_owned()),
        ("a zero in a header", "GET /target HTTP/1.1\r\nhost: x\r\nx-a: b\0c\r\n\r\n".to_owned()),
        ("a carriage return in a header", "GET /target HTTP/1.1\r\nhost: x\r\nx-a: b\rc\r\n\r\n".to_owned()),
        ("too large a header", format!("GET /target HTTP/1.1\r\nhost: x\r\nx-a: {long}\r\n\r\n")),
        ("too long an address", format!("GET /target?{long} HTTP/1.1\r\nhost: x\r\n\r\n")),
        ("too many headers", format!("GET /target HTTP/1.1\r\nhost: x\r\n{many}\r\n")),
        ("chunks without a size", format!("{chunks}xyz\r\n")),
        ("a chunk too large", format!("{chunks}fffffffffffffffff\r\n")),
        ("no version", "GET /target\r\n\r\n".to_owned()),
        ("another version", "GET /target HTTP/3.0\r\nhost: x\r\n\r\n".to_owned()),
        ("a space in the address", "GET /tar get HTTP/1.1\r\nhost: x\r\n\r\n".to_owned()),
        ("no request", "hello\r\n\r\n".to_owned()),
        ("TLS", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}".to_owned() + &"\0".repeat(512)),
    ];
    let answered = |(name, bytes): (&'static str, String)| (name, statuses(&said_to(site.server(), bytes.as_bytes())));
    let wrong = cases.into_iter().map(answered).filter(|(_, lines)| !matches!(lines[..], [400 | 431])).collect::<Vec<_>>();
    assert_eq!(wrong, [], "each is refused once, and its connection is closed");
    site.open("/target").expect(302);
}

#[test]
fn a_length_beside_chunks_hides_no_request() {
    let site = Site::new();
    site.make(json!({"customCode": "target"}));
    let (length, chunks) = ("content-length: 5\r\n", "transfer-encoding: chunked\r\n");
    let hidden = "GET /target HTTP/1.1\r\nhost: x\r\n\r\n";
    for headers in [[length, chunks].concat(), [chunks, length].concat()] {
        for (target, status) in [("/nothing", 400), ("/health", 200)] {
            let said = said_to(site.server(), format!("GET {target} HTTP/1.1\r\nhost: x\r\n{headers}\r\n0\r\n\r\n{hidden}").as_bytes());
            assert_eq!(statuses(&said), [status], "{headers}: {said}");
        }
    }
    assert_eq!(site.installation.json(&["links", "show", "target"])["visits"], 0);
}

#[test]
fn what_follows_a_good_request_costs_it_no_answer() {
    let site = Site::new();
    site.make(json!({"customCode": "target"}));
    let visit = String::from_utf8(Request::get("/target").bytes()).expect("text");
    assert_eq!(statuses(&said_to(site.server(), format!("{visit}{visit}hello\r\n\r\n").as_bytes())), [302, 302, 400]);
    assert_eq!(
        statuses(&said_to(site.server(), format!("{visit}GET /target?{} HTTP/1.1\r\n\r\n", "x".repeat(64 * 1024)).as_bytes())),
        [302, 431]
    );
}
