//! The clicks of a workspace one by one: all that fit and no others, whatever the size of the portions.

use super::house::House;
use super::samples::{click, step, stranger};
use super::{Outcome, Place, cases};
use crate::click_log::{ClickLogQuery, LogPortion};
use crate::clicks::ClickRow;
use crate::links::LinkKey;
use crate::page::Order;
use std::sync::Arc;
use trackway_domain::link::LinkSettings;
use trackway_domain::stats::{Dimension, Filter};
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utm::Utm;

cases! { "click_log":
    every_click_comes_once_in_either_order,
    filters_and_times_choose,
    nothing_of_another_workspace_comes,
}

async fn every_click_comes_once_in_either_order(place: Arc<dyn Place>) -> Outcome {
    let (house, rows) = opened(&*place).await?;
    for limit in [1, 7, 1_000] {
        for order in [Order::OldestFirst, Order::NewestFirst] {
            let mut expected = rows.clone();
            if order == Order::NewestFirst {
                expected.reverse();
            }
            let query = ClickLogQuery { order, limit, ..all(&house) };
            assert_eq!(read(&house, query).await?, expected, "{limit} {order:?}");
        }
    }
    Ok(())
}

async fn filters_and_times_choose(place: Arc<dyn Place>) -> Outcome {
    let (house, rows) = opened(&*place).await?;
    let uuid = Some(house.link(2).uuid.to_string());
    let value = |text: &str| Some(text.to_owned());
    let is_of = |row: &ClickRow, number: u32| row.link == house.link(number).id;
    type Fits<'a> = Box<dyn Fn(&ClickRow) -> bool + Send + Sync + 'a>;
    let cases: [(Vec<Filter>, Fits<'_>); 4] = [
        (vec![Filter::only(Dimension::Link, [uuid.clone()])], Box::new(|row| is_of(row, 2))),
        (vec![Filter::without(Dimension::Link, [uuid])], Box::new(|row| is_of(row, 1))),
        (vec![Filter::only(Dimension::Traffic, [value("human")])], Box::new(|row| row.traffic == TrafficClass::Human)),
        (
            vec![Filter::only(Dimension::UtmSource, [None]), Filter::without(Dimension::Traffic, [value("bot")])],
            Box::new(|row| row.utm.source.is_none() && row.traffic != TrafficClass::Bot),
        ),
    ];
    for (filters, fits) in cases {
        for (from, before) in [(None, None), (Some(rows[20].at), Some(rows[70].at))] {
            let in_time = |row: &ClickRow| from.is_none_or(|from| row.at >= from) && before.is_none_or(|before| row.at < before);
            let expected = rows.iter().filter(|row| in_time(row) && fits(row)).cloned().collect::<Vec<_>>();
            assert!(!expected.is_empty());
            let query = ClickLogQuery { from, before, filters: filters.clone(), limit: 10, ..all(&house) };
            assert_eq!(read(&house, query).await?, expected, "{filters:?}");
        }
    }
    Ok(())
}

async fn nothing_of_another_workspace_comes(place: Arc<dyn Place>) -> Outcome {
    let (house, rows) = opened(&*place).await?;
    let query = ClickLogQuery { workspace: stranger(), ..all(&house) };
    assert_eq!(house.store.click_log().portion(query).await?, LogPortion { clicks: Vec::new(), go_on: None });
    let other = ClickLogQuery { account: Some(house.account(1).id), ..all(&house) };
    assert_eq!(read(&house, other).await?, []);
    // What a deleted link was opened for stays in the log.
    house.store.links().delete(house.within(), &LinkKey::Id(house.link(1).id), rows[0].at).await?.ok_or("it was there")?;
    assert_eq!(read(&house, all(&house)).await?, rows);
    Ok(())
}

fn all(house: &House) -> ClickLogQuery {
    ClickLogQuery {
        workspace: house.workspace.id,
        account: None,
        from: None,
        before: None,
        filters: Vec::new(),
        order: Order::OldestFirst,
        behind: None,
        limit: 1_000,
    }
}

/// A hundred clicks on two links in a dozen batches.
async fn opened(place: &dyn Place) -> Outcome<(House, Vec<ClickRow>)> {
    let house = House::found(place).await?;
    let links = [house.made(1, LinkSettings::default()).await?, house.made(2, LinkSettings::default()).await?];
    let row = |number: u32| ClickRow {
        traffic: TrafficClass::ALL[number as usize % 3],
        utm: Utm { source: number.is_multiple_of(4).then(|| "newsletter".to_owned()), ..Utm::default() },
        ..click(&links[number as usize % 5 % 2], number)
    };
    let rows = (0..100).map(row).collect::<Vec<_>>();
    for (number, batch) in (0..).zip(rows.chunks(9)) {
        house.store.clicks().ingest(batch.to_vec(), step(1, number, number + 1)).await?;
    }
    Ok((house, rows))
}

/// The whole log, portion by portion.
async fn read(house: &House, mut query: ClickLogQuery) -> Outcome<Vec<ClickRow>> {
    let mut rows = Vec::new();
    loop {
        let LogPortion { clicks, go_on } = house.store.click_log().portion(query.clone()).await?;
        assert!(clicks.len() <= query.limit as usize);
        for logged in clicks {
            assert_eq!(logged.code, house.link(if logged.click.link == house.link(1).id { 1 } else { 2 }).code.as_str());
            rows.push(logged.click);
        }
        match go_on {
            None => return Ok(rows),
            behind => query.behind = behind,
        }
    }
}
