//! A span as people name it: some days somewhere, up to now.

use crate::stats::Span;
use crate::stats::interval::start_of;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

/// A span, and where its days begin. What lies in the future is left out, so that a day that is not over is compared with as much of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// Which clicks are meant.
    pub span: Span,
    /// Whose hours and days are meant.
    pub zone: TimeZone,
    length: Length,
}

/// By how much the period before differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Length {
    /// Calendar days, whatever number of hours each has.
    Days(i32),
    /// A span of the clock.
    Exact(SignedDuration),
}

/// A period by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// The last hours, to the instant.
    Hours(u16),
    /// The last days, today among them.
    Days(u16),
    /// The day before today.
    Yesterday,
    /// Since Monday.
    Week,
    /// Since the first of the month.
    Month,
    /// Since the first of January.
    Year,
}

/// An end of a period that is no good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// It would end before it begins.
    #[error("ends before it begins")]
    Backwards,
    /// It lies where calendars and clocks are not to be relied upon.
    #[error("must lie between 1970 and 2199")]
    OutOfCalendar,
}

impl Period {
    /// From the start of one day to the end of another, or until now where that comes first.
    ///
    /// # Errors
    /// [`PeriodError`].
    pub fn days(first: Date, last: Date, zone: TimeZone, now: Timestamp) -> Result<Self, PeriodError> {
        if last < first {
            return Err(PeriodError::Backwards);
        }
        let days = first.until(last).map_err(|_| PeriodError::OutOfCalendar)?.get_days() + 1;
        let behind = last.tomorrow().map_err(|_| PeriodError::OutOfCalendar)?;
        let ends = [first, behind].map(|date| start_of(date, &zone).filter(is_in_calendar).ok_or(PeriodError::OutOfCalendar));
        let [from, before] = ends;
        Ok(Self { span: up_to(from?, before?, now)?, zone, length: Length::Days(days) })
    }

    /// From one instant to before another, or until now where that comes first.
    ///
    /// # Errors
    /// [`PeriodError`].
    pub fn exact(from: Timestamp, before: Timestamp, zone: TimeZone, now: Timestamp) -> Result<Self, PeriodError> {
        if ![from, before].iter().all(is_in_calendar) {
            return Err(PeriodError::OutOfCalendar);
        }
        Ok(Self { span: up_to(from, before, now)?, zone, length: Length::Exact(before.duration_since(from)) })
    }

    /// A period that is named from now.
    ///
    /// # Errors
    /// [`PeriodError::OutOfCalendar`] where the clock stands outside of it.
    pub fn preset(preset: Preset, zone: TimeZone, now: Timestamp) -> Result<Self, PeriodError> {
        let today = now.to_zoned(zone.clone()).date();
        let before_today = |days: i32| today.checked_sub(days.days()).map_err(|_| PeriodError::OutOfCalendar);
        let first = match preset {
            Preset::Hours(hours) => {
                let from = now.checked_sub(SignedDuration::from_hours(hours.into())).map_err(|_| PeriodError::OutOfCalendar)?;
                return Self::exact(from, now, zone, now);
            }
            Preset::Days(days) => before_today(i32::from(days) - 1)?,
            Preset::Yesterday => return Self::days(before_today(1)?, before_today(1)?, zone, now),
            Preset::Week => before_today(today.weekday().to_monday_zero_offset().into())?,
            Preset::Month => today.first_of_month(),
            Preset::Year => today.first_of_year(),
        };
        Self::days(first, today, zone, now)
    }

    /// The period before, as long as this one and broken off where this one is.
    ///
    /// # Errors
    /// [`PeriodError::OutOfCalendar`] where it began before 1970.
    pub fn previous(&self) -> Result<Self, PeriodError> {
        let earlier = |at: Timestamp| match self.length {
            Length::Days(days) => at.to_zoned(self.zone.clone()).checked_sub(days.days()).map(|zoned| zoned.timestamp()),
            Length::Exact(length) => at.checked_sub(length),
        };
        let ends =
            [self.span.from(), self.span.before()].map(|at| earlier(at).ok().filter(is_in_calendar).ok_or(PeriodError::OutOfCalendar));
        let [from, before] = ends;
        Ok(Self { span: Span::new(from?, before?).map_err(|_| PeriodError::Backwards)?, ..self.clone() })
    }

    /// True where the period is longer than so many days: somebody who came back then counts as two visitors.
    #[must_use]
    pub fn is_longer_than(&self, days: u16) -> bool {
        self.span.before().duration_since(self.span.from()) > SignedDuration::from_hours(24 * i64::from(days))
    }
}

impl Preset {
    /// The most hours or days.
    pub const MAX: u16 = 3_660;

    /// Reads `today`, `yesterday`, `24h`, `30d`, `week`, `month`, `year`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let number = |unit: char| text.strip_suffix(unit)?.parse().ok().filter(|number| (1..=Self::MAX).contains(number));
        match text {
            "today" => Some(Self::Days(1)),
            "yesterday" => Some(Self::Yesterday),
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            "year" => Some(Self::Year),
            _ if text.starts_with('+') => None,
            _ => number('h').map(Self::Hours).or_else(|| number('d').map(Self::Days)),
        }
    }
}

/// What has been is all that there can be; a span that lies in the future is empty.
fn up_to(from: Timestamp, before: Timestamp, now: Timestamp) -> Result<Span, PeriodError> {
    let before = if now < before && from <= before { now.max(from) } else { before };
    Span::new(from, before).map_err(|_| PeriodError::Backwards)
}

/// Time zones are known for these years, and nothing that is added to a time here leaves what a time can be.
fn is_in_calendar(at: &Timestamp) -> bool {
    const END: i64 = 7_258_118_400;
    (-86_400..=END + 86_400).contains(&at.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Sunday on which clocks in Berlin had been put forward.
    const NOW: &str = "2026-03-29T10:00:00Z";

    fn spans(period: Result<Period, PeriodError>) -> [String; 2] {
        let period = period.expect("a period");
        let shown = |period: &Period| {
            let local = |at: Timestamp| at.to_zoned(period.zone.clone()).strftime("%m-%d %H:%M").to_string();
            format!("{} – {}", local(period.span.from()), local(period.span.before()))
        };
        [shown(&period), shown(&period.previous().expect("one before"))]
    }

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").expect("a zone")
    }

    #[test]
    fn names_mean_days_of_the_place_up_to_now() {
        let now = NOW.parse().expect("now");
        for (name, expected) in [
            ("today", ["03-29 00:00 – 03-29 12:00", "03-28 00:00 – 03-28 12:00"]),
            ("yesterday", ["03-28 00:00 – 03-29 00:00", "03-27 00:00 – 03-28 00:00"]),
            ("3h", ["03-29 09:00 – 03-29 12:00", "03-29 06:00 – 03-29 09:00"]),
            ("24h", ["03-28 11:00 – 03-29 12:00", "03-27 11:00 – 03-28 11:00"]),
            ("7d", ["03-23 00:00 – 03-29 12:00", "03-16 00:00 – 03-22 12:00"]),
            ("week", ["03-23 00:00 – 03-29 12:00", "03-16 00:00 – 03-22 12:00"]),
            ("month", ["03-01 00:00 – 03-29 12:00", "01-31 00:00 – 02-28 12:00"]),
            ("year", ["01-01 00:00 – 03-29 12:00", "10-05 00:00 – 12-31 12:00"]),
        ] {
            assert_eq!(spans(Period::preset(Preset::parse(name).expect(name), berlin(), now)), expected, "{name}");
        }
    }

    #[test]
    fn what_is_no_name_of_a_period_is_refused() {
        for text in ["", "d", "0d", "-1d", "+1d", "1.5d", "3661d", "99999h", "7 d", "Today", "tomorrow", "1w"] {
            assert_eq!(Preset::parse(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_whole_unless_they_are_not_over() {
        let now = NOW.parse().expect("now");
        let of = |first: &str, last: &str| Period::days(first.parse().expect("a day"), last.parse().expect("a day"), berlin(), now);
        assert_eq!(spans(of("2026-03-01", "2026-03-02")), ["03-01 00:00 – 03-03 00:00", "02-27 00:00 – 03-01 00:00"]);
        assert_eq!(spans(of("2026-03-29", "2026-04-30")), ["03-29 00:00 – 03-29 12:00", "02-24 00:00 – 02-24 12:00"]);
        assert_eq!(spans(of("2026-04-02", "2026-04-30"))[0], "04-02 00:00 – 04-02 00:00");
        for (first, last, expected) in [
            ("2026-03-02", "2026-03-01", PeriodError::Backwards),
            ("0001-01-01", "2026-03-01", PeriodError::OutOfCalendar),
            ("2026-03-02", "9999-12-31", PeriodError::OutOfCalendar),
        ] {
            assert_eq!(of(first, last), Err(expected), "{first}");
        }
    }
}
