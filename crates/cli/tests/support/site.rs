//! An installation with a running server, an account, and a client of each dialect.

use super::client::{Answer, Request};
use super::installation::Installation;
use super::metrics::Metrics;
use super::server::Server;
use serde_json::{Value, json};
use std::process::Command;

/// The public URL of every site, whatever port its server has.
pub(crate) const PUBLIC_URL: &str = "https://go.example.com";

/// The settings of every site. Tests that ask often are not to be told to slow down.
const SETTINGS: &[(&str, &str)] = &[
    ("TRACKWAY_PUBLIC_URL", PUBLIC_URL),
    ("TRACKWAY_CLICK_ID_HEADER", "1"),
    ("TRACKWAY_LINKFORTY_RATE", "100000"),
    ("TRACKWAY_FANVUE_RATE", "100000"),
    ("TRACKWAY_FANSLY_RATE", "100000"),
];

pub(crate) struct Site {
    pub(crate) installation: Installation,
    /// None between a server and the next one.
    server: Option<Server>,
    /// An admin key.
    pub(crate) key: String,
    /// The default template: its id and its slug.
    pub(crate) template: (String, String),
    /// The account with the handle `mia`, as `accounts create` printed it.
    pub(crate) mia: Value,
    /// An access token that acts for it.
    token: String,
}

impl Site {
    pub(crate) fn new() -> Self {
        let installation = Installation::new();
        let server = installation.start_with(SETTINGS);
        let key = server.first_key().expect("a first key").to_owned();
        let mia = installation.json(&["accounts", "create", "--handle", "mia", "--profile-url", "https://profiles.example.com/mia"]);
        let scopes = "read:tracking_links write:tracking_links";
        let token = installation.json(&["tokens", "issue", "--account", "mia", "--scopes", scopes]);
        let token = text(&token["access_token"]);
        let mut site = Self { installation, server: Some(server), key, template: Default::default(), mia, token };
        let templates = site.linkforty("GET", "/api/templates", "").expect(200).json();
        site.template = (text(&templates[0]["id"]), text(&templates[0]["slug"]));
        site
    }

    pub(crate) fn server(&self) -> &Server {
        self.server.as_ref().expect("a running server")
    }

    /// Hands the server over, to be ended.
    pub(crate) fn take_server(&mut self) -> Server {
        self.server.take().expect("a running server")
    }

    /// Starts the server again, with more settings.
    pub(crate) fn start_with(&mut self, settings: &[(&str, &str)]) {
        self.start_as(settings, |command| command);
    }

    /// Starts the server again, with more settings, by another command around its own.
    pub(crate) fn start_as(&mut self, settings: &[(&str, &str)], wrap: impl FnOnce(Command) -> Command) {
        assert!(self.server.is_none(), "one server at a time");
        let command = self.installation.command(&["serve", "--listen", "127.0.0.1:0"], &[SETTINGS, settings].concat());
        self.server = Some(Server::start(wrap(command)));
    }

    /// A server with a site's settings and a listener for metrics, on another installation.
    pub(crate) fn start_beside(installation: &Installation) -> Server {
        installation.start_with(&[SETTINGS, &[Metrics::ON]].concat())
    }

    pub(crate) fn start(&mut self) {
        self.start_with(&[]);
    }

    /// Opens a path as a desktop browser does.
    pub(crate) fn open(&self, path: &str) -> Answer {
        self.server().open(path, super::DESKTOP)
    }

    pub(crate) fn linkforty(&self, method: &str, path: &str, body: impl Into<String>) -> Answer {
        self.server().call(&Request::new(method, path).header("authorization", &format!("Bearer {}", self.key)).body(body))
    }

    pub(crate) fn fanvue(&self, method: &str, path: &str, body: impl Into<String>) -> Answer {
        let request = Request::new(method, path).header("authorization", &format!("Bearer {}", self.token));
        self.server().call(&request.header("x-fanvue-api-version", "2025-06-26").body(body))
    }

    /// To the tracking links of mia.
    pub(crate) fn fansly(&self, method: &str, body: impl Into<String>) -> Answer {
        let path = format!("/api/fansly/{}/tracking-links", text(&self.mia["id"]));
        self.server().call(&Request::new(method, &path).header("x-api-key", &self.key).body(body))
    }

    /// Makes a link through the main API; the template is filled in, and a destination where none is given. Gives its row.
    #[track_caller]
    pub(crate) fn make(&self, mut fields: Value) -> Value {
        let given = fields.as_object_mut().expect("fields");
        given.entry("originalUrl").or_insert_with(|| json!("https://example.com/"));
        given.entry("templateId").or_insert_with(|| json!(self.template.0));
        self.linkforty("POST", "/api/links", fields.to_string()).expect(201).json()
    }

    /// Makes this many links and gives their codes.
    pub(crate) fn codes(&self, count: usize) -> Vec<String> {
        (0..count).map(|_| text(&self.make(json!({}))["short_code"])).collect()
    }
}

/// A JSON string's text.
#[track_caller]
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}
