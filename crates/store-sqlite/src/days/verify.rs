//! Sums of a day, held against the log: added up once more, they must be what is kept.

use super::pack::release;
use super::settle::{OfWorkspace, Settled, Subject};
use super::{Unreadable, fresh, links};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// True where a day that has just been added up is kept as it should be, or is not to be relied on anyway.
pub(crate) fn is_as_kept(connection: &Connection, settled: &Settled) -> rusqlite::Result<bool> {
    let day = settled.day;
    if fresh(connection, day, day)?.is_empty() {
        return Ok(true);
    }
    let mut subjects = BTreeSet::new();
    for (workspace, OfWorkspace { links, numbers }) in &settled.workspaces {
        let mut kept = Vec::with_capacity(links.len());
        links::links_of(connection, Some(workspace), day, (i64::MIN, i64::MAX), |sums| kept.push(sums))?;
        if kept != *links {
            return Ok(false);
        }
        for (subject, rows) in numbers {
            // What is squeezed may come out smaller tomorrow, and be the same.
            let wanted =
                rows.iter().map(|(dimension, data)| Ok((*dimension, release(data)?.into_owned()))).collect::<Result<_, Unreadable>>()?;
            if rows_of(connection, subject, day)? != Some(wanted) {
                return Ok(false);
            }
            subjects.insert(subject.clone());
        }
    }
    let mut select = connection.prepare_cached("SELECT subject FROM day_subjects WHERE day = ?")?;
    let kept = select.query_map([day], |row| row.get(0))?.collect::<Result<BTreeSet<Subject>, _>>()?;
    Ok(kept == subjects)
}

/// None where they are unreadable.
fn rows_of(connection: &Connection, subject: &[u8], day: i64) -> rusqlite::Result<Option<BTreeMap<i64, Vec<u8>>>> {
    let mut select = connection.prepare_cached("SELECT dimension, data FROM day_numbers WHERE subject = ? AND day = ?")?;
    let mut rows = select.query((subject, day))?;
    let mut found = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let Ok(data) = release(row.get_ref(1)?.as_blob()?) else { return Ok(None) };
        found.insert(row.get(0)?, data.into_owned());
    }
    Ok(Some(found))
}
