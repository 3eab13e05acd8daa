//! Searching links by a text in their code, name or destination.
//!
//! An index of words (FTS5) proposes links, and whoever asks looks at each of them again. Its words are every three letters of the three
//! texts, in lower case, as hexadecimal digits; and what lists filter by, so that a rare project is found quickly among links that all have
//! the text. One or two letters are looked up as the beginnings of words, unless they are so common that a walk soon meets them.

use crate::column::{broken, bytes};
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use trackway_domain::link::Link;
use trackway_store::StoreError;
use trackway_store::links::LinkQuery;

/// How many letters are looked up together.
const LETTERS: usize = 3;

/// How many words are looked up: the rarest. Each more costs a walk through all links that have it.
const LOOKED_UP: usize = 4;

/// How many of the newest links tell what is rare.
const SAMPLE: usize = 64;

/// One or two letters that this many of them have are common.
const COMMON: usize = 2;

/// Behind the end of a text, so that its last letters begin a word too. It stands in no text.
const END: &str = "\0\0";

/// A row's words. The migration that made the index says the same.
const WORDS: &str = "link_words(code, name, destination, workspace, account, template, project, is_paused, is_archived)";

/// What the index is asked; None where a walk is better.
pub(crate) fn question(connection: &Connection, query: &LinkQuery) -> rusqlite::Result<Option<String>> {
    let text = query.search.as_deref().unwrap_or_default().to_lowercase();
    let is_short = text.chars().count() < LETTERS;
    let mut terms = if is_short { vec![format!("{}*", hexadecimal(text.as_bytes()))] } else { grams(&text).collect() };
    if text.is_empty() {
        return Ok(None);
    }
    let newest = newest(connection)?;
    if is_short && frequency(&newest, &terms[0]) >= COMMON {
        return Ok(None);
    }
    terms.extend(filters(query));
    Ok(Some(rarest(&newest, terms).join(" AND ")))
}

/// The words of what a query filters by.
fn filters(query: &LinkQuery) -> impl Iterator<Item = String> {
    let ids = [
        ('w', Some(query.within.workspace.0)),
        ('k', query.within.account.map(|id| id.0)),
        ('t', query.template.map(|id| id.0)),
        ('p', query.project.map(|id| id.0)),
    ];
    let flags = [('s', query.is_paused), ('h', query.is_archived)];
    let ids = ids.into_iter().filter_map(|(kind, id)| Some(filter(kind, bytes(&id?))));
    ids.chain(flags.into_iter().filter_map(|(kind, flag)| Some(filter(kind, &[flag?.into()]))))
}

/// The words of the newest links: what is rare among them is rare among all, mostly.
fn newest(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let select = format!("SELECT {WORDS} FROM links ORDER BY id DESC LIMIT {SAMPLE}");
    connection.prepare_cached(&select)?.query_map([], |row| row.get(0))?.collect()
}

/// How many links have a word, or one with that beginning.
fn frequency(links: &[String], term: &str) -> usize {
    let beginning = term.strip_suffix('*');
    let has = |word: &str| beginning.map_or(word == term, |beginning| word.starts_with(beginning));
    links.iter().filter(|words| words.split(' ').any(has)).count()
}

/// The terms that likely are the rarest, and at least one. What half of the links have does not narrow anything.
fn rarest(newest: &[String], terms: Vec<String>) -> Vec<String> {
    let mut counted = terms.into_iter().map(|term| (frequency(newest, &term), term)).collect::<Vec<_>>();
    counted.sort();
    let is_rare = |(rank, (count, _)): &(usize, (usize, String))| *rank == 0 || *rank < LOOKED_UP && *count < SAMPLE / 2;
    counted.into_iter().enumerate().filter(is_rare).map(|(_, (_, term))| term).collect()
}

pub(crate) fn add(connection: &Connection, link: &Link) -> Result<(), StoreError> {
    run(connection, &format!("INSERT INTO link_index (rowid, words) SELECT id, {WORDS} FROM links WHERE id = ?1"), link)
}

/// Follows a change, where it is one of what searches look at.
pub(crate) fn replace(connection: &Connection, before: &Link, link: &Link) -> Result<(), StoreError> {
    let looked_at = |link: &Link| {
        let settings = link.settings.clone();
        (settings.name, settings.destination, settings.template, settings.project, settings.is_paused, settings.is_archived)
    };
    if looked_at(before) == looked_at(link) {
        return Ok(());
    }
    run(connection, &format!("UPDATE link_index SET words = (SELECT {WORDS} FROM links WHERE id = ?1) WHERE rowid = ?1"), link)
}

pub(crate) fn remove(connection: &Connection, link: &Link) -> Result<(), StoreError> {
    run(connection, "DELETE FROM link_index WHERE rowid = ?1", link)
}

fn run(connection: &Connection, statement: &str, link: &Link) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(statement).map_err(broken)?;
    statement.execute([link.id.0.to_i64()]).map(|_| ()).map_err(broken)
}

/// Every three letters of a text, without repeats.
fn grams(text: &str) -> impl Iterator<Item = String> {
    let starts = Vec::from_iter(text.char_indices().map(|(start, _)| start).chain([text.len()]));
    let grams = starts.windows(LETTERS + 1).map(|window| &text[window[0]..window[LETTERS]]).collect::<BTreeSet<_>>();
    grams.into_iter().map(|gram| hexadecimal(gram.as_bytes())).collect::<Vec<_>>().into_iter()
}

/// The word of something that lists filter by. Its first letter is no hexadecimal digit.
fn filter(kind: char, value: &[u8]) -> String {
    format!("{kind}{}", hexadecimal(value))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut digits, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// Makes two functions known to SQLite: `mentions(text in lower case, column, …)`, since its own `LIKE` knows the case of ASCII letters
/// only, and `link_words(column, …)`.
pub(crate) fn define_functions(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("mentions", -1, flags, |context| {
        let text = context.get_raw(0).as_str()?;
        for index in 1..context.len() {
            if context.get_raw(index).as_str_or_null()?.is_some_and(|column| contains(column, text)) {
                return Ok(true);
            }
        }
        Ok(false)
    })?;
    connection.create_scalar_function("link_words", 9, flags, words)
}

/// True where a text contains another one, which is in lower case, in any case. Most texts are ASCII, and need not be written anew for that.
fn contains(text: &str, lower: &str) -> bool {
    let (bytes, wanted) = (text.as_bytes(), lower.as_bytes());
    match wanted.first() {
        Some(first) if text.is_ascii() => {
            let starts = bytes.iter().enumerate().filter(|(_, byte)| byte.to_ascii_lowercase() == *first).map(|(start, _)| start);
            starts.into_iter().any(|start| bytes[start..].get(..wanted.len()).is_some_and(|part| part.eq_ignore_ascii_case(wanted)))
        }
        _ => text.to_lowercase().contains(lower),
    }
}

/// See [`WORDS`] for what the arguments are.
fn words(row: &Context<'_>) -> rusqlite::Result<String> {
    let mut words = BTreeSet::new();
    for column in 0..3 {
        if let Some(text) = row.get_raw(column).as_str_or_null()? {
            words.extend(grams(&(text.to_lowercase() + END)));
        }
    }
    for (column, kind) in (3..).zip(['w', 'k', 't', 'p']) {
        words.extend(row.get_raw(column).as_blob_or_null()?.map(|id| filter(kind, id)));
    }
    for (column, kind) in (7..).zip(['s', 'h']) {
        words.insert(filter(kind, &[row.get::<bool>(column)?.into()]));
    }
    Ok(Vec::from_iter(words).join(" "))
}

#[cfg(test)]
mod tests {
    use super::contains;

    #[test]
    fn a_text_is_found_in_any_case() {
        for (text, lower, expected) in [
            ("Spring SALE", "sale", true),
            ("Spring SALE", "ing s", true),
            ("Spring", "springs", false),
            ("sssspring", "spring", true),
            ("", "a", false),
            ("a", "", true),
            ("Été", "été", true),
            ("ÉTÉ 2026", "té 20", true),
            // The sign of the kelvin, which is a k in lower case, and not ASCII.
            ("\u{212a}elvin", "kelvin", true),
            ("Kelvin", "\u{212a}", false),
        ] {
            assert_eq!(contains(text, lower), expected, "{text} {lower}");
        }
    }
}
