//! Searching links by a text in their code, name or destination.
//!
//! An index of words (FTS5) proposes links, and whoever asks looks at each of them again. Its words are every three letters of the three
//! texts, in lower case, as hexadecimal digits; for scripts in which one or two letters are a word, these too; and what lists filter by,
//! so that a rare project is found quickly among links that all have the text. Only one or two ASCII letters are not looked up: so many
//! links have them that a walk soon meets some.

use crate::column::{broken, bytes};
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use std::collections::{BTreeSet, HashSet};
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

/// A row's words. The migration that made the index says the same.
const WORDS: &str = "link_words(code, name, destination, workspace, account, template, project, is_paused, is_archived)";

/// What the index is asked; None where a walk is better.
pub(crate) fn question(connection: &Connection, query: &LinkQuery) -> rusqlite::Result<Option<String>> {
    let Some(text) = query.search.as_ref().map(|text| text.to_lowercase()) else { return Ok(None) };
    let mut words = Vec::from_iter(grams(&text, text.chars().count().min(LETTERS)));
    if words.is_empty() {
        return Ok(None);
    }
    words.extend(filters(query));
    Ok(Some(rarest(connection, words)?.join(" AND ")))
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

/// The words that likely are the rarest, and at least one: what is rare among the newest links is rare among all, mostly. What half of the
/// links have does not narrow anything.
fn rarest(connection: &Connection, words: Vec<String>) -> rusqlite::Result<Vec<String>> {
    let select = format!("SELECT {WORDS} FROM links ORDER BY id DESC LIMIT {SAMPLE}");
    let sample = connection.prepare_cached(&select)?.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let sample = sample.iter().map(|words| words.split(' ').collect()).collect::<Vec<HashSet<_>>>();
    let count = |word: &String| sample.iter().filter(|words| words.contains(word.as_str())).count();
    let mut counted = words.into_iter().map(|word| (count(&word), word)).collect::<Vec<_>>();
    counted.sort();
    let is_rare = |(rank, (count, _)): &(usize, (usize, String))| *rank == 0 || *rank < LOOKED_UP && *count < SAMPLE / 2;
    Ok(counted.into_iter().enumerate().filter(is_rare).map(|(_, (_, word))| word).collect())
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

/// The words of a text for so many letters, without repeats. Fewer than three are words only where one of them is no ASCII.
fn grams(text: &str, letters: usize) -> impl Iterator<Item = String> {
    let starts = Vec::from_iter(text.char_indices().map(|(start, _)| start).chain([text.len()]));
    let windows =
        if letters == 0 { Vec::new() } else { starts.windows(letters + 1).map(|window| &text[window[0]..window[letters]]).collect() };
    let words = BTreeSet::from_iter(windows.into_iter().filter(|gram| letters == LETTERS || !gram.is_ascii()));
    words.into_iter().map(|gram| hexadecimal(gram.as_bytes()))
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
            if context.get_raw(index).as_str_or_null()?.is_some_and(|column| column.to_lowercase().contains(text)) {
                return Ok(true);
            }
        }
        Ok(false)
    })?;
    connection.create_scalar_function("link_words", 9, flags, words)
}

/// See [`WORDS`] for what the arguments are.
fn words(row: &Context<'_>) -> rusqlite::Result<String> {
    let mut words = BTreeSet::new();
    for column in 0..3 {
        if let Some(text) = row.get_raw(column).as_str_or_null()? {
            let text = text.to_lowercase();
            words.extend((1..=LETTERS).flat_map(|letters| grams(&text, letters)));
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
