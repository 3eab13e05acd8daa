//! Requests that another server might read otherwise: each is refused, or its connection closed, and no link is opened by what hides in it.

mod support;

use serde_json::json;
use std::thread;
use std::time::Duration;
use support::{Request, Site, said_to, statuses};

const HEAD: &str = "GET /target HTTP/1.1\r\nhost: x\r\nx-a: b\r\n\r\n";

/// The same, by somebody who will ask for nothing else.
const LAST: &str = "GET /target HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

fn site() -> Site {
    let site = Site::new();
    site.make(json!({"customCode": "target"}));
    site
}

#[track_caller]
fn visits(site: &mut Site, expected: u64) {
    // Its last clicks are counted before it ends.
    site.take_server().stop();
    assert_eq!(site.installation.json(&["links", "show", "target"])["visits"], expected);
}

#[test]
fn a_line_feed_alone_ends_no_line() {
    let mut site = site();
    assert_eq!(statuses(&said_to(site.server(), LAST.as_bytes())), [302]);
    let one = |at: usize| [&HEAD[..at], &HEAD[at + 1..]].concat();
    let mut heads = HEAD.match_indices('\r').map(|(at, _)| one(at)).collect::<Vec<_>>();
    heads.extend([
        HEAD.replace("\r\n", "\n"),
        HEAD.replace("\r\n\r\n", "\n\n"),
        format!("\n{HEAD}"),
        format!("\r\n\n{HEAD}"),
        HEAD.replace("x-a: b", "x-a: b\nx-c: d"),
        HEAD.replace("x-a: b", "x-a: b\n c"),
        HEAD.replace("x-a: b", "content-length: 30\n"),
        "GET /target\n".to_owned(),
        "GET /target\n\n".to_owned(),
    ]);
    let answered = heads.iter().map(|head| (head, statuses(&said_to(site.server(), head.as_bytes()))));
    let wrong = answered.filter(|(_, statuses)| *statuses != [400]).collect::<Vec<_>>();
    assert_eq!(wrong, [], "each is refused once, and its connection is closed");
    visits(&mut site, 1);
}

#[test]
fn a_line_feed_alone_is_seen_wherever_a_head_begins() {
    let mut site = site();
    let bad = HEAD.replacen("\r\n", "\n", 2);
    let body = "{\n\"a\":\n\n1}\r\nGET /target HTTP/1.1\n\n";
    let post = |framing: &str, body: &str| format!("POST /api/links HTTP/1.1\r\nhost: x\r\n{framing}\r\n\r\n{body}");
    let with_length = post(&format!("content-length: {}", body.len()), body);
    let chunk = format!("{:x};note=\"a\"\r\n{body}\r\n", body.len());
    let in_chunks = post("transfer-encoding: chunked", &format!("{chunk}{chunk}0\r\nx-sum: 7\r\n\r\n"));
    for (before, status) in [(HEAD, 302), (&with_length, 401), (&in_chunks, 401)] {
        let said = said_to(site.server(), format!("{before}{bad}{HEAD}").as_bytes());
        assert_eq!(statuses(&said), [status, 400], "{before}");
        // A good head in its place is answered: what is in a body is nobody's line.
        let said = said_to(site.server(), format!("{before}{LAST}").as_bytes());
        assert_eq!(statuses(&said), [status, 302], "{before}");
    }
    // The visits: one of the first row, and all good ones.
    visits(&mut site, 1 + 2 + 1 + 1);
}

#[test]
fn a_line_feed_alone_is_seen_in_a_head_that_comes_in_pieces() {
    let mut site = site();
    for (first, second) in
        [("GET /target HTTP/1.1\r", "\nhost: x\n"), ("GET /target HTTP/1.1\r\nhost", ": x\n\n"), ("GE", "T /target HTTP/1.1\n")]
    {
        let mut connection = site.server().connect();
        connection.write(first.as_bytes()).expect("a socket");
        thread::sleep(Duration::from_millis(50));
        connection.write(second.as_bytes()).expect("a socket");
        // Well before the head's time is over.
        connection.set_patience(Duration::from_secs(5));
        connection.read_head().expect("an answer").expect(400);
        assert_eq!(connection.read_to_end().expect("its end"), b"");
    }
    let mut connection = site.server().connect();
    for byte in Request::get("/target").bytes() {
        connection.write(&[byte]).expect("a socket");
    }
    connection.read_head().expect("an answer").expect(302);
    visits(&mut site, 1);
}

#[test]
fn no_other_way_to_say_where_or_how_long_opens_a_link() {
    let mut site = site();
    let get = |line: &str, fields: &str| format!("{line} HTTP/1.1\r\nhost: x\r\n{fields}\r\n");
    let chunked = |body: &str| format!("{}{body}", get("POST /api/links", "transfer-encoding: chunked\r\n"));
    let cases = [
        ("another host in the target", get("GET http://other.example.com/target", "")),
        ("our host in the target", get("GET http://x/target", "")),
        ("a tunnel", get("CONNECT x:443", "")),
        ("no path", get("GET target", "")),
        ("a fragment's sign first", get("GET #target", "")),
        ("a body for a link", get("GET /target", "content-length: 5\r\n") + "abcde"),
        ("chunks for a link", get("GET /target", "transfer-encoding: chunked\r\n") + "0\r\n\r\n"),
        ("the same length twice", get("GET /target", "content-length: 5\r\ncontent-length: 5\r\n") + "abcde"),
        ("a length in hexadecimal", get("GET /target", "content-length: 0x5\r\n") + "abcde"),
        ("a length past all bounds", get("GET /target", "content-length: 18446744073709551616\r\n")),
        ("a coding behind a tab", get("GET /target", "transfer-encoding:\tgzip\r\n")),
        ("a coding that hides", get("GET /target", "transfer-encoding: xchunked\r\n") + "0\r\n\r\n"),
        ("a coding with a space before its colon", get("GET /target", "transfer-encoding : chunked\r\n") + "0\r\n\r\n"),
        ("a zero in the target", get("GET /tar\0get", "")),
        ("a zero in a name", get("GET /target", "x-\0a: b\r\n")),
        ("a field on two lines by a tab", get("GET /target", "x-a: b\r\n\tc\r\n")),
        ("two spaces", "GET  /target HTTP/1.1\r\nhost: x\r\n\r\n".to_owned()),
        ("a tab", "GET\t/target HTTP/1.1\r\nhost: x\r\n\r\n".to_owned()),
        ("a version that is none", "GET /target HTTP/1.1a\r\nhost: x\r\n\r\n".to_owned()),
        ("a negative chunk", chunked("-1\r\na\r\n0\r\n\r\n")),
        ("a chunk by another base", chunked("0x1\r\na\r\n0\r\n\r\n")),
        ("a chunk that is longer than it says", chunked("1\r\nabc\r\n0\r\n\r\n")),
        ("a chunk's size behind a line feed", chunked("1\na\r\n0\r\n\r\n")),
        ("a line feed in a chunk's note", chunked("1;a\n\r\na\r\n0\r\n\r\n")),
    ];
    let answered = cases.map(|(name, bytes)| (name, statuses(&said_to(site.server(), format!("{bytes}{LAST}").as_bytes()))));
    // The API refuses whoever has no key before it looks at his chunks.
    let wrong = answered.into_iter().filter(|(_, said)| !matches!(said[..], [400 | 401])).collect::<Vec<_>>();
    assert_eq!(wrong, [], "each is refused once, and its connection is closed");
    site.open("/target").expect(302);
    visits(&mut site, 1);
}
