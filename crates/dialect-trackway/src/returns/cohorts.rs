//! `GET /api/stats/cohorts`: what subscribers had paid some days after they came, by the day, week or month in which they did.

use super::asked;
use crate::failure::Failure;
use crate::query::Parameters;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::State;
use http::{Extensions, Uri};
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan as _, Zoned};
use serde_json::{Value, json};
use trackway_app::returns::cohorts::{AGES, Cohort, cohorts};
use trackway_domain::key::KeyScope;
use trackway_domain::money::Currency;

/// How many cohorts are shown where nothing is said, and at most; the oldest age, in days, and how many of them.
const USUAL: u32 = 12;
const MOST: u32 = 400;
const OLDEST: u16 = 3_650;
const AGES_MOST: usize = 20;

/// How long a cohort is.
#[derive(Clone, Copy)]
enum Interval {
    Day,
    Week,
    Month,
}

pub(crate) async fn show(State(state): State<Trackway>, uri: Uri, extensions: Extensions) -> Result<Json<Value>, Failure> {
    let actor = door::allowed(&extensions, KeyScope::StatsRead)?;
    let mut parameters = Parameters::of(&uri);
    let question = asked::between(&actor, &mut parameters, None, None)?;
    let (model, count, ages) = (parameters.model(), parameters.whole("count", USUAL, MOST), ages(&mut parameters));
    let interval = parameters.parsed("interval", "day, week or month", Interval::parse).unwrap_or(Interval::Month);
    let words = "the IANA name of a time zone, such as Europe/Berlin";
    let zone = parameters.parsed("timezone", words, |text| TimeZone::get(text).ok()).unwrap_or(TimeZone::UTC);
    let currency = parameters.parsed("currency", "an ISO 4217 code in use", Currency::parse).unwrap_or(Currency::USD);
    parameters.finish()?;
    let edges = edges(&state.app.clock.now().to_zoned(zone.clone()), interval, count).ok_or(Failure::Broken)?;
    let found = cohorts(&state.app, question, model, edges, &ages).await?;
    let rows = found.iter().map(|cohort| row(cohort, &ages, currency, &zone)).collect::<Vec<_>>();
    Ok(Json(json!({"currency": currency.as_str(), "timezone": zone.iana_name(), "cohorts": rows})))
}

fn ages(parameters: &mut Parameters) -> Vec<u16> {
    let words = format!("at most {AGES_MOST} numbers of days from 0 to {OLDEST}");
    let mut ages = parameters.list("ages", &words, |text| text.parse().ok().filter(|days| *days <= OLDEST));
    ages.sort_unstable();
    ages.dedup();
    if ages.len() > AGES_MOST {
        parameters.fault("ages", format!("must be {words}"));
    }
    if ages.is_empty() { AGES.to_vec() } else { ages }
}

impl Interval {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "day" => Some(Self::Day),
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            _ => None,
        }
    }

    fn times(self, count: i64) -> Span {
        match self {
            Self::Day => count.days(),
            Self::Week => count.weeks(),
            Self::Month => count.months(),
        }
    }
}

/// The beginnings of so many intervals, the one that is going on included, and the end of that.
fn edges(now: &Zoned, interval: Interval, count: u32) -> Option<Vec<Timestamp>> {
    let today = now.date();
    let current = match interval {
        Interval::Day => today,
        Interval::Week => today.tomorrow().ok()?.nth_weekday(-1, Weekday::Monday).ok()?,
        Interval::Month => today.first_of_month(),
    };
    let edge = |index: i64| Some(current.checked_add(interval.times(index)).ok()?.to_zoned(now.time_zone().clone()).ok()?.timestamp());
    (1 - i64::from(count)..=1).map(edge).collect()
}

/// Money at an age that the youngest has not reached is what it is so far.
fn row(cohort: &Cohort, days: &[u16], currency: Currency, zone: &TimeZone) -> Value {
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date().to_string();
    let ages = days.iter().zip(&cohort.numbers.paid).zip(&cohort.is_over).map(|((day, paid), is_over)| {
        let money = paid.get(&currency).copied().unwrap_or_default();
        json!({
            "day": day,
            "gross": money.gross.to_string(),
            "net": money.net.to_string(),
            "netPerSubscriber": money.net.per(cohort.numbers.subscribers).map(|part| part.to_string()),
            "isComplete": is_over,
        })
    });
    json!({
        "from": day(cohort.from),
        "before": day(cohort.before),
        "subscribers": cohort.numbers.subscribers,
        "ages": ages.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cohorts_begin_where_days_weeks_and_months_do() {
        for (now, interval, expected) in [
            ("2026-03-29T12:00:00[Europe/Berlin]", Interval::Day, ["2026-03-27T23:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"]),
            ("2026-03-29T12:00:00[UTC]", Interval::Week, ["2026-03-16T00:00:00Z", "2026-03-23T00:00:00Z", "2026-03-30T00:00:00Z"]),
            ("2026-03-30T00:00:00[UTC]", Interval::Week, ["2026-03-23T00:00:00Z", "2026-03-30T00:00:00Z", "2026-04-06T00:00:00Z"]),
            (
                "2026-01-31T12:00:00[Asia/Kolkata]",
                Interval::Month,
                ["2025-11-30T18:30:00Z", "2025-12-31T18:30:00Z", "2026-01-31T18:30:00Z"],
            ),
        ] {
            let edges = edges(&now.parse().expect("a time"), interval, 2).expect("edges");
            assert_eq!(edges.iter().map(ToString::to_string).collect::<Vec<_>>(), expected, "{now}");
        }
    }
}
