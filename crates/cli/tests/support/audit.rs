//! What the database holds, against what visitors were told.

use super::becomes_true;
use super::installation::Installation;
use super::log::logged_after;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use uuid::Uuid;

/// How long clicks may take from an answer into the database on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Every click that was seen in the database, once.
#[derive(Default)]
pub(crate) struct Audit {
    pub(crate) stored: BTreeSet<Uuid>,
    last_position: i64,
    /// For every link, its visits and those of people, as the log says.
    logged: BTreeMap<i64, (i64, i64)>,
}

impl Audit {
    /// What an installation holds.
    pub(crate) fn of(installation: &Installation) -> Self {
        let mut audit = Self::default();
        audit.look(installation);
        audit
    }

    /// Reads what is new. None of it may have been there before, and the numbers must be those of the log.
    pub(crate) fn look(&mut self, installation: &Installation) {
        let mut database = installation.database();
        // One transaction, so that everything is read as of one moment.
        let moment = database.transaction().expect("a transaction");
        for click in logged_after(&moment, self.last_position) {
            assert!(self.stored.insert(click.id), "the click {} is stored twice", click.id);
            self.last_position = click.position;
            let (visits, clicks) = self.logged.entry(click.link).or_default();
            *visits += 1;
            *clicks += i64::from(click.traffic == 0);
        }
        self.numbers_are_the_log(&moment);
    }

    /// Waits until all of these are there. They are read as they arrive, so that the numbers are checked meanwhile too.
    pub(crate) fn wait_for(&mut self, installation: &Installation, acknowledged: &BTreeSet<Uuid>) {
        let arrived = becomes_true(PATIENCE, || {
            self.look(installation);
            acknowledged.is_subset(&self.stored)
        });
        let missing = acknowledged.difference(&self.stored).collect::<Vec<_>>();
        assert!(arrived, "{} of {} clicks were answered and are lost: {missing:?}", missing.len(), acknowledged.len());
    }

    /// For every link: its visits are the sum of its quarter-hours and the count of its clicks in the log; its clicks are those of people.
    fn numbers_are_the_log(&self, moment: &Connection) {
        let totals = numbers(moment, "SELECT link, visits, clicks FROM link_totals WHERE visits > 0");
        let quarters = numbers(moment, "SELECT link, sum(clicks), sum(iif(traffic = 0, clicks, 0)) FROM link_quarters GROUP BY link");
        assert_eq!(totals, self.logged, "totals = log");
        assert_eq!(quarters, self.logged, "quarter-hours = log");
    }
}

fn numbers(moment: &Connection, select: &str) -> BTreeMap<i64, (i64, i64)> {
    let mut select = moment.prepare(select).expect("a statement");
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)));
    select.query_map([], read).expect("rows").collect::<Result<_, _>>().expect("rows")
}
