//! Taking clicks in: all of a batch or nothing of it, once, and what they add up to.

use super::house::House;
use super::samples::{self, click, step};
use super::together::together;
use super::{Outcome, Place, cases};
use crate::StoreError;
use crate::clicks::{ClickRow, IngestError};
use crate::links::{LinkKey, LinkQuery};
use std::sync::Arc;
use trackway_domain::link::{Link, LinkSettings};
use trackway_domain::traffic::TrafficClass;

cases! { "clicks":
    a_human_click_counts_and_every_other_is_a_visit,
    totals_are_each_links_own,
    the_first_batch_of_a_segment_may_begin_anywhere,
    a_batch_moves_its_own_segment_only,
    a_batch_from_the_wrong_place_is_refused_and_leaves_nothing,
    a_replay_is_refused,
    of_many_replays_at_once_one_is_taken_in,
    batches_of_many_segments_at_once_add_up,
    a_list_shows_the_totals_of_one_moment,
    the_clicks_of_a_deleted_link_stay,
    the_latest_clicks_of_a_link_come_first,
    a_large_batch_is_taken_in_whole,
}

async fn a_human_click_counts_and_every_other_is_a_visit(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    for (number, traffic) in (0..).zip(TrafficClass::ALL) {
        let batch = (3 * number..).zip([traffic, traffic, TrafficClass::Bot]);
        let batch = batch.map(|(number, traffic)| ClickRow { traffic, ..click(&link, number) }).collect();
        house.store.clicks().ingest(batch, step(number, 0, 1)).await?;
        assert_eq!(totals(&house, &link).await?, (2, 3 * (u64::from(number) + 1)), "after {traffic:?}");
    }
    Ok(())
}

async fn totals_are_each_links_own(place: Arc<dyn Place>) -> Outcome {
    let (house, first) = house_with_link(&*place).await?;
    let (second, third) = (house.made(2, LinkSettings::default()).await?, house.made(3, LinkSettings::default()).await?);
    let bot = ClickRow { traffic: TrafficClass::Bot, ..click(&second, 3) };
    house.store.clicks().ingest(vec![click(&first, 1), click(&second, 2), bot, click(&second, 4)], step(1, 0, 9)).await?;
    house.store.clicks().ingest(vec![click(&first, 5)], step(1, 9, 10)).await?;
    for (link, expected) in [(&first, (2, 2)), (&second, (2, 3)), (&third, (0, 0))] {
        assert_eq!(totals(&house, link).await?, expected, "{}", link.code);
    }
    let listed = house.store.links().list(&LinkQuery::all(house.within(), 10)).await?.items;
    assert_eq!(listed.iter().map(|view| view.totals.visits).collect::<Vec<_>>(), [0, 3, 2]);
    Ok(())
}

async fn the_first_batch_of_a_segment_may_begin_anywhere(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    assert_eq!(house.store.clicks().position(step(1, 0, 0).segment).await?, None);
    for (segment, from, to) in [(1, 0, 64), (2, 64, 128), (3, 5_000_000_000, 5_000_000_100), (4, 1 << 40, 1 << 41)] {
        house.store.clicks().ingest(vec![click(&link, segment)], step(segment, from, to)).await?;
        assert_eq!(house.store.clicks().position(step(segment, 0, 0).segment).await?, Some(to));
    }
    assert_eq!(totals(&house, &link).await?, (4, 4));
    Ok(())
}

async fn a_batch_moves_its_own_segment_only(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let clicks = house.store.clicks();
    clicks.ingest(vec![click(&link, 1)], step(1, 0, 10)).await?;
    clicks.ingest(vec![click(&link, 2)], step(2, 0, 20)).await?;
    clicks.ingest(Vec::new(), step(1, 10, 30)).await?;
    assert_eq!(clicks.position(step(1, 0, 0).segment).await?, Some(30), "a batch without clicks moves it too");
    assert_eq!(clicks.position(step(2, 0, 0).segment).await?, Some(20));
    assert_eq!(clicks.position(step(3, 0, 0).segment).await?, None);
    Ok(())
}

async fn a_batch_from_the_wrong_place_is_refused_and_leaves_nothing(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    house.store.clicks().ingest(vec![click(&link, 1)], step(1, 0, 100)).await?;
    for from in [0, 99, 101, 100_000] {
        let refused = house.store.clicks().ingest(vec![click(&link, 2)], step(1, from, from + 50)).await;
        assert!(matches!(refused, Err(IngestError::Moved(100))), "from {from}: {refused:?}");
    }
    assert_eq!(house.store.clicks().position(step(1, 0, 0).segment).await?, Some(100));
    assert_eq!(house.store.clicks().latest(link.id, 10).await?, [click(&link, 1)]);
    assert_eq!(totals(&house, &link).await?, (1, 1));
    Ok(())
}

async fn a_replay_is_refused(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let waking_late = house.again(&*place).await?;
    for (number, house) in (0..6).zip([&house, &waking_late].into_iter().cycle()) {
        let (batch, checkpoint) = (vec![click(&link, number)], step(1, u64::from(number) * 10, u64::from(number) * 10 + 10));
        house.store.clicks().ingest(batch.clone(), checkpoint).await?;
        let replay = waking_late.store.clicks().ingest(batch, checkpoint).await;
        assert!(matches!(replay, Err(IngestError::Moved(position)) if position == checkpoint.to), "{replay:?}");
    }
    assert_eq!(totals(&house, &link).await?, (6, 6));
    Ok(())
}

async fn of_many_replays_at_once_one_is_taken_in(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let handles = [house.clone(), house.again(&*place).await?];
    // The first round is the segment's first batch: then there is no position yet that could be locked.
    for round in 0..5 {
        let replay = |number: u32| {
            let (store, batch) = (Arc::clone(&handles[number as usize % 2].store), vec![click(&link, round)]);
            async move { store.clicks().ingest(batch, step(1, u64::from(round), u64::from(round) + 1)).await }
        };
        let (taken, refused): (Vec<_>, Vec<_>) = together((0..8).map(replay)).await.into_iter().partition(Result::is_ok);
        let moved =
            |replay: &Result<(), IngestError>| matches!(replay, Err(IngestError::Moved(position)) if *position == u64::from(round) + 1);
        assert!(taken.len() == 1 && refused.iter().all(moved), "{taken:?} {refused:?}");
    }
    assert_eq!(totals(&house, &link).await?, (5, 5));
    assert_eq!(house.store.clicks().latest(link.id, 10).await?.len(), 5);
    Ok(())
}

async fn batches_of_many_segments_at_once_add_up(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let other = house.made(2, LinkSettings::default()).await?;
    let handles = [house.clone(), house.again(&*place).await?];
    let ingest = |segment: u32| {
        // Each meets the links in another order: totals must not wait for each other in a circle.
        let (store, mut links) = (Arc::clone(&handles[segment as usize % 2].store), [link.clone(), other.clone()]);
        links.rotate_left(segment as usize % 2);
        async move {
            for batch in 0..5 {
                let first = segment * 1_000 + batch * 100;
                let clicks = (first..first + 20).flat_map(|number| links.each_ref().map(|link| click(link, number)));
                store.clicks().ingest(clicks.collect(), step(segment, u64::from(batch), u64::from(batch) + 1)).await?;
            }
            Ok::<_, IngestError>(())
        }
    };
    together((0..10).map(ingest)).await.into_iter().collect::<Result<(), _>>()?;
    for link in [&link, &other] {
        assert_eq!(totals(&house, link).await?, (1_000, 1_000));
        assert_eq!(house.store.clicks().latest(link.id, 2_000).await?.len(), 1_000);
    }
    Ok(())
}

async fn a_list_shows_the_totals_of_one_moment(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    for number in 1..=20 {
        house.made(number, LinkSettings::default()).await?;
    }
    let (store, links) = (Arc::clone(&house.store), (1..=20).map(|number| house.link(number)).collect::<Vec<_>>());
    let writer = tokio::spawn(async move {
        for batch in 0..60 {
            let clicks = links.iter().map(|link| click(link, batch)).collect();
            store.clicks().ingest(clicks, step(1, u64::from(batch), u64::from(batch) + 1)).await?;
        }
        Ok::<_, IngestError>(())
    });
    loop {
        let is_last = writer.is_finished();
        let page = house.store.links().list(&LinkQuery::all(house.within(), 20)).await?;
        let visits = page.items.iter().map(|view| view.totals.visits).collect::<Vec<_>>();
        assert!(visits.iter().all(|count| *count == visits[0]), "every batch has a click for each link: {visits:?}");
        if is_last {
            break;
        }
    }
    Ok(writer.await??)
}

async fn the_clicks_of_a_deleted_link_stay(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    house.store.clicks().ingest(vec![click(&link, 1)], step(1, 0, 1)).await?;
    house.store.links().delete(house.within(), &LinkKey::Id(link.id), samples::at(9)).await?.ok_or("the link was there")?;
    house.store.clicks().ingest(vec![click(&link, 2)], step(1, 1, 2)).await?;
    assert_eq!(house.store.clicks().latest(link.id, 10).await?, [click(&link, 2), click(&link, 1)]);
    Ok(())
}

async fn the_latest_clicks_of_a_link_come_first(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let other = house.made(2, LinkSettings::default()).await?;
    for (segment, numbers) in [(1, [1, 2, 3]), (2, [4, 5, 6])] {
        let batch = numbers.into_iter().flat_map(|number| [click(&link, number), click(&other, number + 100)]).collect();
        house.store.clicks().ingest(batch, step(segment, 0, 1)).await?;
    }
    for (limit, expected) in [(0, &[][..]), (2, &[6, 5]), (4, &[6, 5, 4, 3]), (100, &[6, 5, 4, 3, 2, 1]), (u32::MAX, &[6, 5, 4, 3, 2, 1])] {
        let expected = expected.iter().map(|number| click(&link, *number)).collect::<Vec<_>>();
        assert_eq!(house.store.clicks().latest(link.id, limit).await?, expected, "limit {limit}");
    }
    assert_eq!(house.store.clicks().latest(house.link(3).id, 10).await?, []);
    Ok(())
}

async fn a_large_batch_is_taken_in_whole(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let batch = (0..20_000).map(|number| click(&link, number)).collect();
    house.store.clicks().ingest(batch, step(1, 0, 1)).await?;
    assert_eq!(totals(&house, &link).await?, (20_000, 20_000));
    Ok(())
}

async fn house_with_link(place: &dyn Place) -> Outcome<(House, Link)> {
    let house = House::found(place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    Ok((house, link))
}

/// The clicks and visits of a link. The other totals follow conversions, so they must be nothing.
async fn totals(house: &House, link: &Link) -> Result<(u64, u64), StoreError> {
    let totals = house.store.links().find(house.within(), &LinkKey::Id(link.id)).await?.expect("the link is there").totals;
    let (clicks, visits) = (totals.clicks, totals.visits);
    assert_eq!(totals, trackway_domain::totals::LinkTotals { clicks, visits, ..Default::default() });
    Ok((clicks, visits))
}
