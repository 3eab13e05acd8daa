//! Programs that others have written, against the real process: a stock OAuth client, a browser, and HTTP clients of
//! many languages.
//!
//! `scripts/test.sh` installs what these tests need.

mod support;

use serde_json::{Value, json};
use std::io::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use support::{Installation, Server, Site, text};

const PASSWORD: &str = "correct horse";

/// An installation that is reached where it listens, with an owner and two creators.
fn installation() -> (Installation, Server, Value) {
    let installation = Installation::new();
    let server = installation.start();
    installation.user("Mia", "owner", PASSWORD);
    let account = |handle: &str| {
        let url = format!("https://profiles.example.com/{handle}");
        installation.json(&["accounts", "create", "--handle", handle, "--profile-url", &url])
    };
    let mia = account("mia");
    account("ben");
    (installation, server, mia)
}

#[test]
fn a_stock_oauth_client_goes_the_whole_way() {
    let (installation, server, mia) = installation();
    let uri = "http://127.0.0.1:9/callback";
    let client = installation.json(&["oauth-clients", "create", "--name", "Stock", "--redirect-uri", uri]);
    let given = json!({
        "issuer": format!("http://{}", server.address),
        "clientId": client["clientId"],
        "clientSecret": client["clientSecret"],
        "redirectUri": uri,
        "email": "mia@example.com",
        "password": PASSWORD,
        "account": mia["uuid"],
    });
    let python = root().join("target/stock-clients/bin/python");
    let mut command = Command::new(needed(&python));
    let mut child = command
        .arg(here("stock_clients/authorization_code.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("python");
    child.stdin.take().expect("a pipe").write_all(given.to_string().as_bytes()).expect("a case");
    assert_eq!(said(child.wait_with_output().expect("its end")), "done\n");
}

#[test]
fn a_person_decides_in_a_browser() {
    let (installation, server, _) = installation();
    // A port that is free now, for the app's own server.
    let port = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port").port();
    let uri = format!("http://localhost:{port}/callback");
    let client = installation.json(&["oauth-clients", "create", "--name", "Planner", "--redirect-uri", &uri]);
    let fields = [
        ("response_type", "code"),
        ("client_id", &text(&client["clientId"])),
        ("redirect_uri", &uri),
        ("scope", "offline_access read:self read:creator read:tracking_links"),
        ("state", "s-1"),
        ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
        ("code_challenge_method", "S256"),
    ];
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let issuer = format!("http://{}", server.address);
    let given = json!({
        "address": format!("{issuer}/oauth2/auth?{query}"),
        "port": port,
        "email": "mia@example.com",
        "password": PASSWORD,
        "chromium": needed(Path::new("/usr/bin/chromium")),
        // For whoever wants to see the pages: where to put pictures of them.
        "picture": std::env::var("CONSENT_PICTURE").ok(),
    });
    needed(&here("browser/node_modules/playwright-core"));
    let output = Command::new("node").arg(here("browser/consent.mjs")).env("CASE", given.to_string()).output().expect("node");
    let said = said(output);
    let received = said.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")).collect::<Vec<_>>();
    let [denied, allowed, plain] = &received[..] else { panic!("three answers: {said}") };
    assert_eq!(denied["error"], "access_denied");
    for answer in [allowed, plain] {
        assert!(text(&answer["code"]).starts_with("tw_code_"), "{answer}");
    }
    for answer in &received {
        assert_eq!((&answer["state"], &answer["iss"]), (&json!("s-1"), &json!(issuer)));
    }
}

/// What somebody would write into a link to have it run in a visitor's browser.
const HOSTILE: [&str; 6] = [
    "</title></main></h1><script>injected()</script>",
    "\" autofocus onfocus=\"injected()\" onmouseover=\"injected()\" x=\"",
    "'><img src=x onerror=injected()><svg onload=injected()>",
    "javascript:injected()",
    "&lt;script&gt;injected()&lt;/script&gt; &#39;&quot;",
    "--></style><iframe srcdoc='<script>parent.injected()</script>'></iframe><base href=//evil.example.com>",
];

#[test]
fn no_field_of_a_link_runs_in_a_browser() {
    let site = Site::new();
    let pages = HOSTILE.map(|hostile| {
        let query = url::form_urlencoded::byte_serialize(hostile.as_bytes()).collect::<String>();
        let address = |path: &str| format!("https://fallback.example.com/{path}?a={query}&b='x\"><script>");
        let made = site.make(json!({
            "title": hostile, "description": hostile,
            "ogTitle": hostile, "ogDescription": hostile, "ogType": hostile,
            "originalUrl": address("original"), "webFallbackUrl": address("web"), "iosAppStoreUrl": address("ios"), "androidAppStoreUrl": address("android"),
            "expiredUrl": address("expired"), "ogImageUrl": address("image.png"),
            "appScheme": "shop", "deepLinkPath": hostile, "deepLinkParameters": {hostile: hostile},
            "utmParameters": {"source": hostile, "campaign": hostile},
        }));
        format!("http://{}/{}", site.server().address, text(&made["short_code"]))
    });
    let chromium = needed(Path::new("/usr/bin/chromium"));
    needed(&here("browser/node_modules/playwright-core"));
    let given = json!({"pages": pages, "userAgent": support::IPHONE, "chromium": chromium});
    let output = Command::new("node").arg(here("browser/interstitial.mjs")).env("CASE", given.to_string()).output().expect("node");
    assert_eq!(said(output), "6 links\n");
}

/// Whoever sends a body with DELETE sends it his own way.
#[test]
fn stock_http_clients_delete_with_a_body() {
    let site = Site::new();
    let url = format!("http://{}/api/fansly/{}/tracking-links", site.server().address, text(&site.mia["id"]));
    let python = root().join("target/stock-clients/bin/python");
    let python = needed(&python).to_str().expect("text");
    let written =
        [(python, vec![], "delete.py"), ("node", vec![], "delete.mjs"), ("go", vec!["run"], "delete.go"), ("java", vec![], "Delete.java")];
    for (program, first, file) in written {
        deletes(&site, |link| {
            let mut command = Command::new(program);
            command.args(&first).arg(here("stock_clients").join(file)).args([&url, &site.key, link]).env("GO111MODULE", "off");
            command
        });
    }
    for protocol in ["--http1.1", "--http2-prior-knowledge"] {
        deletes(&site, |link| {
            let (key, body) = (format!("x-api-key: {}", site.key), json!({"trackingLinkId": link}).to_string());
            let mut command = Command::new("curl");
            command.args(["--silent", protocol, "--request", "DELETE", &url, "--header", &key]);
            command.args(["--header", "Content-Type: application/json", "--data", &body]);
            command
        });
    }
}

/// Makes a link, has a client delete it, and sees that it is gone.
fn deletes(site: &Site, client: impl Fn(&str) -> Command) {
    let made = site.fansly("POST", r#"{"label": "Twitter Campaign"}"#).expect(201).json();
    let link = text(&made["data"]["data"]["response"]["id"]);
    let mut command = client(&link);
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}; scripts/test.sh installs it"));
    let answer = serde_json::from_str::<Value>(&said(output)).expect("JSON");
    assert_eq!(answer["data"], json!({"status_code": 200, "data": {"success": true}}), "{command:?}: {answer}");
    assert_eq!(site.linkforty("GET", &format!("/api/links/{link}"), "").status, 404, "{command:?}");
}

/// Something that must be there.
fn needed(path: &Path) -> &Path {
    assert!(path.exists(), "{} is not there; scripts/test.sh installs it", path.display());
    path
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[track_caller]
fn said(output: Output) -> String {
    let text = |bytes| String::from_utf8(bytes).expect("text");
    assert!(output.status.success(), "{}\n{}", text(output.stderr), text(output.stdout));
    text(output.stdout)
}
