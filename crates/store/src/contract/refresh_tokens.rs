//! Refresh tokens: each good once, and a chain of them dies when one is used again.

use super::house::House;
use super::people::{GRACE, code, consent, hash, refresh_token};
use super::samples::at;
use super::together::together;
use super::{Outcome, Place, cases};
use crate::StoreError;
use crate::consents::Rotation;
use proptest::prelude::{any, prop};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
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
    whatever_the_order_a_chain_lives_until_a_token_is_used_again,
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

/// Any history of uses, held against what a chain is by its definition.
async fn whatever_the_order_a_chain_lives_until_a_token_is_used_again(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    house.allowed().await?;
    // Which of the tokens there are is used, and how many seconds after the use before.
    let history = prop::collection::vec((any::<usize>(), 0..40_u32), 1..30);
    let mut runner = TestRunner::deterministic();
    for turn in 1..=40 {
        let consent = consent(&house, turn);
        house.store.consents().create(&consent, &code(turn)).await?;
        let token = |number: usize, now: u32| RefreshToken { hash: hash(5, turn * 100 + number as u32), expires_at: at(now + LIFE) };
        house.store.consents().begin_chain(consent.id, &token(0, 0)).await?;
        let (mut chain, mut now) = (Chain { tokens: vec![(LIFE, None)], is_dead: false }, 0);
        for (choice, seconds) in history.new_tree(&mut runner).expect("a history").current() {
            now += seconds;
            let (used, count) = (choice % chain.tokens.len(), chain.tokens.len());
            let rotation = house.store.consents().rotate(&token(used, 0).hash, &token(count, now), at(now), GRACE).await?;
            assert_eq!(rotation, chain.expected(used, now), "{turn}: {used} at {now} of {:?}", chain.tokens);
        }
        assert_eq!(house.stands(&consent).await?, !chain.is_dead, "{turn}");
    }
    Ok(())
}

/// How long tokens live in these histories, in seconds.
const LIFE: u32 = 120;

/// A chain by its definition.
struct Chain {
    /// When each token ends, and when it was first used.
    tokens: Vec<(u32, Option<u32>)>,
    is_dead: bool,
}

impl Chain {
    fn expected(&mut self, used: usize, now: u32) -> Rotation {
        let (end, first_use) = self.tokens[used];
        if self.is_dead {
            return Rotation::Unknown;
        }
        if first_use.is_some_and(|first| now - first > 30) {
            self.is_dead = true;
            return Rotation::Reused;
        }
        if now >= end {
            return Rotation::Expired;
        }
        self.tokens[used].1 = first_use.or(Some(now));
        self.tokens.push((now + LIFE, None));
        if first_use.is_some() { Rotation::WithinGrace } else { Rotation::Rotated }
    }
}
