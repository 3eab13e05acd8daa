//! The numbers of links by day: clicks from the quarter-hours, the rest from what persons gave.

use crate::SqliteStore;
use crate::clicks::QUARTER;
use async_trait::async_trait;
use rusqlite::Row;
use trackway_domain::link::LinkId;
use trackway_domain::money::Mills;
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utc_day::UtcDay;
use trackway_store::StoreError;
use trackway_store::link_days::{LinkDay, LinkDays};

/// Quarter-hours in a day.
const QUARTERS: i64 = 24 * 60 * 60 * 1_000 / QUARTER;

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
            Ok(LinkDay {
                day: UtcDay::from_number(row.get("day")?),
                clicks: row.get("clicks")?,
                claims: row.get("claims")?,
                follows: row.get("follows")?,
                subscriptions: row.get("subscriptions")?,
                gross: Mills(row.get("gross_mills")?),
                net: Mills(row.get("net_mills")?),
            })
        };
        self.read(move |connection| {
            let row = (link.0.to_i64(), first.number(), last.number(), QUARTERS, TrafficClass::Human as u8);
            connection.prepare_cached(select)?.query_map(row, day)?.collect()
        })
        .await
    }
}
