//! Exports of conversions from a real installation: every one, once, in each format, with its credit.

mod support;

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use support::{Site, text};

const NAME: &str = "a \"name\", with, commas";

#[test]
fn every_conversion_is_exported_once() {
    let site = Site::new();
    let link = site.make(json!({"title": "a link"}));
    let sales = (0..7).map(|number| {
        let person = json!({"externalId": format!("fan {number}")});
        let sale = json!({"type": "sale", "person": person, "code": link["short_code"], "gross": "1.5", "currency": "USD", "name": NAME,
            "idempotencyKey": format!("k{number}"), "occurredAt": format!("2026-03-0{}T00:00:00Z", number + 1)});
        text(&site.linkforty("POST", "/api/conversions", sale.to_string()).expect(201).json()["id"])
    });
    let ids = sales.collect::<Vec<_>>();

    let printed = site.installation.json(&["export", "conversions", "--format", "csv", "--output", "conversions.csv"]);
    assert_eq!(printed["conversions"], 7);
    let (heads, rows) = csv_rows(&fs::read_to_string(site.installation.folder().join("conversions.csv")).expect("the file"));
    let column = |name: &str| heads.iter().position(|head| head == name).expect("a column");
    assert_eq!(rows.iter().map(|row| row[column("id")].clone()).collect::<Vec<_>>(), ids, "in the order of recording");
    assert!(
        rows.iter().all(|row| row[column("name")] == NAME && row[column("gross")] == "1.50" && row[column("model")] == "first"),
        "{rows:?}"
    );
    assert!(rows.iter().all(|row| row[column("linkId")] == text(&link["id"])));
    let twice = site.installation.run(&["export", "conversions", "--format", "csv", "--output", "conversions.csv"]);
    assert!(twice.code != 0 && twice.stderr.contains("conversions.csv"), "a file that is there stays: {twice:?}");

    let done = site.installation.run(&[
        "export",
        "conversions",
        "--format",
        "ndjson",
        "--from",
        "2026-03-03T00:00:00Z",
        "--before",
        "2026-03-05T00:00:00Z",
    ]);
    let lines = done.stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")).collect::<Vec<_>>();
    assert_eq!(lines.iter().map(|line| text(&line["id"])).collect::<BTreeSet<_>>(), ids[2..4].iter().cloned().collect());
    assert!(done.stderr.contains("100 %"), "{}", done.stderr);
}

/// The header and the rows.
fn csv_rows(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let heads = cells(reader.headers().expect("a header"));
    (heads, reader.records().map(|record| cells(&record.expect("a row"))).collect())
}
