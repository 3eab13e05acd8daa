//! Passes of links with a cap: as many as the cap says, whoever takes them, however many at once.

use super::house::House;
use super::samples::{click, step};
use super::together::together;
use super::{Outcome, Place, cases};
use std::num::NonZeroU32;
use std::sync::Arc;
use trackway_domain::link::LinkSettings;

cases! { "passes":
    there_are_as_many_as_the_cap_says,
    of_many_at_once_no_more_get_through,
    what_is_given_back_can_be_taken_again,
    a_cap_may_be_raised_and_lowered,
    people_from_before_the_cap_count,
}

async fn there_are_as_many_as_the_cap_says(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (link, other) = (house.link(1).id, house.link(2).id);
    for (wanted, given) in [(4, 4), (4, 4), (4, 2), (4, 0), (1, 0)] {
        assert_eq!(house.store.passes().take(link, number(10), number(wanted)).await?, given);
    }
    assert_eq!(house.store.passes().take(other, number(10), number(1)).await?, 1);
    let later = house.again(&*place).await?;
    assert_eq!(later.store.passes().take(link, number(10), number(1)).await?, 0);
    Ok(())
}

async fn of_many_at_once_no_more_get_through(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let handles = [house.clone(), house.again(&*place).await?];
    let link = house.link(1).id;
    let take = |turn: usize| {
        let store = Arc::clone(&handles[turn % 2].store);
        async move { store.passes().take(link, number(100), number(3)).await }
    };
    let given = together((0..50).map(take)).await.into_iter().sum::<Result<u32, _>>()?;
    assert_eq!(given, 100);
    Ok(())
}

async fn what_is_given_back_can_be_taken_again(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.link(1).id;
    assert_eq!(house.store.passes().take(link, number(5), number(5)).await?, 5);
    house.store.passes().give_back(link, 2).await?;
    assert_eq!(house.store.passes().take(link, number(5), number(5)).await?, 2);
    house.store.passes().give_back(house.link(2).id, 2).await?;
    assert_eq!(house.store.passes().take(house.link(2).id, number(5), number(9)).await?, 5, "nobody had taken any");
    Ok(())
}

async fn a_cap_may_be_raised_and_lowered(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.link(1).id;
    for (limit, given) in [(3, 3), (5, 2), (4, 0), (1, 0), (6, 1)] {
        assert_eq!(house.store.passes().take(link, number(limit), number(9)).await?, given, "limit {limit}");
    }
    Ok(())
}

async fn people_from_before_the_cap_count(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    house.store.clicks().ingest((0..7).map(|number| click(&link, number)).collect(), step(1, 0, 1)).await?;
    assert_eq!(house.store.passes().take(link.id, number(10), number(9)).await?, 3);
    house.store.clicks().ingest(vec![click(&link, 8)], step(1, 1, 2)).await?;
    assert_eq!(house.store.passes().take(link.id, number(11), number(9)).await?, 1, "those who had a pass do not count twice");
    Ok(())
}

fn number(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).expect("not zero")
}
