//! The rows of a file, each a report: CSV with a header, or one JSON object a line. Both name the fields as `POST /api/conversions` does; a flat
//! file writes those of a person without `person.` before them.

use anyhow::Context as _;
use clap::ValueEnum;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;
use trackway_app::conversions::record::Reported;
use trackway_dialect_trackway::report;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Columns, with a header
    Csv,
    /// A JSON object a line
    Ndjson,
}

impl Format {
    pub(super) fn of(file: &Path) -> Option<Self> {
        match file.extension()?.to_str()? {
            "csv" => Some(Self::Csv),
            "ndjson" | "jsonl" => Some(Self::Ndjson),
            _ => None,
        }
    }
}

/// One row.
pub(super) struct Row {
    /// Its line, from one.
    pub(super) line: u64,
    /// Where it ends in the file, in bytes.
    pub(super) end: u64,
    /// What it says, or what is wrong with it.
    pub(super) reported: Result<Reported, String>,
}

type Rows = Box<dyn Iterator<Item = anyhow::Result<Row>>>;

/// Reads row by row.
pub(super) fn read(reader: Box<dyn Read>, format: Format) -> anyhow::Result<Rows> {
    match format {
        Format::Csv => csv_rows(reader),
        Format::Ndjson => Ok(ndjson_rows(reader)),
    }
}

fn csv_rows(reader: Box<dyn Read>) -> anyhow::Result<Rows> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(reader);
    let names = reader.headers().context("cannot read the header")?.clone();
    let mut keys = Keys::default();
    let mut records = reader.into_byte_records();
    Ok(Box::new(std::iter::from_fn(move || {
        let record = records.next()?;
        let end = records.reader().position().byte();
        let row = record.map_err(anyhow::Error::from).map(|record| {
            let line = record.position().map_or(0, csv::Position::line);
            let value = match csv::StringRecord::from_byte_record(record) {
                Ok(record) if record.len() == names.len() => object(&names, &record),
                Ok(record) => Err(format!("has {} fields, and the header {}", record.len(), names.len())),
                Err(_) => Err("is not UTF-8".to_owned()),
            };
            Row { line, end, reported: value.and_then(|value| parse(&value, &mut keys)) }
        });
        Some(row)
    })))
}

fn ndjson_rows(reader: Box<dyn Read>) -> Rows {
    let (mut reader, mut keys, mut line, mut end) = (BufReader::new(reader), Keys::default(), 0, 0);
    Box::new(std::iter::from_fn(move || {
        loop {
            let mut text = Vec::new();
            let length = match reader.read_until(b'\n', &mut text) {
                Ok(0) => return None,
                Ok(length) => length,
                Err(error) => return Some(Err(error.into())),
            };
            (line, end) = (line + 1, end + length as u64);
            if text.trim_ascii().is_empty() {
                continue;
            }
            let value = serde_json::from_slice::<Value>(&text).map_err(|error| format!("is not valid JSON: {error}"));
            return Some(Ok(Row { line, end, reported: value.and_then(|value| parse(&value, &mut keys)) }));
        }
    }))
}

/// A row of columns as an object. An empty field is absent.
fn object(names: &csv::StringRecord, record: &csv::StringRecord) -> Result<Value, String> {
    const OF_PERSON: [&str; 4] = ["handle", "displayName", "nickname", "avatarUrl"];
    let (mut object, mut person) = (Map::new(), Map::new());
    for (name, text) in names.iter().zip(record).filter(|(_, text)| !text.is_empty()) {
        let name = name.strip_prefix("person.").unwrap_or(name);
        match name {
            "data" => {
                let data = serde_json::from_str::<Value>(text).map_err(|error| format!("data is not valid JSON: {error}"))?;
                object.insert(name.to_owned(), data);
            }
            "externalId" => drop(person.insert(name.to_owned(), text.into())),
            _ if OF_PERSON.contains(&name) => drop(person.insert(name.to_owned(), text.into())),
            _ => drop(object.insert(name.to_owned(), text.into())),
        }
    }
    if !person.is_empty() {
        object.insert("person".to_owned(), person.into());
    }
    Ok(object.into())
}

fn parse(value: &Value, keys: &mut Keys) -> Result<Reported, String> {
    let key = keys.key(value);
    let in_words = |faults: report::Faults| faults.iter().map(|(field, fault)| format!("{field} {fault}")).collect::<Vec<_>>().join("; ");
    report::parse(value, Some(&key)).map_err(in_words)
}

/// Keys for rows that have none: what the row says, and how often the file has said it so far. The same file gives the same keys.
#[derive(Default)]
struct Keys(HashMap<[u8; 16], u32>);

impl Keys {
    fn key(&mut self, value: &Value) -> String {
        if value.get("idempotencyKey").is_some() {
            return String::new();
        }
        let hash = Sha256::digest(value.to_string().as_bytes());
        let mut short = [0; 16];
        short.copy_from_slice(&hash[..16]);
        let count = self.0.entry(short).or_default();
        *count += 1;
        format!("import:{}:{count}", short.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    }
}
