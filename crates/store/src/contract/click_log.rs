//! The log of clicks: read behind a position, searched by id, and sorted into classes anew.

use super::house::House;
use super::samples::{click, step};
use super::{Outcome, Place, cases};
use crate::clicks::{ClickRow, LogPosition, Rule};
use crate::links::LinkKey;
use std::sync::Arc;
use trackway_domain::click::ClickId;
use trackway_domain::link::{Link, LinkSettings};
use trackway_domain::traffic::TrafficClass;
use uuid::Uuid;

cases! { "click_log":
    the_log_is_in_the_order_of_arrival,
    positions_stay_while_clicks_arrive,
    a_click_is_found_by_its_id,
    the_empty_log_ends_at_nothing,
    other_rules_change_classes_and_numbers,
    the_same_rules_change_nothing,
}

async fn the_log_is_in_the_order_of_arrival(place: Arc<dyn Place>) -> Outcome {
    let (house, links) = house_with_links(&*place).await?;
    let mut expected = Vec::new();
    // Batches of all sizes: a store may keep small ones together.
    for (batch, size) in [1, 1, 1, 300, 2, 5_000, 1, 1].into_iter().enumerate() {
        let rows = arriving(&links, batch, size);
        expected.extend(rows.iter().map(|row| row.id));
        house.store.clicks().ingest(rows, step(1, batch as u64, batch as u64 + 1)).await?;
    }
    let end = LogPosition(expected.len() as u64);
    assert_eq!(house.store.clicks().log_end().await?, end);
    for (after, limit) in [(0, 10_000), (0, 1), (2, 2), (3, 400), (5_304, 10), (5_306, 10), (5_307, 10), (9_999, 10)] {
        let read = house.store.clicks().log(LogPosition(after), limit).await?;
        let read = read.into_iter().map(|(position, row)| (position.0, row.id)).collect::<Vec<_>>();
        let numbered = (1..).zip(expected.iter().copied());
        let expected = numbered.skip(usize::try_from(after)?).take(limit as usize).collect::<Vec<_>>();
        assert_eq!(read, expected, "behind {after}, {limit}");
    }
    Ok(())
}

async fn positions_stay_while_clicks_arrive(place: Arc<dyn Place>) -> Outcome {
    let (house, links) = house_with_links(&*place).await?;
    let (mut read, mut sent) = (Vec::new(), Vec::new());
    for batch in 0..60 {
        let rows = arriving(&links, batch, 1 + batch % 3);
        sent.extend(rows.iter().map(|row| row.id));
        house.store.clicks().ingest(rows, step(1, batch as u64, batch as u64 + 1)).await?;
        if batch % 4 == 0 {
            let after = LogPosition(read.len() as u64);
            read.extend(house.store.clicks().log(after, 7).await?.into_iter().map(|(_, row)| row.id));
        }
    }
    assert_eq!(read, sent[..read.len()]);
    Ok(())
}

async fn a_click_is_found_by_its_id(place: Arc<dyn Place>) -> Outcome {
    let (house, links) = house_with_links(&*place).await?;
    let mut rows = Vec::new();
    for batch in 0..10 {
        let arrived = arriving(&links, batch, 20 * batch + 1);
        rows.extend(arrived.iter().cloned());
        house.store.clicks().ingest(arrived, step(1, batch as u64, batch as u64 + 1)).await?;
    }
    for row in rows.iter().step_by(37) {
        assert_eq!(house.store.clicks().find(row.id).await?.as_ref(), Some(row));
    }
    for unknown in [Uuid::nil(), Uuid::max(), Uuid::from_u128(rows[5].id.0.as_u128() ^ 1 << 60)] {
        assert_eq!(house.store.clicks().find(ClickId(unknown)).await?, None);
    }
    Ok(())
}

async fn the_empty_log_ends_at_nothing(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    assert_eq!(house.store.clicks().log_end().await?, LogPosition(0));
    assert_eq!(house.store.clicks().log(LogPosition(0), 10).await?, []);
    assert_eq!(house.store.clicks().reclassify(LogPosition(0), Arc::new(|row| row.traffic)).await?, None);
    Ok(())
}

async fn other_rules_change_classes_and_numbers(place: Arc<dyn Place>) -> Outcome {
    let (house, links) = house_with_links(&*place).await?;
    for batch in 0..4 {
        house.store.clicks().ingest(arriving(&links, batch, 3_000), step(1, batch as u64, batch as u64 + 1)).await?;
    }
    let rule: Rule = Arc::new(|row| if row.id.0.as_u128() % 3 == 0 { TrafficClass::Bot } else { TrafficClass::Human });
    let expected = house.store.clicks().log(LogPosition(0), 20_000).await?;
    let bots = expected.iter().filter(|(_, row)| rule(row) == TrafficClass::Bot).count() as u64;
    assert_eq!(reclassify(&house, &rule).await?, bots);
    let read = house.store.clicks().log(LogPosition(0), 20_000).await?;
    for ((position, row), (expected_position, expected)) in read.into_iter().zip(expected) {
        assert_eq!((position, &row), (expected_position, &ClickRow { traffic: rule(&expected), ..expected.clone() }));
    }
    assert_eq!(house.store.books().differences(Box::new(|_, _| {})).await?, []);
    let mut clicks = 0;
    for link in &links {
        clicks += house.store.links().find(house.within(), &LinkKey::Id(link.id)).await?.ok_or("a link")?.totals.clicks;
    }
    assert_eq!(clicks, 12_000 - bots);
    Ok(())
}

async fn the_same_rules_change_nothing(place: Arc<dyn Place>) -> Outcome {
    let (house, links) = house_with_links(&*place).await?;
    house.store.clicks().ingest(arriving(&links, 0, 100), step(1, 0, 1)).await?;
    let before = house.store.clicks().log(LogPosition(0), 200).await?;
    assert_eq!(reclassify(&house, &(Arc::new(|row: &ClickRow| row.traffic) as Rule)).await?, 0);
    assert_eq!(house.store.clicks().log(LogPosition(0), 200).await?, before);
    Ok(())
}

/// Reclassifies the whole log, a portion at a time; gives how many clicks changed.
async fn reclassify(house: &House, rule: &Rule) -> Outcome<u64> {
    let (mut after, mut changed) = (LogPosition(0), 0);
    while let Some(portion) = house.store.clicks().reclassify(after, Arc::clone(rule)).await? {
        assert!(portion.to > after);
        (after, changed) = (portion.to, changed + portion.changed);
    }
    assert_eq!(after, house.store.clicks().log_end().await?);
    Ok(changed)
}

fn arriving(links: &[Link; 2], batch: usize, size: usize) -> Vec<ClickRow> {
    let number = |index: usize| u32::try_from(batch * 10_000 + index).unwrap_or(u32::MAX);
    (0..size).map(|index| click(&links[index % 2], number(index))).collect()
}

async fn house_with_links(place: &dyn Place) -> Outcome<(House, [Link; 2])> {
    let house = House::found(place).await?;
    let links = [house.made(1, LinkSettings::default()).await?, house.made(2, LinkSettings::default()).await?];
    Ok((house, links))
}
