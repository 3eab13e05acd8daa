//! The house holds: who may depend on whom, what is named nowhere, what every file must be. Each rule is a row.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What each crate may depend on, of ours. A crate that is not here fails the test: a new wall is drawn on purpose.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("journal", &[]),
    ("web", &[]),
    ("store", &["domain"]),
    ("store-sqlite", &["domain", "store"]),
    ("app", &["domain", "store", "journal"]),
    ("identity", &["domain", "store", "app", "web"]),
    ("edge", &["domain", "store", "app", "journal", "web"]),
    ("dialect-linkforty", &["domain", "store", "app", "web"]),
    ("dialect-fanvue", &["domain", "store", "app", "web"]),
    ("dialect-fansly", &["domain", "store", "app", "web"]),
    ("dialect-trackway", &["domain", "store", "app", "web"]),
    ("webhooks", &["domain", "store", "app"]),
    ("dashboard", &["domain", "store", "app", "web", "identity"]),
    ("testbed", &["domain", "store", "store-sqlite", "app", "web"]),
    ("cli", &["*"]),
    ("benches", &["*"]),
];

/// Libraries that only these crates may name.
const OWNED: &[(&str, &[&str])] = &[
    ("rusqlite", &["store-sqlite"]),
    ("parquet", &["store-sqlite"]),
    ("maxminddb", &["app"]),
    ("argon2", &["app"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("figment", &["cli"]),
    ("hickory-resolver", &["cli"]),
    ("jsonwebtoken", &["identity"]),
    ("prometheus-client", &["web"]),
    ("rustls-acme", &["cli"]),
    ("tokio-rustls", &["cli", "webhooks"]),
];

/// All that the domain may use: nothing that does IO, waits, or knows a wire.
const DOMAIN: &[&str] = &[
    "base64",
    "hmac",
    "isolang",
    "jiff",
    "percent-encoding",
    "rust_iso3166",
    "serde",
    "serde_json",
    "sha2",
    "siphasher",
    "thiserror",
    "url",
    "uuid",
];

/// Words that stand nowhere in the sources but in the files named.
const NAMED_ONLY_IN: &[(&str, &[&str])] = &[
    ("Timestamp::now", &["app/src/clock.rs"]),
    ("SystemTime::now", &[]),
    ("now_v7", &[]),
    ("new_v4", &[]),
    ("std::env", &[]),
    ("env::var", &[]),
    ("rand::", &["app/src/random.rs"]),
    ("println!", &["cli/src/output.rs"]),
    ("resolve(&edge.app", &["edge/src/cache.rs"]),
];

/// Words that the redirect's crate never says: it asks the store through one use case, on a miss.
const NEVER_IN_EDGE: &[&str] = &["app.store", ".links()", ".clicks()"];

/// What no file or folder is called.
const NO_NAMES: &[&str] = &["manager", "service", "helper", "util", "common", "misc"];

/// Dependencies that must not come in by any way: they need C toolchains or a second TLS.
const BANNED: &[&str] = &["aws-lc-sys", "openssl-sys", "native-tls"];

/// Longest source file, in lines.
const LONGEST: usize = 450;

#[test]
fn arrows_point_one_way() {
    let mut wrong = Vec::new();
    for (package, dependencies) in packages() {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == package) else {
            wrong.push(format!("{package} is not in the drawing"));
            continue;
        };
        let ours = dependencies.iter().filter_map(|name| name.strip_prefix("trackway-"));
        wrong.extend(ours.filter(|name| !allowed.contains(name) && !allowed.contains(&"*")).map(|name| format!("{package} → {name}")));
        let is_owner = |owners: &[&str]| package == "benches" || owners.contains(&package.as_str());
        let foreign = OWNED.iter().filter(|(library, owners)| !is_owner(owners) && dependencies.contains(*library));
        wrong.extend(foreign.map(|(library, owners)| format!("{package} names {library}, which is {}'s", owners.join(" and "))));
        if package == "domain" {
            wrong.extend(dependencies.iter().filter(|name| !DOMAIN.contains(&name.as_str())).map(|name| format!("domain uses {name}")));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn words_stand_where_they_belong() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (word, places) in NAMED_ONLY_IN {
            if !path.starts_with("testbed/") && code.contains(word) && !places.contains(&path.as_str()) {
                wrong.push(format!("{path} says {word}"));
            }
        }
        if path.starts_with("edge/") {
            wrong.extend(NEVER_IN_EDGE.iter().filter(|word| code.contains(**word)).map(|word| format!("{path} says {word}")));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn files_are_rooms() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let lines = text.lines().count();
        if lines > LONGEST {
            wrong.push(format!("{path} has {lines} lines"));
        }
        if !text.starts_with("//!") {
            wrong.push(format!("{path} does not say what it is for"));
        }
        let stems = path.split('/').map(|part| part.trim_end_matches(".rs"));
        wrong.extend(
            stems.filter(|stem| NO_NAMES.iter().any(|name| stem.contains(name))).map(|stem| format!("{path}: '{stem}' names nothing")),
        );
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn dependencies_are_chosen() {
    let root = root();
    let lock = fs::read_to_string(root.join("Cargo.lock")).expect("the lock file");
    let banned = BANNED.iter().filter(|name| lock.contains(&format!("name = \"{name}\""))).collect::<Vec<_>>();
    assert_eq!(banned, Vec::<&&str>::new());

    let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("the manifest");
    let (_, dependencies) = manifest.split_once("[workspace.dependencies]").expect("dependencies");
    let entries =
        dependencies.lines().take_while(|line| !line.starts_with('[')).filter(|line| line.contains(" = ") && !line.starts_with('#'));
    let unexplained = entries.filter(|line| !line.contains(" # ") && !line.starts_with("trackway-")).collect::<Vec<_>>();
    assert_eq!(unexplained, Vec::<&str>::new(), "each says why it is here");

    for folder in fs::read_dir(root.join("crates")).expect("crates") {
        let manifest = folder.expect("a folder").path().join("Cargo.toml");
        let text = fs::read_to_string(&manifest).expect("a manifest");
        assert!(text.contains("[lints]\nworkspace = true"), "{} takes the workspace's lints", manifest.display());
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace")
}

/// Our packages by short name, with what they depend on outside tests.
fn packages() -> Vec<(String, BTreeSet<String>)> {
    let mut cargo = Command::new(env!("CARGO"));
    let output =
        cargo.args(["metadata", "--no-deps", "--offline", "--format-version", "1"]).current_dir(root()).output().expect("cargo metadata");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let package = |package: &serde_json::Value| {
        let dependencies =
            package["dependencies"].as_array().expect("dependencies").iter().filter(|dependency| dependency["kind"].is_null());
        let names = dependencies.map(|dependency| dependency["name"].as_str().expect("a name").to_owned()).collect();
        (package["name"].as_str().expect("a name").trim_start_matches("trackway-").to_owned(), names)
    };
    metadata["packages"].as_array().expect("packages").iter().map(package).collect()
}

/// Every source file under `crates/*/src`, by its path below `crates/`.
fn sources() -> Vec<(String, String)> {
    let crates = root().join("crates");
    let mut found = Vec::new();
    let mut folders = fs::read_dir(&crates).expect("crates").map(|entry| entry.expect("a folder").path().join("src")).collect::<Vec<_>>();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&crates).expect("below crates").to_string_lossy().into_owned();
                found.push((name, fs::read_to_string(&path).expect("a source file")));
            }
        }
    }
    assert!(found.len() > 100, "the sources are found");
    found
}
