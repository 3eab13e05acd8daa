//! The keys under which apps without a device's id are known again: one a day, kept for two.

use rusqlite::{Connection, OptionalExtension as _};
use trackway_domain::install::report::FingerprintKey;

type Keys = (FingerprintKey, Option<FingerprintKey>);

/// The key of a day and of the day before; None where the day has none yet.
pub(super) fn known(connection: &Connection, day: i64) -> rusqlite::Result<Option<Keys>> {
    let mut select = connection.prepare_cached("SELECT key FROM fingerprint_keys WHERE day = ?")?;
    let mut key = |day: i64| select.query_row([day], |row| row.get(0).map(FingerprintKey)).optional();
    let Some(today) = key(day)? else { return Ok(None) };
    Ok(Some((today, key(day - 1)?)))
}

/// Makes a day's key where nobody has meanwhile, and throws away those that nobody asks for any more.
pub(super) fn make(connection: &Connection, day: i64, fresh: FingerprintKey) -> rusqlite::Result<Keys> {
    connection.execute("INSERT INTO fingerprint_keys VALUES (?, ?) ON CONFLICT DO NOTHING", (day, fresh.0))?;
    connection.execute("DELETE FROM fingerprint_keys WHERE day < ?", [day - 1])?;
    Ok(known(connection, day)?.unwrap_or((fresh, None)))
}
