//! The salt of a click's period: asked of the store once, thrown away when no click of the period can come any more.

use crate::App;
use crate::random::bytes;
use jiff::Timestamp;
use std::num::NonZeroU16;
use tokio::runtime::Handle;
use trackway_domain::utc_day::UtcDay;
use trackway_domain::visitor::Salt;
use trackway_store::StoreError;

/// Periods whose salts are kept beside the newest one: a journal may hold clicks of yesterday.
const KEPT: i64 = 2;

const MILLISECONDS_A_DAY: i64 = 24 * 60 * 60 * 1_000;

/// Salts by period.
pub struct PeriodSalts {
    days: i64,
    known: Vec<(i64, Salt)>,
}

impl PeriodSalts {
    /// A new salt every so many days: for as long a returning visitor is known as the same.
    #[must_use]
    pub fn every(days: NonZeroU16) -> Self {
        Self { days: i64::from(days.get()), known: Vec::new() }
    }

    /// The salt for a click.
    ///
    /// # Errors
    /// The store's trouble.
    pub fn of(&mut self, at: Timestamp, app: &App, runtime: &Handle) -> Result<Salt, StoreError> {
        let period = at.as_millisecond().div_euclid(self.days * MILLISECONDS_A_DAY);
        if let Some((_, salt)) = self.known.iter().find(|(known, _)| *known == period) {
            return Ok(*salt);
        }
        if self.days > 1 {
            // Before the first of them can be stored: whoever adds visitors of days up must know.
            let first = UtcDay::from_number(period * self.days);
            runtime.block_on(app.store.upkeep().share_salt(first, UtcDay::from_number(first.number() + self.days - 1)))?;
        }
        let salts = app.store.salts();
        let salt = runtime.block_on(salts.of_period(period, Salt(bytes(&*app.random))))?;
        if self.known.iter().all(|(known, _)| *known < period) {
            runtime.block_on(salts.forget_before(period - KEPT))?;
            self.known.retain(|(known, _)| *known >= period - KEPT);
        }
        self.known.push((period, salt));
        Ok(salt)
    }
}
