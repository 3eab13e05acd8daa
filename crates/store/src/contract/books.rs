//! Counters held against the log. What tampered counters look like is for each adapter's own tests: no port can make them.

use super::house::House;
use super::samples::{click, step};
use super::together::together;
use super::{Outcome, Place, cases};
use crate::clicks::ClickRow;
use std::sync::Arc;
use trackway_domain::link::LinkSettings;
use trackway_domain::traffic::TrafficClass;

cases! { "books":
    counters_that_follow_every_click_do_not_differ,
    setting_right_what_is_right_changes_nothing,
}

async fn counters_that_follow_every_click_do_not_differ(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    assert_eq!(house.store.books().differences(Box::new(|_, _| {})).await?, []);
    let links = [house.made(1, LinkSettings::default()).await?, house.made(2, LinkSettings::default()).await?];
    for batch in 0..5_u32 {
        let rows = (0..20).map(|number| ClickRow {
            traffic: TrafficClass::ALL[number as usize % TrafficClass::ALL.len()],
            ..click(&links[number as usize % 2], batch * 20 + number)
        });
        house.store.clicks().ingest(rows.collect(), step(1, batch.into(), u64::from(batch) + 1)).await?;
    }
    assert_eq!(house.store.books().differences(Box::new(|_, _| {})).await?, []);
    Ok(())
}

async fn setting_right_what_is_right_changes_nothing(place: Arc<dyn Place>) -> Outcome {
    let house = Arc::new(House::found(&*place).await?);
    let link = house.made(1, LinkSettings::default()).await?;
    let at_work = together((0..8_u32).map(|turn| {
        let (house, link) = (Arc::clone(&house), link.clone());
        async move {
            if turn % 2 == 0 {
                let rows = (0..50).map(|number| click(&link, turn * 50 + number)).collect();
                house.store.clicks().ingest(rows, step(turn, 0, 1)).await.map_err(|error| error.to_string())
            } else {
                house.store.books().mend(vec![link.id], Box::new(|_, _| {})).await.map_err(|error| error.to_string())
            }
        }
    }));
    for outcome in at_work.await {
        outcome?;
    }
    assert_eq!(house.store.books().differences(Box::new(|_, _| {})).await?, []);
    Ok(())
}
