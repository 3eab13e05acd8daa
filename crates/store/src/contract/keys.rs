//! API keys.

use super::house::House;
use super::samples::{self, at};
use super::together::together;
use super::{Outcome, Place, cases};
use crate::StoreError;
use std::sync::Arc;
use trackway_domain::key::{ApiKey, KeyScope, KeyScopes};

cases! { "keys":
    a_key_is_found_by_its_hash_and_reads_back_equal,
    keys_are_listed_newest_first,
    another_workspace_sees_and_revokes_no_key,
    a_revoked_key_is_found_as_revoked,
    a_key_is_revoked_once,
    of_many_revocations_at_once_one_is_done,
    the_last_use_of_a_key_never_goes_back,
    a_second_key_with_the_same_hash_is_refused,
}

async fn a_key_is_found_by_its_hash_and_reads_back_equal(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let full = ApiKey {
        name: samples::name("Zoë's «key» 🎆"),
        scopes: KeyScopes::new(KeyScope::ALL.to_vec()),
        expires_at: Some(at(50)),
        revoked_at: Some(at(60)),
        last_used_at: Some(at(40)),
        ..house.key(1)
    };
    let bare = ApiKey { scopes: KeyScopes::new(Vec::new()), hash: [0; 32], ..house.key(2) };
    for key in [full, bare, house.key(3)] {
        house.store.keys().create(&key).await?;
        assert_eq!(house.store.keys().find_by_hash(&key.hash).await?, Some(key));
    }
    assert_eq!(house.store.keys().find_by_hash(&[255; 32]).await?, None);
    Ok(())
}

async fn keys_are_listed_newest_first(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    for number in [2, 3, 1] {
        house.store.keys().create(&house.key(number)).await?;
    }
    assert_eq!(house.store.keys().list(house.workspace.id).await?, [house.key(3), house.key(2), house.key(1)]);
    Ok(())
}

async fn another_workspace_sees_and_revokes_no_key(place: Arc<dyn Place>) -> Outcome {
    let (house, stranger) = (House::found(&*place).await?, samples::stranger());
    let (keys, key) = (house.store.keys(), house.key(1));
    keys.create(&key).await?;
    assert_eq!(keys.list(stranger).await?, []);
    assert!(!keys.revoke(stranger, key.id, at(5)).await?);
    assert!(!keys.revoke(house.workspace.id, house.key(7).id, at(5)).await?);
    assert_eq!(keys.find_by_hash(&key.hash).await?, Some(key));
    Ok(())
}

async fn a_revoked_key_is_found_as_revoked(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (keys, key) = (house.store.keys(), house.key(1));
    keys.create(&key).await?;
    keys.create(&house.key(2)).await?;
    assert!(keys.revoke(house.workspace.id, key.id, at(5)).await?);
    let revoked = ApiKey { revoked_at: Some(at(5)), ..key };
    assert_eq!(keys.find_by_hash(&revoked.hash).await?, Some(revoked.clone()));
    assert_eq!(keys.list(house.workspace.id).await?, [house.key(2), revoked]);
    Ok(())
}

async fn a_key_is_revoked_once(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (keys, key) = (house.store.keys(), house.key(1));
    keys.create(&key).await?;
    assert!(keys.revoke(house.workspace.id, key.id, at(5)).await?);
    assert!(!keys.revoke(house.workspace.id, key.id, at(9)).await?);
    assert_eq!(keys.find_by_hash(&key.hash).await?.and_then(|key| key.revoked_at), Some(at(5)));
    Ok(())
}

async fn of_many_revocations_at_once_one_is_done(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (handles, key) = ([house.clone(), house.again(&*place).await?], house.key(1));
    house.store.keys().create(&key).await?;
    let revoke = |number: u32| {
        let (house, id) = (handles[number as usize % 2].clone(), key.id);
        async move { house.store.keys().revoke(house.workspace.id, id, at(number)).await }
    };
    let revoked = together((1..=8).map(revoke)).await.into_iter().collect::<Result<Vec<_>, _>>()?;
    assert_eq!(revoked.into_iter().filter(|is_done| *is_done).count(), 1);
    Ok(())
}

async fn the_last_use_of_a_key_never_goes_back(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (keys, key) = (house.store.keys(), house.key(1));
    keys.create(&key).await?;
    keys.create(&house.key(2)).await?;
    for (used, expected) in [(10, 10), (20, 20), (15, 20), (20, 20), (21, 21)] {
        keys.touch(key.id, at(used)).await?;
        assert_eq!(keys.find_by_hash(&key.hash).await?, Some(ApiKey { last_used_at: Some(at(expected)), ..key.clone() }));
    }
    keys.touch(house.key(7).id, at(1)).await?;
    assert_eq!(keys.find_by_hash(&house.key(2).hash).await?, Some(house.key(2)));
    Ok(())
}

async fn a_second_key_with_the_same_hash_is_refused(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    house.store.keys().create(&house.key(1)).await?;
    let twin = ApiKey { hash: house.key(1).hash, ..house.key(2) };
    assert!(matches!(house.store.keys().create(&twin).await, Err(StoreError::Broken(_))));
    assert_eq!(house.store.keys().list(house.workspace.id).await?, [house.key(1)]);
    Ok(())
}
