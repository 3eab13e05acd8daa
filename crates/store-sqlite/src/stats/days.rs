//! Which part of a question sums of days answer, and which is left to be counted click by click.

use super::asked::{Asked, Subject};
use super::cities::Cities;
use super::tally::Tally;
use super::values::Values;
use crate::clicks::{QUARTER, QUARTERS_A_DAY};
use crate::days::{self, DayNumbers, QUARTERS, Whose};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use trackway_domain::stats::{ClickNumbers, Dimension};

const DAY: i64 = QUARTERS_A_DAY * QUARTER;

/// Spans that are left, in milliseconds since 1970; they ascend and do not touch.
pub(super) type Left = Vec<(i64, i64)>;

/// Adds to each stretch between two neighbouring edges what sums of days say of it. Gives what they do not say.
pub(super) fn stretches(connection: &Connection, asked: &Asked, edges: &[i64], tally: &mut Tally) -> rusqlite::Result<Left> {
    let mut left = Left::new();
    let sums = match (edges.first(), edges.last()) {
        (Some(first), Some(last)) => Sums::of(connection, asked, (*first, *last))?,
        _ => None,
    };
    for (stretch, neighbours) in edges.windows(2).enumerate() {
        let Some(sums) = &sums else {
            leave(&mut left, (neighbours[0], neighbours[1]));
            continue;
        };
        let mut from = neighbours[0];
        while from < neighbours[1] {
            let day = from.div_euclid(DAY);
            let before = neighbours[1].min((day + 1).saturating_mul(DAY));
            match sums.between(day, from, before) {
                Some(numbers) => tally.add(stretch, numbers),
                None => leave(&mut left, (from, before)),
            }
            // Where there is no settled day for long, there is nothing to be asked day by day.
            from = if sums.fresh.contains(&day) { before } else { sums.skip(day, neighbours[1]) };
            if from > before {
                leave(&mut left, (before, from));
            }
        }
    }
    Ok(left)
}

/// Adds to each value of a dimension what sums of whole days say of it. Gives what they do not say.
pub(super) fn values(
    connection: &Connection,
    asked: &Asked,
    by: Dimension,
    values: &mut Values,
    tally: &mut Tally,
) -> rusqlite::Result<Left> {
    let is_kept = !by.is_of_link() || by == Dimension::Link;
    let Some((subject, whose)) = asked.plainly().filter(|_| is_kept) else { return Ok(vec![asked.span]) };
    if (subject, by) == (Subject::Workspace, Dimension::Link) {
        let days = whole_days(connection, asked)?;
        for day in &days {
            days::links_of(connection, Some(&asked.workspace), *day, (i64::MIN, i64::MAX), |sums| {
                let numbers = of_link(&sums, whose);
                if numbers.clicks > 0 {
                    tally.add(values.link(sums.link) as usize, numbers);
                }
            })?;
        }
        return Ok(between_days(asked, days));
    }
    let days = days_of(connection, asked, subject)?;
    if let (Some(first), Some(last)) = (days.first(), days.last()) {
        days::values_of(connection, &key(asked, subject), by, (*first, *last), whose, |day, value, numbers| {
            if days.contains(&day) {
                tally.add(values.text(value) as usize, numbers);
            }
        })?;
    }
    Ok(between_days(asked, days))
}

/// The same for cities, of which clicks alone are counted.
pub(super) fn cities(connection: &Connection, asked: &Asked, cities: &mut Cities, tally: &mut Tally) -> rusqlite::Result<Left> {
    let Some((subject, whose)) = asked.plainly() else { return Ok(vec![asked.span]) };
    let days = days_of(connection, asked, subject)?;
    if let (Some(first), Some(last)) = (days.first(), days.last()) {
        days::cities_of(connection, &key(asked, subject), (*first, *last), whose, |day, city, clicks| {
            if days.contains(&day) {
                tally.add(cities.named(city) as usize, ClickNumbers { clicks, visitors: 0 });
            }
        })?;
    }
    Ok(between_days(asked, days))
}

/// Days that lie in the question's span as a whole and can be asked.
fn whole_days(connection: &Connection, asked: &Asked) -> rusqlite::Result<BTreeSet<i64>> {
    let first = asked.span.0.div_euclid(DAY) + i64::from(asked.span.0.rem_euclid(DAY) != 0);
    usable(connection, first, asked.span.1.div_euclid(DAY) - 1)
}

/// The same, without days on which a link was not busy: these have no sums by value.
fn days_of(connection: &Connection, asked: &Asked, subject: Subject) -> rusqlite::Result<BTreeSet<i64>> {
    let mut days = whole_days(connection, asked)?;
    if let (Subject::Link(link), Some(first), Some(last)) = (subject, days.first(), days.last()) {
        let busy = days::busy_days(connection, &link.to_be_bytes(), *first, *last)?;
        days.retain(|day| busy.contains(day));
    }
    Ok(days)
}

/// The question's span without these days.
fn between_days(asked: &Asked, days: BTreeSet<i64>) -> Left {
    let mut left = Left::new();
    let mut from = asked.span.0;
    for day in days {
        leave(&mut left, (from, day * DAY));
        from = (day + 1) * DAY;
    }
    leave(&mut left, (from, asked.span.1));
    left
}

/// The sums of a workspace's or a link's days.
struct Sums {
    whose: Whose,
    /// Days that can be asked.
    fresh: BTreeSet<i64>,
    numbers: BTreeMap<i64, DayNumbers>,
    /// Of a link: whole days on which it had clicks and was not busy.
    quiet: Option<BTreeMap<i64, ClickNumbers>>,
}

impl Sums {
    /// None where the question asks for more than is added up.
    fn of(connection: &Connection, asked: &Asked, (from, before): (i64, i64)) -> rusqlite::Result<Option<Self>> {
        let Some((subject, whose)) = asked.plainly() else { return Ok(None) };
        let (first, last) = (from.div_euclid(DAY), before.div_euclid(DAY));
        let fresh = usable(connection, first, last)?;
        let numbers = days::numbers_of(connection, &key(asked, subject), first, last)?;
        let mut quiet = None;
        if let Subject::Link(link) = subject {
            let quiet = quiet.insert(BTreeMap::new());
            for day in fresh.iter().filter(|day| !numbers.contains_key(day)) {
                let keep = |sums: days::LinkSums| {
                    quiet.insert(*day, of_link(&sums, whose));
                };
                days::links_of(connection, Some(&asked.workspace), *day, (link, link), keep)?;
            }
        }
        Ok(Some(Self { whose, fresh, numbers, quiet }))
    }

    /// What was counted on a day from a time to before another one. None where that is not known.
    fn between(&self, day: i64, from: i64, before: i64) -> Option<ClickNumbers> {
        if !self.fresh.contains(&day) {
            return None;
        }
        let is_whole = from == day * DAY && before == (day + 1) * DAY;
        match (self.numbers.get(&day), self.quiet.as_ref().map(|quiet| quiet.get(&day))) {
            (Some(numbers), _) => {
                let quarter = |time: i64| usize::try_from((time - day * DAY) / QUARTER).ok().filter(|_| time.rem_euclid(QUARTER) == 0);
                numbers.between(quarter(from)?, quarter(before).filter(|quarter| *quarter <= QUARTERS)?, self.whose)
            }
            (None, None | Some(None)) => Some(ClickNumbers::default()),
            (None, Some(Some(numbers))) => is_whole.then_some(*numbers),
        }
    }

    /// Where the next day begins that can be asked, or what comes first.
    fn skip(&self, day: i64, before: i64) -> i64 {
        let next = self.fresh.range(day + 1..).next();
        next.map_or(before, |day| (day * DAY).min(before))
    }
}

/// Settled days whose visitors are others than those of all other days.
fn usable(connection: &Connection, first: i64, last: i64) -> rusqlite::Result<BTreeSet<i64>> {
    if days::shares_visitors(connection, first, last)? { Ok(BTreeSet::new()) } else { days::fresh(connection, first, last) }
}

fn key(asked: &Asked, subject: Subject) -> Vec<u8> {
    match subject {
        Subject::Workspace => asked.workspace.to_vec(),
        Subject::Link(link) => link.to_be_bytes().to_vec(),
    }
}

fn of_link(sums: &days::LinkSums, whose: Whose) -> ClickNumbers {
    let clicks = match whose {
        Whose::Everybodys => sums.clicks.iter().sum(),
        Whose::Peoples => sums.clicks[trackway_domain::traffic::TrafficClass::Human as usize],
    };
    ClickNumbers { clicks, visitors: sums.visitors[whose as usize] }
}

/// Adds a span behind all others.
fn leave(left: &mut Left, (from, before): (i64, i64)) {
    match left.last_mut() {
        _ if from >= before => {}
        Some(last) if last.1 >= from => last.1 = last.1.max(before),
        _ => left.push((from, before)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_that_touch_are_one() {
        let mut left = Left::new();
        [(0, 5), (5, 5), (5, 7), (9, 10), (10, 12)].into_iter().for_each(|span| leave(&mut left, span));
        assert_eq!(left, [(0, 7), (9, 12)]);
    }
}
