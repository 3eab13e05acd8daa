//! The numbers of links by day: clicks from the quarter-hours and the sums of settled days, the rest from what persons gave.

use crate::SqliteStore;
use crate::clicks::QUARTERS_A_DAY;
use crate::days;
use async_trait::async_trait;
use rusqlite::{Connection, Row};
use std::collections::BTreeMap;
use trackway_domain::link::LinkId;
use trackway_domain::money::Mills;
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utc_day::UtcDay;
use trackway_store::StoreError;
use trackway_store::link_days::{LinkDay, LinkDays};

#[async_trait]
impl LinkDays for SqliteStore {
    async fn of_link(&self, link: LinkId, first: UtcDay, last: UtcDay) -> Result<Vec<LinkDay>, StoreError> {
        let select =
            "SELECT day, sum(clicks) AS clicks, sum(claims) AS claims, sum(follows) AS follows, sum(subscriptions) AS subscriptions,
                sum(gross_mills) AS gross_mills, sum(net_mills) AS net_mills
            FROM (SELECT quarter / ?4 AS day, clicks, 0 AS claims, 0 AS follows, 0 AS subscriptions, 0 AS gross_mills, 0 AS net_mills
                    FROM link_quarters WHERE link = ?1 AND traffic = ?5 AND quarter >= ?2 * ?4 AND quarter < (?3 + 1) * ?4
                UNION ALL SELECT day, 0, claims, follows, subscriptions, gross_mills, net_mills
                    FROM link_days WHERE link = ?1 AND day BETWEEN ?2 AND ?3)
            GROUP BY day HAVING clicks <> 0 OR claims <> 0 OR follows <> 0 OR subscriptions <> 0 OR gross_mills <> 0 OR net_mills <> 0
            ORDER BY day";
        let day = |row: &Row<'_>| {
            let numbers = LinkDay {
                day: UtcDay::from_number(row.get("day")?),
                clicks: 0,
                claims: row.get("claims")?,
                follows: row.get("follows")?,
                subscriptions: row.get("subscriptions")?,
                gross: Mills(row.get("gross_mills")?),
                net: Mills(row.get("net_mills")?),
            };
            Ok((numbers.day, (row.get::<_, i64>("clicks")?, numbers)))
        };
        self.read(move |connection| {
            let row = (link.0.to_i64(), first.number(), last.number(), QUARTERS_A_DAY, TrafficClass::Human as u8);
            let mut found = connection.prepare_cached(select)?.query_map(row, day)?.collect::<Result<BTreeMap<_, _>, _>>()?;
            add_settled(connection, link, (first, last), &mut found)?;
            let counted = found.into_values().map(|(clicks, day)| LinkDay { clicks: clicks.max(0).cast_unsigned(), ..day });
            Ok(counted.filter(|day| *day != LinkDay { day: day.day, ..nothing() }).collect())
        })
        .await
    }
}

/// Adds the clicks of settled days, of which quarters hold no more than what has changed since.
fn add_settled(
    connection: &Connection,
    link: LinkId,
    (first, last): (UtcDay, UtcDay),
    found: &mut BTreeMap<UtcDay, (i64, LinkDay)>,
) -> rusqlite::Result<()> {
    let link = link.0.to_i64();
    for day in days::settled(connection)?.range(first.number()..=last.number().max(first.number())) {
        days::links_of(connection, None, *day, (link, link), |sums| {
            let day = UtcDay::from_number(*day);
            let (clicks, _) = found.entry(day).or_insert_with(|| (0, LinkDay { day, ..nothing() }));
            *clicks += sums.clicks[TrafficClass::Human as usize].cast_signed();
        })?;
    }
    Ok(())
}

fn nothing() -> LinkDay {
    let day = UtcDay::from_number(0);
    LinkDay { day, clicks: 0, claims: 0, follows: 0, subscriptions: 0, gross: Mills(0), net: Mills(0) }
}
