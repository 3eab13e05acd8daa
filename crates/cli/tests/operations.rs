//! What operators ask the binary: whether settings are good, whether a server is ready, what is wrong.

mod support;

use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use support::{Installation, Request, Site, text};

fn file(installation: &Installation, name: &str, content: &str) {
    fs::write(installation.folder().join(name), content).expect("a file");
}

#[test]
fn a_setting_that_is_not_known_is_refused_with_the_one_that_may_be_meant() {
    let installation = Installation::new();
    let cases = [("listen_on", "did you mean `listen`?"), ("public-url", "did you mean `public_url`?"), ("colour", "config schema")];
    for (name, said) in cases {
        file(&installation, "settings.toml", &format!("\"{name}\" = \"x\"\n"));
        let refused = installation.run(&["config", "check", "--config", "settings.toml"]);
        assert_eq!(refused.code, 1);
        for word in [name, said, "settings.toml"] {
            assert!(refused.stderr.contains(word), "{word} is not in {}", refused.stderr);
        }
    }
    let refused = installation.run_with(&["config", "check"], &[("TRACKWAY_PUBLIC_ULR", "x")]);
    assert!(refused.stderr.contains("TRACKWAY_PUBLIC_ULR") && refused.stderr.contains("`public_url`"), "{}", refused.stderr);
}

#[test]
fn settings_are_checked_without_a_start() {
    let installation = Installation::new();
    assert_eq!(installation.json(&["config", "check"]), json!({"settings": "good"}));
    file(&installation, "not.mmdb", "no database");
    for (name, value) in [("geoip", "not.mmdb"), ("data_centers", "missing"), ("public_url", "ftp://example.com"), ("log", "a=b=c")] {
        file(&installation, "settings.toml", &format!("{name} = \"{value}\"\n"));
        assert_eq!(installation.run(&["config", "check", "--config", "settings.toml"]).code, 1, "{name}");
    }
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    file(&installation, "settings.toml", &format!("listen = \"{}\"\n", taken.local_addr().expect("an address")));
    assert_eq!(installation.run(&["config", "check", "--config", "settings.toml"]).code, 0);
    assert_eq!(installation.run(&["config", "check", "--config", "settings.toml", "--listen"]).code, 1);
    assert!(!installation.data().exists(), "a look makes nothing");
}

#[test]
fn settings_are_shown_with_where_they_are_from_and_without_secrets() {
    let installation = Installation::new();
    file(&installation, "settings.toml", "metrics_token = \"a-token-for-tests-only\"\nfanvue_rate = 7\n");
    let arguments = ["config", "dump", "--config", "settings.toml", "--data", "elsewhere", "--json"];
    let dumped = installation.run_with(&arguments, &[("TRACKWAY_DURABILITY", "fsync")]).stdout;
    assert!(!dumped.contains("a-token-for-tests-only"));
    let dumped: Value = serde_json::from_str(&dumped).expect("JSON");
    for (name, value, from) in [
        ("metrics_token", json!("(a secret)"), "settings.toml"),
        ("fanvue_rate", json!(7), "settings.toml"),
        ("durability", json!("fsync"), "environment"),
        ("data", json!("elsewhere"), "flag"),
        ("connections", json!(20_000), "default"),
    ] {
        assert_eq!(dumped[name]["value"], value, "{name}");
        assert!(dumped[name]["from"].as_str().is_some_and(|said| said.ends_with(from)), "{name}: {}", dumped[name]);
    }
    let shown = installation.run(&["config", "dump"]).stdout;
    assert!(shown.contains("listen = \"127.0.0.1:8080\"  # default\n"), "{shown}");
}

#[test]
fn the_schema_knows_every_setting_and_no_other() {
    let installation = Installation::new();
    let schema: Value = serde_json::from_str(&installation.run(&["config", "schema"]).stdout).expect("JSON");
    let properties = schema["properties"].as_object().expect("properties");
    assert_eq!(schema["additionalProperties"], false);
    for (name, property) in properties {
        assert!(property["description"].as_str().is_some_and(|about| about.len() > 10), "{name} says what it is for");
    }
    // Whatever the example sets can be read.
    let example = fs::read_to_string(root().join("config.example.toml")).expect("the example");
    let set = example.lines().filter_map(|line| line.strip_prefix("# ").filter(|line| line.contains(" = "))).collect::<Vec<_>>();
    assert_eq!(set.len(), properties.len());
    // Those name files that are not there, or what only programs with https have.
    let left_out = ["geoip", "data_centers", "blocklist", "tls_"];
    let readable = set.into_iter().filter(|line| !left_out.iter().any(|name| line.starts_with(name)));
    file(&installation, "settings.toml", &readable.collect::<Vec<_>>().join("\n"));
    let checked = installation.run(&["config", "check", "--config", "settings.toml"]);
    assert_eq!(checked.code, 0, "{}", checked.stderr);
}

#[test]
fn generated_pages_are_what_the_binary_says() {
    let installation = Installation::new();
    for (page, path) in [("commands", "docs/commands.md"), ("configuration", "docs/configuration.md"), ("example", "config.example.toml")] {
        let said = installation.run(&["reference", page]).stdout;
        let kept = fs::read_to_string(root().join(path)).unwrap_or_default();
        assert!(said == kept, "{path} is stale: scripts/generate-reference.sh writes it anew");
    }
}

#[test]
fn shells_and_manuals_know_every_command() {
    let installation = Installation::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = installation.run(&["completions", shell]).stdout;
        assert!(script.contains("oauth-clients") && script.contains("trusted-proxy"), "{shell}");
    }
    assert!(installation.run(&["man"]).stdout.contains("trackway\\-serve(1)"));
    assert_eq!(installation.run(&["man", "--to", "pages"]).code, 0);
    let page = fs::read_to_string(installation.folder().join("pages/trackway-keys-create.1")).expect("a page");
    assert!(page.contains("trackway keys create"), "{page}");
}

#[test]
fn a_health_check_asks_the_server_of_the_same_settings() {
    let site = Site::new();
    let listen = site.server().address.to_string();
    let asked = |listen: &str| site.installation.run_with(&["healthcheck", "--json"], &[("TRACKWAY_LISTEN", listen)]);
    let healthy = asked(&listen);
    assert_eq!(healthy.code, 0, "{}", healthy.stderr);
    let said: Value = serde_json::from_str(&healthy.stdout).expect("JSON");
    assert_eq!(said["checks"], json!({"database": "ok", "migrations": "ok", "journal": "ok", "backlog": "ok"}));
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port");
    assert_eq!(asked(&nobody.to_string()).code, 1);
}

#[test]
fn a_newer_programs_tables_make_a_server_unready() {
    let site = Site::new();
    let database = rusqlite::Connection::open(site.installation.data().join("trackway.db")).expect("a database");
    let version: i64 = database.query_row("PRAGMA user_version", [], |row| row.get(0)).expect("a version");
    database.pragma_update(None, "user_version", version + 1).expect("a newer version");
    let ready = site.server().call(&Request::get("/health/ready")).expect(503).json();
    assert_eq!((&ready["checks"]["database"], &ready["status"]), (&json!("ok"), &json!("unavailable")));
    assert!(ready["checks"]["migrations"].as_str().is_some_and(|said| said.contains("steps")), "{ready}");
    database.pragma_update(None, "user_version", version).expect("the version");
    site.server().call(&Request::get("/health/ready")).expect(200);

    assert_eq!(site.installation.run(&["migrate", "--check"]).code, 0);
    database.pragma_update(None, "user_version", version - 1).expect("an older version");
    assert_eq!(site.installation.run(&["migrate", "--check"]).code, 1);
    database.pragma_update(None, "user_version", version).expect("the version");
}

#[test]
fn a_doctor_names_what_is_wrong() {
    let mut site = Site::new();
    // Nobody listens at the public URL of a site, and it does not lead to the listening address by itself.
    let bad = attention(&site.installation, &[]);
    assert!(bad.contains(&"public URL".to_owned()) && bad.contains(&"proxies".to_owned()), "{bad:?}");

    // A server without settings is reached where it listens.
    site.take_server().stop();
    let server = site.installation.start();
    let listen = server.address.to_string();
    let settings = [("TRACKWAY_LISTEN", listen.as_str())];
    assert_eq!(attention(&site.installation, &settings), Vec::<String>::new());

    let private = |file: &Path, mode: u32| fs::set_permissions(file, fs::Permissions::from_mode(mode)).expect("a mode");
    let database = site.installation.data().join("trackway.db");
    private(&database, 0o644);
    assert_eq!(attention(&site.installation, &settings), ["data folder"]);
    private(&database, 0o600);
    let quarantine = site.installation.data().join("quarantine.ndjson");
    fs::write(&quarantine, "{}\n").expect("a file");
    private(&quarantine, 0o600);
    assert_eq!(attention(&site.installation, &[settings[0], ("TRACKWAY_GEOIP", "missing")]), ["settings", "journal", "GeoIP"]);
    server.stop();
}

/// The sections in which a doctor finds something to do, but for those that are about the machine that runs this.
fn attention(installation: &Installation, environment: &[(&str, &str)]) -> Vec<String> {
    let finished = installation.run_with(&["doctor", "--json"], environment);
    let rows: Value = serde_json::from_str(&finished.stdout).unwrap_or_else(|error| panic!("{error}: {}", finished.stderr));
    let rows = rows.as_array().expect("rows");
    assert!(rows.len() >= 11, "each section says something: {rows:?}");
    let bad = rows.iter().filter(|row| row["state"] == "attention").map(|row| text(&row["section"])).collect::<Vec<_>>();
    assert_eq!(finished.code, i32::from(!bad.is_empty()), "{}", finished.stderr);
    bad.into_iter().filter(|section| !section.starts_with("disk")).collect()
}

#[test]
fn systemd_is_told_when_visitors_can_come_and_when_they_cannot() {
    let installation = Installation::new();
    let socket = installation.folder().join("notify");
    let listening = std::os::unix::net::UnixDatagram::bind(&socket).expect("a socket");
    listening.set_read_timeout(Some(std::time::Duration::from_secs(20))).expect("a timeout");
    let server = installation.start_with(&[("NOTIFY_SOCKET", socket.to_str().expect("a path"))]);
    let said = || {
        let mut buffer = [0; 256];
        let length = listening.recv(&mut buffer).expect("a message");
        String::from_utf8_lossy(&buffer[..length]).trim().to_owned()
    };
    assert_eq!(said(), "READY=1");
    server.stop();
    assert_eq!(said(), "STOPPING=1");
}

/// A page that says which test shows what is worth as much as it is true.
#[test]
fn what_the_security_page_names_is_there() {
    let page = fs::read_to_string(root().join("docs/security.md")).expect("the page");
    let quoted = page.split('`').skip(1).step_by(2).filter(|text| text.contains('/') && !text.contains([' ', '*', '<']));
    let mut files = Vec::new();
    for text in quoted.filter(|text| [".rs", ".http"].iter().any(|ending| text.ends_with(ending))) {
        match text.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
            Some((before, (names, after))) => files.extend(names.split(',').map(|name| format!("{before}{name}{after}"))),
            None => files.push(text.to_owned()),
        }
    }
    assert!(files.len() > 40, "{files:?}");
    let is_there = |file: &String| root().join("crates").join(file).is_file() || root().join(file).is_file();
    let missing = files.iter().filter(|file| !is_there(file)).collect::<Vec<_>>();
    assert_eq!(missing, Vec::<&String>::new());

    let sources = files.iter().filter_map(|file| fs::read_to_string(root().join("crates").join(file)).ok()).collect::<String>();
    let names = page.split([' ', ',', '|', ';', '.', '(', ')', '\n']).filter(|word| word.matches('_').count() >= 4);
    let unknown = names.filter(|name| !sources.contains(&format!("fn {name}("))).collect::<Vec<_>>();
    assert_eq!(unknown, Vec::<&str>::new(), "tests that are named are there");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
