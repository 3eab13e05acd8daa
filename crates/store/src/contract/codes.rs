//! Authorization codes: good once.

use super::house::House;
use super::people::{client, code, consent, hash};
use super::samples::at;
use super::together::together;
use super::{Outcome, Place, cases};
use crate::consents::CodeTaken;
use std::sync::Arc;
use trackway_domain::oauth::consent::AuthorizationCode;

cases! { "codes":
    a_code_is_taken_with_its_consent,
    a_code_that_is_shown_again_ends_its_consent,
    a_code_is_good_for_its_client_and_in_its_time,
    a_code_falls_with_its_consent,
    of_many_at_once_one_takes_the_code,
}

async fn a_code_is_taken_with_its_consent(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let first = house.allowed().await?;
    let (second, full) = (consent(&house, 1), AuthorizationCode { nonce: Some("n «1»".to_owned()), ..code(1) });
    house.store.consents().create(&second, &full).await?;
    for (code, consent) in [(code(0), first), (full, second)] {
        let taken = house.store.consents().take_code(&code.hash, consent.client, at(5)).await?;
        assert_eq!(taken, CodeTaken::Taken(Box::new((code, consent))));
    }
    Ok(())
}

async fn a_code_that_is_shown_again_ends_its_consent(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (consent, consents) = (house.allowed().await?, house.store.consents());
    consents.take_code(&code(0).hash, consent.client, at(5)).await?;
    assert!(house.stands(&consent).await?);
    for later in [6, 600] {
        assert_eq!(consents.take_code(&code(0).hash, consent.client, at(later)).await?, CodeTaken::Replayed);
        assert_eq!(consents.find(consent.id).await?.and_then(|consent| consent.ended_at), Some(at(6)));
    }
    Ok(())
}

async fn a_code_is_good_for_its_client_and_in_its_time(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (consent, consents) = (house.allowed().await?, house.store.consents());
    let other = client(&house.workspace, 1);
    house.store.oauth_clients().create(&other).await?;
    assert_eq!(consents.take_code(&code(0).hash, other.id, at(5)).await?, CodeTaken::Unknown);
    assert_eq!(consents.take_code(&hash(3, 7), consent.client, at(5)).await?, CodeTaken::Unknown);
    assert_eq!(consents.take_code(&code(0).hash, consent.client, at(60)).await?, CodeTaken::Unknown);
    assert!(house.stands(&consent).await?, "none of this ends it");
    assert!(matches!(consents.take_code(&code(0).hash, consent.client, at(59)).await?, CodeTaken::Taken(_)));
    assert_eq!(consents.take_code(&code(0).hash, other.id, at(59)).await?, CodeTaken::Unknown);
    assert!(house.stands(&consent).await?, "another client's word ends nothing");
    Ok(())
}

async fn a_code_falls_with_its_consent(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let consent = house.allowed().await?;
    house.store.consents().end(consent.id, at(1)).await?;
    assert_eq!(house.store.consents().take_code(&code(0).hash, consent.client, at(5)).await?, CodeTaken::Unknown);
    Ok(())
}

async fn of_many_at_once_one_takes_the_code(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let consent = house.allowed().await?;
    let handles = [house.clone(), house.again(&*place).await?];
    let take = |number: u32| {
        let (house, client) = (handles[number as usize % 2].clone(), consent.client);
        async move { house.store.consents().take_code(&code(0).hash, client, at(5)).await }
    };
    let taken = together((0..8).map(take)).await.into_iter().collect::<Result<Vec<_>, _>>()?;
    assert_eq!(taken.iter().filter(|taken| matches!(taken, CodeTaken::Taken(_))).count(), 1);
    assert_eq!(taken.iter().filter(|taken| **taken == CodeTaken::Replayed).count(), 7);
    Ok(())
}
