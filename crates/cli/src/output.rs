//! Printing: JSON for programs, aligned text for people. Standard output carries data, standard error the rest.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this is the one room that prints")]

use serde_json::Value;

/// Prints one object: as JSON, or as lines of `name  value`.
pub(crate) fn object(value: &Value, as_json: bool) {
    if as_json {
        return json(value);
    }
    let Some(object) = value.as_object() else { return };
    let width = object.keys().map(String::len).max().unwrap_or(0);
    for (name, value) in object {
        println!("{name:width$}  {}", plain(value));
    }
}

/// Prints a list of objects: as a JSON array, or as a table of these columns.
pub(crate) fn table(rows: &[Value], columns: &[&str], as_json: bool) {
    if as_json {
        return json(&Value::from(rows.to_vec()));
    }
    let cells = rows.iter().map(|row| columns.iter().map(|column| plain(&row[*column])).collect::<Vec<_>>()).collect::<Vec<_>>();
    let heads = columns.iter().map(|column| (*column).to_owned()).collect::<Vec<_>>();
    let width = |index: usize| cells.iter().chain([&heads]).map(|row| row[index].chars().count()).max().unwrap_or(0);
    let widths = (0..columns.len()).map(width).collect::<Vec<_>>();
    for row in [&heads].into_iter().chain(&cells) {
        let line = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect::<Vec<_>>();
        println!("{}", line.join("  ").trim_end());
    }
}

/// Prints a line.
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// Says what went wrong, with its causes.
pub(crate) fn complain(error: &anyhow::Error) {
    eprintln!("trackway: {error:#}");
}

fn json(value: &Value) {
    println!("{}", serde_json::to_string_pretty(value).unwrap_or_default());
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}
