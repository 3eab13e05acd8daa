//! Where settings come from, and what is said about those that are no good.

mod support;

use std::fs;
use support::{Finished, Installation};

/// A server's public URL, as it prints it.
fn public_url(installation: &Installation, arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let arguments = [&["serve", "--listen", "127.0.0.1:0"], arguments].concat();
    let server = support::Server::start(installation.command(&arguments, environment));
    let said = server.said.iter().find_map(|line| line.strip_prefix("public URL ")).expect("a public URL").to_owned();
    said.replace(&server.address.to_string(), "(address)")
}

/// Flags, environment, and the public URL that they come to.
type Case<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)], &'a str);

#[test]
fn flags_go_before_the_environment_before_the_file_before_defaults() {
    let installation = Installation::new();
    fs::write(installation.folder().join("file.toml"), "public_url = \"https://file.example.com\"\n").expect("a file");
    let (file, flag) = (&["--config", "file.toml"][..], &["--public-url", "https://flag.example.com"][..]);
    let environment = ("TRACKWAY_PUBLIC_URL", "https://environment.example.com");
    let cases: [Case<'_>; 6] = [
        (&[], &[], "http://(address)"),
        (file, &[], "https://file.example.com"),
        (&[], &[("TRACKWAY_CONFIG", "file.toml")], "https://file.example.com"),
        (file, &[environment], "https://environment.example.com"),
        (&[file, flag].concat(), &[environment], "https://flag.example.com"),
        (flag, &[], "https://flag.example.com"),
    ];
    for (arguments, environment, expected) in cases {
        assert_eq!(public_url(&installation, arguments, environment), expected, "{arguments:?} {environment:?}");
    }
}

#[test]
fn the_folder_can_be_set_everywhere() {
    let installation = Installation::new();
    fs::write(installation.folder().join("file.toml"), "data = \"from-file\"\n").expect("a file");
    public_url(&installation, &["--config", "file.toml"], &[]);
    public_url(&installation, &["--config", "file.toml"], &[("TRACKWAY_DATA", "from-environment")]);
    public_url(&installation, &["--config", "file.toml", "--data", "from-flag"], &[("TRACKWAY_DATA", "from-environment")]);
    for folder in ["from-file", "from-environment", "from-flag"] {
        assert!(installation.folder().join(folder).join("trackway.db").is_file(), "{folder}");
    }
    assert!(!installation.data().exists());
    let listed = installation.run_with(&["keys", "list", "--json"], &[("TRACKWAY_DATA", "from-environment")]);
    assert!(listed.stdout.contains("First key"), "{listed:?}");
}

#[test]
fn a_setting_that_is_no_good_is_named() {
    let installation = Installation::new();
    let file = |name: &str, text: &str| fs::write(installation.folder().join(name), text).expect("a file");
    file("unknown.toml", "listen = \"127.0.0.1:0\"\nlisten_on = \"127.0.0.1:0\"\n");
    file("broken.toml", "listen = \n");
    file("kind.toml", "connections = \"many\"\n");
    file("not.mmdb", "no database");
    let file_cases: [(&[&str], &[&str]); 12] = [
        (&["--config", "unknown.toml"], &["listen_on", "unknown.toml"]),
        (&["--config", "broken.toml"], &["broken.toml"]),
        (&["--config", "kind.toml"], &["connections", "kind.toml"]),
        (&["--config", "missing.toml"], &["missing.toml"]),
        (&["--listen", "nowhere"], &["--listen", "nowhere"]),
        (&["--listen", "127.0.0.1:70000"], &["--listen", "70000"]),
        (&["--public-url", "ftp://example.com"], &["public_url", "ftp://example.com"]),
        (&["--public-url", "https://example.com/?a=b"], &["public_url", "a=b"]),
        (&["--trusted-proxy", "10.0.0.0/33"], &["--trusted-proxy", "10.0.0.0/33"]),
        (&["--geoip", "missing.mmdb"], &["GeoIP", "missing.mmdb"]),
        (&["--geoip", "not.mmdb"], &["GeoIP", "not.mmdb"]),
        (&["--verbose"], &["--verbose"]),
    ];
    for (arguments, words) in file_cases {
        let listen: &[&str] = if arguments.contains(&"--listen") { &["serve"] } else { &["serve", "--listen", "127.0.0.1:0"] };
        is_refused(&installation.run(&[listen, arguments].concat()), words);
    }
    let environment_cases = [
        ("TRACKWAY_DURABILITY", "always"),
        ("TRACKWAY_LOG_FORMAT", "xml"),
        ("TRACKWAY_INGESTION", "perhaps"),
        ("TRACKWAY_INGESTION", "2"),
        ("TRACKWAY_CONNECTIONS", "-1"),
        ("TRACKWAY_FANSLY_RATE", "fast"),
        ("TRACKWAY_TRUSTED_PROXY", "10.0.0.0/8, here"),
        ("TRACKWAY_LOG", "trackway=loud=very"),
        ("TRACKWAY_LISTENING", "127.0.0.1:0"),
    ];
    for (name, value) in environment_cases {
        let refused = installation.run_with(&["serve", "--listen", "127.0.0.1:0"], &[(name, value)]);
        is_refused(&refused, &[name.trim_start_matches("TRACKWAY_")]);
    }
}

#[test]
fn a_command_that_cannot_be_done_says_why() {
    let installation = Installation::new();
    installation.json(&["accounts", "create", "--handle", "mia", "--profile-url", "https://example.com/mia"]);
    let account = |handle, url| ["accounts", "create", "--handle", handle, "--profile-url", url];
    let token = |account, scopes| ["tokens", "issue", "--account", account, "--scopes", scopes];
    let nobody = "0190a6b2-0000-7000-8000-000000000000";
    let cases: &[&[&str]] = &[
        &["keys", "create"],
        &["keys", "create", "--name", ""],
        &["keys", "create", "--name", "x", "--scopes", "links:read all"],
        &["keys", "create", "--name", "x", "--scopes", ""],
        &["keys", "create", "--name", "x", "--expires-at", "tomorrow"],
        &["keys", "create", "--name", "x", "--expires-at", "2020-01-01T00:00:00Z"],
        &["keys", "revoke", "x"],
        &["keys", "revoke", nobody],
        &account("mia", "https://example.com/again"),
        &account("x", "https://example.com/"),
        &account("Dashboard", "https://example.com/"),
        &account("fv-12", "https://example.com/"),
        &account("two words", "https://example.com/"),
        &account("noa", "javascript:alert(1)"),
        &account("noa", "example.com"),
        &["accounts", "create", "--handle", "noa", "--profile-url", "https://example.com/", "--country", "XX"],
        &token("mia", "read:everything"),
        &token("mia", " "),
        &token("nobody", "read:self"),
        &["links", "show", "nothing"],
        &["links", "list", "--limit", "some"],
        &["links", "open"],
        &["version", "--data", "x"],
    ];
    let mut written = String::new();
    for arguments in cases {
        let refused = installation.run(arguments);
        is_refused(&refused, &[]);
        written.push_str(&format!("$ trackway {}\n{}({})\n\n", arguments.join(" "), refused.stderr, refused.code));
    }
    insta::assert_snapshot!("complaints", written);
    assert_eq!(installation.json(&["accounts", "list"]).as_array().map(Vec::len), Some(2), "nothing was made");
    assert_eq!(installation.json(&["keys", "list"]), serde_json::json!([]));
}

#[test]
fn a_database_that_is_not_ours_is_left_alone() {
    let installation = Installation::new();
    fs::create_dir(installation.data()).expect("a folder");
    let file = installation.data().join("trackway.db");
    let theirs = rusqlite::Connection::open(&file).expect("a database");
    theirs.execute_batch("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)").expect("a table");
    drop(theirs);
    let before = fs::read(&file).expect("a file");
    for arguments in [&["serve", "--listen", "127.0.0.1:0"][..], &["keys", "list"]] {
        is_refused(&installation.run(arguments), &["trackway.db", "another program's database"]);
    }
    assert_eq!(fs::read(&file).expect("a file"), before);
}

/// It failed, printed nothing as its result, and said all of these words.
#[track_caller]
fn is_refused(finished: &Finished, words: &[&str]) {
    assert!(matches!(finished.code, 1 | 2) && finished.stdout.is_empty() && !finished.stderr.is_empty(), "{finished:?}");
    assert!(!finished.stderr.contains("panicked"), "{}", finished.stderr);
    for word in words {
        assert!(finished.stderr.to_lowercase().contains(&word.to_lowercase()), "'{word}' is not said: {}", finished.stderr);
    }
}
