//! When: `range`, or `from` and `to`; in the time zone that `timezone` names.

use crate::query::Parameters;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use trackway_domain::stats::{Period, PeriodEnd, PeriodError, Preset};

/// What a client means who does not say when.
const USUAL: Preset = Preset::Days(30);

/// What was said.
pub(super) enum Chosen {
    Period(Period),
    /// Since the first click.
    All(TimeZone),
}

/// Reads it; None where something is wrong, which the parameters know.
pub(super) fn read(parameters: &mut Parameters, now: Timestamp) -> Option<Chosen> {
    let zone = |text: &str| TimeZone::get(text).ok().filter(|zone| zone.iana_name().is_some());
    let zone_said = parameters.parsed("timezone", "the IANA name of a time zone, such as Europe/Berlin", zone);
    let zone = zone_said.unwrap_or(TimeZone::UTC);
    let (range, from, to) = (parameters.text("range"), parameters.text("from"), parameters.text("to"));
    let period = match (range.as_deref(), from.as_deref(), to.as_deref()) {
        (Some("all"), None, None) => return Some(Chosen::All(zone)),
        (Some(range), None, None) => match Preset::parse(range) {
            Some(preset) => Period::preset(preset, zone, now),
            None => {
                return refused(
                    parameters,
                    "range",
                    "must be today, yesterday, week, month, year, all, or a number of hours or days: 24h, 30d",
                );
            }
        },
        (Some(_), ..) => return refused(parameters, "range", "goes without from and to"),
        (None, None, Some(_)) => return refused(parameters, "from", "is needed where to is said"),
        (None, None, None) => Period::preset(USUAL, zone, now),
        (None, Some(from), to) => between(parameters, from, to, zone, now)?,
    };
    match period {
        Ok(period) => Some(Chosen::Period(period)),
        Err(error @ PeriodError::Backwards) => refused(parameters, "to", format!("is wrong: the range {error}")),
        Err(error @ PeriodError::OutOfCalendar) => refused(parameters, "from", format!("is wrong: the range {error}")),
    }
}

fn between(
    parameters: &mut Parameters,
    from: &str,
    to: Option<&str>,
    zone: TimeZone,
    now: Timestamp,
) -> Option<Result<Period, PeriodError>> {
    let mut end = |name: &str, text: &str| PeriodEnd::parse(text).map_err(|error| parameters.fault(name, error)).ok();
    let (from, to) = (end("from", from), to.map(|to| end("to", to)));
    // An end that is there and cannot be read is not one that is left out.
    let to = match to {
        Some(to) => Some(to?),
        None => None,
    };
    Some(Period::between(from?, to, zone, now))
}

fn refused<T>(parameters: &mut Parameters, name: &str, fault: impl std::fmt::Display) -> Option<T> {
    parameters.fault(name, fault);
    None
}
