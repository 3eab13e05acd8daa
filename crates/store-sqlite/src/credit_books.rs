//! What links have been given, held against what persons give: totals and days are sums of that, and are set right from it.

use crate::column::uuid;
use crate::credits::{self, COLUMNS};
use rusqlite::{Connection, Row};
use std::collections::{BTreeMap, BTreeSet};
use trackway_domain::person::PersonId;
use trackway_domain::utc_day::UtcDay;
use trackway_store::books::{Counter, Given};

/// Numbers in the order of [`Given::ALL`]; those of a day are the first three and the two of money.
const OF_DAY: [Given; 5] = [Given::Claims, Given::Follows, Given::Subscriptions, Given::Gross, Given::Net];

/// Milliseconds in a day.
const DAY: i64 = 24 * 60 * 60 * 1_000;

/// The numbers of a day, out of credits.
const CREDITED: &str = "sum(iif(kind = 'claim', number, 0)), sum(iif(kind = 'follow', number, 0)), sum(iif(kind = 'subscribe', number, 0)),
    sum(iif(currency = 'USD', gross_mills, 0)), sum(iif(currency = 'USD', net_mills, 0))";

/// The same of one credit, below nothing.
const MINUS: &str = "iif(kind = 'claim', -number, 0), iif(kind = 'follow', -number, 0), iif(kind = 'subscribe', -number, 0),
    iif(currency = 'USD', -gross_mills, 0), iif(currency = 'USD', -net_mills, 0)";

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
    let credited = numbers(connection, &format!("SELECT link, at / {DAY}, {CREDITED} FROM credits GROUP BY link, at / {DAY}"), &OF_DAY)?;
    compare(&credited, &given_by_day, |day, number| Counter::CreditedOn(UtcDay::from_number(day), number), &mut wrong);
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

/// Sets what one link was given to the sums of what persons give. Whose credits differ from that is worked out anew before.
pub(crate) fn set_right(connection: &Connection, link: i64) -> rusqlite::Result<()> {
    for person in contradicted(connection, link)? {
        credits::settle(connection, person)?;
    }
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

/// Those whose credits of a link are not what they give to it.
fn contradicted(connection: &Connection, link: i64) -> rusqlite::Result<Vec<PersonId>> {
    let select = format!(
        "SELECT person AS id FROM (
            SELECT person, day, claims, follows, subscriptions, gross_mills, net_mills FROM person_credits WHERE link = ?1
            UNION ALL SELECT person, at / {DAY}, {MINUS} FROM credits WHERE link = ?1)
        WHERE person IN (SELECT id FROM persons) GROUP BY person, day
        HAVING sum(claims) <> 0 OR sum(follows) <> 0 OR sum(subscriptions) <> 0 OR sum(gross_mills) <> 0 OR sum(net_mills) <> 0"
    );
    connection.prepare_cached(&select)?.query_map([link], |row| Ok(PersonId(uuid(row, "id")?)))?.collect()
}
