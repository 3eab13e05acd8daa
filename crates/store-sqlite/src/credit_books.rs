//! What links have been given, held against what persons give: totals and days are sums of that, and are set right from it.

use crate::credits::COLUMNS;
use rusqlite::{Connection, Row};
use std::collections::{BTreeMap, BTreeSet};
use trackway_domain::utc_day::UtcDay;
use trackway_store::books::{Counter, Given};

/// Numbers in the order of [`Given::ALL`]; those of a day are the first three and the two of money.
const OF_DAY: [Given; 5] = [Given::Claims, Given::Follows, Given::Subscriptions, Given::Gross, Given::Net];

type Numbers = BTreeMap<Given, i64>;

/// Counters that differ, by link: which, what it says, what it should say.
type Wrong = BTreeMap<i64, Vec<(Counter, i64, i64)>>;

/// Every counter that does not say what persons give.
pub(crate) fn differences(connection: &Connection) -> rusqlite::Result<Wrong> {
    let sums = COLUMNS.split(',').map(|column| format!("sum({})", column.trim())).collect::<Vec<_>>().join(", ");
    let given = numbers(connection, &format!("SELECT link, 0, {sums} FROM person_credits GROUP BY link"), &Given::ALL)?;
    let totals = numbers(connection, &format!("SELECT link, 0, {COLUMNS} FROM link_totals"), &Given::ALL)?;
    let sums = "sum(claims), sum(follows), sum(subscriptions), sum(gross_mills), sum(net_mills)";
    let given_by_day = numbers(connection, &format!("SELECT link, day, {sums} FROM person_credits GROUP BY link, day"), &OF_DAY)?;
    let days = "SELECT link, day, claims, follows, subscriptions, gross_mills, net_mills FROM link_days";
    let days = numbers(connection, days, &OF_DAY)?;
    let mut wrong = Wrong::new();
    compare(&totals, &given, |_, number| Counter::Given(number), &mut wrong);
    compare(&days, &given_by_day, |day, number| Counter::GivenOn(UtcDay::from_number(day), number), &mut wrong);
    Ok(wrong)
}

fn compare(
    kept: &BTreeMap<(i64, i64), Numbers>,
    given: &BTreeMap<(i64, i64), Numbers>,
    counter: impl Fn(i64, Given) -> Counter,
    wrong: &mut Wrong,
) {
    let nothing = Numbers::new();
    for (link, day) in kept.keys().chain(given.keys()).copied().collect::<BTreeSet<_>>() {
        let (kept, given) = (kept.get(&(link, day)).unwrap_or(&nothing), given.get(&(link, day)).unwrap_or(&nothing));
        for number in Given::ALL {
            let of = |numbers: &Numbers| numbers.get(&number).copied().unwrap_or(0);
            if of(kept) != of(given) {
                wrong.entry(link).or_default().push((counter(day, number), of(kept), of(given)));
            }
        }
    }
}

fn numbers(connection: &Connection, select: &str, columns: &[Given]) -> rusqlite::Result<BTreeMap<(i64, i64), Numbers>> {
    let read = |row: &Row<'_>| {
        let numbers = columns.iter().enumerate().map(|(index, number)| Ok((*number, row.get(index + 2)?)));
        Ok(((row.get(0)?, row.get(1)?), numbers.collect::<rusqlite::Result<_>>()?))
    };
    connection.prepare(select)?.query_map([], read)?.collect()
}

/// Sets what one link was given to the sums of what persons give.
pub(crate) fn set_right(connection: &Connection, link: i64) -> rusqlite::Result<()> {
    let columns = COLUMNS.split(',').map(str::trim).collect::<Vec<_>>();
    let sums = columns.iter().map(|column| format!("ifnull(sum({column}), 0)")).collect::<Vec<_>>().join(", ");
    let update = format!(
        "UPDATE link_totals SET ({COLUMNS}, has_earned) = (SELECT {sums}, ifnull(max(has_earned), 0) FROM person_credits WHERE link = ?1)
        WHERE link = ?1"
    );
    connection.prepare_cached("INSERT INTO link_totals (link) VALUES (?) ON CONFLICT DO NOTHING")?.execute([link])?;
    connection.prepare_cached(&update)?.execute([link])?;
    connection.prepare_cached("DELETE FROM link_days WHERE link = ?")?.execute([link])?;
    let insert = "INSERT INTO link_days (link, day, claims, follows, subscriptions, gross_mills, net_mills)
        SELECT link, day, sum(claims), sum(follows), sum(subscriptions), sum(gross_mills), sum(net_mills)
        FROM person_credits WHERE link = ? GROUP BY link, day";
    connection.prepare_cached(insert)?.execute([link])?;
    Ok(())
}
