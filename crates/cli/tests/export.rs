//! What was recorded, as files, through the real binary: every click once, in each format, beside a running server.

mod support;

use std::collections::BTreeSet;
use std::time::Duration;
use support::{ANDROID, Audit, DESKTOP, IPHONE, Site, becomes_true, text};

const SOON: Duration = Duration::from_secs(5);

#[test]
fn every_click_is_in_each_file_once() {
    let site = Site::new();
    let code = &site.codes(1)[0];
    for agent in [DESKTOP, IPHONE, ANDROID, "curl/8.10.0"] {
        site.server().open(&format!("/{code}?utm_source=%22a,b%22&metadata%5Bx%5D=y"), agent);
    }
    assert!(becomes_true(SOON, || Audit::of(&site.installation).stored.len() == 4));
    let stored = Audit::of(&site.installation).stored;

    let lines = site.installation.run(&["export", "clicks", "--format", "ndjson"]).stdout;
    let rows = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")).collect::<Vec<_>>();
    assert_eq!(rows.iter().map(|row| text(&row["id"]).parse().expect("a uuid")).collect::<BTreeSet<_>>(), stored);
    assert_eq!(rows.iter().filter(|row| row["traffic"] == "human").count(), 3);
    assert!(rows.iter().all(|row| row["utm_source"] == "\"a,b\"" && row["metadata"] == r#"[["x","y"]]"#));

    let table = site.installation.run(&["export", "clicks", "--format", "csv"]).stdout;
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let column = reader.headers().expect("names").iter().position(|name| name == "utm_source").expect("a column");
    let values = reader.records().map(|row| row.expect("a row")[column].to_owned()).collect::<Vec<_>>();
    assert_eq!(values, ["\"a,b\""; 4]);

    let file = site.installation.folder().join("clicks.parquet");
    let export = ["export", "clicks", "--format", "parquet", "--output", file.to_str().expect("a path")];
    assert_eq!(site.installation.json(&export)["clicks"], 4);
    let bytes = std::fs::read(&file).expect("a file");
    assert_eq!((&bytes[..4], &bytes[bytes.len() - 4..]), (&b"PAR1"[..], &b"PAR1"[..]));
    assert_eq!(site.installation.run(&export).code, 1, "a file that is there is not written over");
}
