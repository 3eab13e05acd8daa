//! Refresh tokens: each good once, and a chain of them dies when one is used again.

use super::house::House;
use super::people::{GRACE, hash, refresh_token};
use super::samples::at;
use super::together::together;
use super::{Outcome, Place, cases};
use crate::StoreError;
use crate::consents::Rotation;
use std::sync::Arc;
use trackway_domain::oauth::consent::RefreshToken;

cases! { "refresh_tokens":
    a_token_leads_to_its_consent,
    each_token_is_good_once,
    within_the_grace_a_sibling_is_given,
    a_token_that_is_used_again_kills_its_chain,
    a_token_ends_in_its_time,
    a_token_falls_with_its_consent,
    of_many_at_once_one_rotates_and_the_others_are_siblings,
}

async fn use_token(house: &House, number: u32, next: u32, seconds: u32) -> Result<Rotation, StoreError> {
    house.store.consents().rotate(&hash(5, number), &refresh_token(next), at(seconds), GRACE).await
}

async fn a_token_leads_to_its_consent(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let consent = house.chained().await?;
    assert_eq!(house.store.consents().find_by_refresh_token(&hash(5, 0)).await?, Some(consent));
    assert_eq!(house.store.consents().find_by_refresh_token(&hash(5, 1)).await?, None);
    Ok(())
}

async fn each_token_is_good_once(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let consent = house.chained().await?;
    for number in 0..5 {
        assert_eq!(use_token(&house, number, number + 1, number * 100).await?, Rotation::Rotated, "{number}");
    }
    assert_eq!(use_token(&house, 77, 78, 500).await?, Rotation::Unknown);
    assert!(house.stands(&consent).await?);
    Ok(())
}

async fn within_the_grace_a_sibling_is_given(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let consent = house.chained().await?;
    assert_eq!(use_token(&house, 0, 1, 100).await?, Rotation::Rotated);
    assert_eq!(use_token(&house, 0, 2, 130).await?, Rotation::WithinGrace);
    assert_eq!(use_token(&house, 0, 3, 90).await?, Rotation::WithinGrace, "a clock that went back");
    for (number, next) in [(1, 4), (2, 5), (3, 6)] {
        assert_eq!(use_token(&house, number, next, 140).await?, Rotation::Rotated, "siblings are as good as each other");
    }
    assert!(house.stands(&consent).await?);
    assert_eq!(use_token(&house, 0, 7, 131).await?, Rotation::Reused, "the grace counts from the first use");
    Ok(())
}

async fn a_token_that_is_used_again_kills_its_chain(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let consent = house.chained().await?;
    use_token(&house, 0, 1, 100).await?;
    use_token(&house, 1, 2, 110).await?;
    assert_eq!(use_token(&house, 0, 3, 131).await?, Rotation::Reused);
    assert_eq!(house.store.consents().find(consent.id).await?.and_then(|consent| consent.ended_at), Some(at(131)));
    for number in [0, 1, 2, 3] {
        assert_eq!(use_token(&house, number, 10 + number, 132).await?, Rotation::Unknown, "{number}");
    }
    Ok(())
}

async fn a_token_ends_in_its_time(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let consent = house.chained().await?;
    assert_eq!(use_token(&house, 0, 1, 1_000).await?, Rotation::Expired);
    assert!(house.stands(&consent).await?, "nobody was robbed");
    assert_eq!(use_token(&house, 0, 1, 999).await?, Rotation::Rotated);
    assert_eq!(use_token(&house, 0, 2, 1_001).await?, Rotation::Expired);
    assert_eq!(use_token(&house, 0, 2, 2_000).await?, Rotation::Reused, "a thief may come late");
    Ok(())
}

async fn a_token_falls_with_its_consent(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let consent = house.chained().await?;
    house.store.consents().end(consent.id, at(5)).await?;
    assert_eq!(use_token(&house, 0, 1, 6).await?, Rotation::Unknown);
    Ok(())
}

async fn of_many_at_once_one_rotates_and_the_others_are_siblings(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    house.chained().await?;
    let handles = [house.clone(), house.again(&*place).await?];
    let rotate = |number: u32| {
        let house = handles[number as usize % 2].clone();
        let next = RefreshToken { hash: hash(5, 100 + number), ..refresh_token(0) };
        async move { house.store.consents().rotate(&hash(5, 0), &next, at(5), GRACE).await }
    };
    let rotations = together((0..8).map(rotate)).await.into_iter().collect::<Result<Vec<_>, _>>()?;
    assert_eq!(rotations.iter().filter(|rotation| **rotation == Rotation::Rotated).count(), 1);
    assert_eq!(rotations.iter().filter(|rotation| **rotation == Rotation::WithinGrace).count(), 7);
    Ok(())
}
