//! Printing: JSON for programs, aligned text for people. Standard output carries data, standard error the rest.
#![expect(clippy::print_stderr, reason = "this is the one room that prints")]

use serde_json::Value;
use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};

/// Prints one object: as JSON, or as lines of `name  value`.
pub(crate) fn object(value: &Value, as_json: bool) {
    if as_json {
        return json(value);
    }
    let Some(object) = value.as_object() else { return };
    let width = object.keys().map(String::len).max().unwrap_or(0);
    for (name, value) in object {
        line(&format!("{name:width$}  {}", plain(value)));
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
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect::<Vec<_>>();
        line(cells.join("  ").trim_end());
    }
}

/// Prints a line. Whoever reads may stop reading: then there is nothing left to do.
pub(crate) fn line(text: &str) {
    if let Err(error) = writeln!(std::io::stdout(), "{text}") {
        std::process::exit(if error.kind() == ErrorKind::BrokenPipe { 0 } else { 1 });
    }
}

/// Prints a text of many lines.
pub(crate) fn text(text: &str) {
    line(text.trim_end_matches('\n'));
}

/// Says on standard error how far a long piece of work is, in clicks: once for each percent.
pub(crate) fn progress(what: &'static str) -> impl Fn(u64, u64) + Send + Sync + 'static {
    let said = AtomicU64::new(u64::MAX);
    move |read, all| {
        let percent = (read * 100).checked_div(all).unwrap_or(100);
        if said.swap(percent, Ordering::Relaxed) != percent {
            eprintln!("{what}: {read} of {all} clicks, {percent} %");
        }
    }
}

/// How far a long piece of work is, on standard error: a bar for people, a line at every tenth for files.
pub(crate) struct Bar {
    what: &'static str,
    all: u64,
    shown: u64,
}

impl Bar {
    /// A bar for so many bytes; of nothing there is no bar.
    pub(crate) fn new(what: &'static str, all: u64) -> Self {
        Self { what, all, shown: 0 }
    }

    /// So many of them are done.
    pub(crate) fn at(&mut self, done: u64) {
        let percent = (done.min(self.all) * 100).checked_div(self.all).unwrap_or(0);
        let step = if std::io::stderr().is_terminal() { 1 } else { 10 };
        if percent >= self.shown + step {
            self.show(percent);
        }
    }

    /// All is done.
    pub(crate) fn finish(mut self) {
        if self.all > 0 && self.shown < 100 {
            self.show(100);
        }
        if self.all > 0 && std::io::stderr().is_terminal() {
            eprintln!();
        }
    }

    fn show(&mut self, percent: u64) {
        self.shown = percent;
        if std::io::stderr().is_terminal() {
            let full = usize::try_from(percent / 4).unwrap_or(0);
            eprint!("\r{}: [{}{}] {percent} %", self.what, "#".repeat(full), " ".repeat(25 - full));
        } else {
            eprintln!("{}: {percent} %", self.what);
        }
    }
}

/// Says what went wrong, with its causes.
pub(crate) fn complain(error: &anyhow::Error) {
    eprintln!("trackway: {error:#}");
}

fn json(value: &Value) {
    line(&serde_json::to_string_pretty(value).unwrap_or_default());
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}
