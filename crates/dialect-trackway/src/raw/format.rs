//! Rows as text: CSV with a header, or one JSON object a line.

use serde_json::Value;
use trackway_web::spreadsheet::harmless;

/// A format of exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated columns, with a header.
    Csv,
    /// A JSON object a line.
    Ndjson,
}

/// A column: its name, and where its value stands in a row, as a JSON pointer.
pub type Column = (&'static str, &'static str);

impl Format {
    /// All formats.
    pub const ALL: [Self; 2] = [Self::Csv, Self::Ndjson];

    /// Its name, which is also what the names of its files end with.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Ndjson => "application/x-ndjson",
        }
    }

    /// What stands before the first row.
    #[must_use]
    pub fn head(self, columns: &[Column]) -> Vec<u8> {
        match self {
            Self::Csv => line(columns.iter().map(|(name, _)| (*name).to_owned())),
            Self::Ndjson => Vec::new(),
        }
    }

    /// Some rows. In CSV what is null is empty, and what is no text, number or flag is JSON.
    #[must_use]
    pub fn rows(self, columns: &[Column], rows: &[Value]) -> Vec<u8> {
        let mut text = Vec::new();
        for row in rows {
            match self {
                Self::Csv => text.extend(line(columns.iter().map(|(_, pointer)| cell(row.pointer(pointer))))),
                Self::Ndjson => text.extend(format!("{row}\n").into_bytes()),
            }
        }
        text
    }
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => harmless(text).into_owned(),
        Some(other) => other.to_string(),
    }
}

/// A line of cells, quoted where need be.
fn line(cells: impl Iterator<Item = String>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory does not fail.
    let written = writer.write_record(cells).ok().and_then(|()| writer.into_inner().ok());
    written.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_are_written_as_everybody_reads_them() {
        let columns = [("id", "/id"), ("note", "/note"), ("inner", "/of/inner"), ("list", "/list")];
        let formula = Format::Csv.rows(&columns[..2], &[json!({"id": -1, "note": "=1+1"})]);
        assert_eq!(String::from_utf8(formula).expect("text"), "-1,'=1+1\r\n", "a spreadsheet does not work it out");
        let rows = [json!({"id": 1, "note": "a, \"b\"\nc", "of": {"inner": true}, "list": {"k": "v"}}), json!({"id": "x", "note": null})];
        let csv = [Format::Csv.head(&columns), Format::Csv.rows(&columns, &rows)].concat();
        let expected = "id,note,inner,list\r\n1,\"a, \"\"b\"\"\nc\",true,\"{\"\"k\"\":\"\"v\"\"}\"\r\nx,,,\r\n";
        assert_eq!(String::from_utf8(csv).expect("text"), expected);
        let ndjson = String::from_utf8(Format::Ndjson.rows(&columns, &rows)).expect("text");
        let read = ndjson.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")).collect::<Vec<_>>();
        assert_eq!(read, rows);
    }
}
