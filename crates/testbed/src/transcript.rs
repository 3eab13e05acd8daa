//! Runs a script of requests through a router and writes down what came back: the golden files of the dialects.
//!
//! A script is made of requests, each introduced by `### what it shows`, then `METHOD /path`, header lines, an empty line and a body.
//! `{{name}}` stands for a variable; a line `@name = /json/pointer` under a request's headers keeps a value of its answer for the
//! requests that follow.

use axum::Router;
use axum::body::Body;
use http::{HeaderMap, Request};
use http_body_util::BodyExt as _;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr};
use tower::ServiceExt as _;
use trackway_web::client::ClientAddress;

/// Variables of a script, by name.
pub type Variables = BTreeMap<String, String>;

/// Runs `script` and gives its transcript.
///
/// # Panics
/// Where the script is not of the form described above.
pub async fn transcript(router: &Router, script: &str, mut variables: Variables) -> String {
    let mut written = String::new();
    for step in script.split("### ").skip(1) {
        let (title, rest) = step.split_once('\n').expect("a request under its title");
        let rest = replace(rest, &variables);
        let (head, body) = rest.split_once("\n\n").unwrap_or((rest.trim_end(), ""));
        let mut lines = head.lines();
        let request_line = lines.next().expect("a request line");
        let (keeps, headers): (Vec<_>, Vec<_>) = lines.partition(|line| line.starts_with('@'));
        let answer = send(router, request_line, &headers, body.trim()).await;
        for keep in keeps {
            let (name, pointer) = keep[1..].split_once(" = ").expect("@name = /pointer");
            let value = answer.body.pointer(pointer).unwrap_or_else(|| panic!("{title}: no {pointer} in {}", answer.body));
            variables.insert(name.to_owned(), value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        }
        writeln!(written, "### {title}\n{request_line}\n{}\n{}", body.trim(), answer.text()).expect("a string takes everything");
    }
    written
}

struct Answer {
    status: http::StatusCode,
    headers: HeaderMap,
    body: Value,
    raw: String,
}

impl Answer {
    fn text(&self) -> String {
        let mut text = format!("→ {}\n", self.status);
        for (name, value) in &self.headers {
            writeln!(text, "{name}: {}", value.to_str().unwrap_or("(not text)")).expect("a string takes everything");
        }
        match &self.body {
            Value::Null => text.push_str(&self.raw),
            body => text.push_str(&serde_json::to_string_pretty(body).expect("JSON")),
        }
        text.push('\n');
        text
    }
}

async fn send(router: &Router, request_line: &str, headers: &[&str], body: &str) -> Answer {
    let (method, target) = request_line.split_once(' ').expect("METHOD /path");
    let mut request = Request::builder().method(method).uri(target);
    for line in headers {
        let (name, value) = line.split_once(':').expect("name: value");
        request = request.header(name.trim(), value.trim());
    }
    let request = request.extension(ClientAddress(IpAddr::V4(Ipv4Addr::new(198, 51, 100, 7))));
    let response = router.clone().oneshot(request.body(Body::from(body.to_owned())).expect("a request")).await.expect("an answer");
    let (head, body) = response.into_parts();
    let raw = String::from_utf8_lossy(&body.collect().await.expect("a body").to_bytes()).into_owned();
    Answer { status: head.status, headers: head.headers, body: serde_json::from_str(&raw).unwrap_or(Value::Null), raw }
}

fn replace(text: &str, variables: &Variables) -> String {
    variables.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{{{name}}}}}"), value))
}
