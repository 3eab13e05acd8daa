//! The keys that sign tokens.

use super::samples::at;
use super::together::together;
use super::{Outcome, Place, cases};
use crate::signing_keys::KeptKey;
use crate::{Store, StoreError};
use jiff::Timestamp;
use std::sync::Arc;

cases! { "signing_keys":
    of_many_first_keys_at_once_one_is_kept,
    the_newest_key_signs_and_the_others_stand_behind_it,
    keys_that_retired_long_ago_are_forgotten,
}

fn key(number: u32) -> KeptKey {
    KeptKey { id: format!("key {number}"), pem: format!("pem {number}\n"), created_at: at(number), retired_at: None }
}

/// Every key's name, and when it retired.
async fn kept(store: &dyn Store) -> Result<Vec<(String, Option<Timestamp>)>, StoreError> {
    Ok(store.signing_keys().list().await?.into_iter().map(|key| (key.id, key.retired_at)).collect())
}

async fn of_many_first_keys_at_once_one_is_kept(place: Arc<dyn Place>) -> Outcome {
    let handles = [place.open().await?, place.open().await?];
    let create = |number: u32| {
        let store = Arc::clone(&handles[number as usize % 2]);
        async move { store.signing_keys().create_first(&key(number)).await.map(|is_first| is_first.then_some(number)) }
    };
    let made = together((0..8).map(create)).await.into_iter().collect::<Result<Vec<_>, _>>()?;
    let [winner] = made.into_iter().flatten().collect::<Vec<_>>()[..] else { panic!("not exactly one of them was first") };
    let listed = handles[0].signing_keys().list().await?;
    assert!(listed == [key(winner)], "it reads back equal");
    Ok(())
}

async fn the_newest_key_signs_and_the_others_stand_behind_it(place: Arc<dyn Place>) -> Outcome {
    let store = place.open().await?;
    assert_eq!(kept(&*store).await?, []);
    store.signing_keys().create_first(&key(1)).await?;
    for number in [2, 3] {
        store.signing_keys().rotate(&key(number)).await?;
    }
    let expected = [("key 3", None), ("key 2", Some(at(3))), ("key 1", Some(at(2)))];
    assert_eq!(kept(&*store).await?, expected.map(|(id, at)| (id.to_owned(), at)));
    Ok(())
}

async fn keys_that_retired_long_ago_are_forgotten(place: Arc<dyn Place>) -> Outcome {
    let store = place.open().await?;
    for number in [1, 2, 3] {
        store.signing_keys().rotate(&key(number)).await?;
    }
    store.signing_keys().forget(at(3)).await?;
    assert_eq!(kept(&*store).await?, [("key 3".to_owned(), None), ("key 2".to_owned(), Some(at(3)))]);
    store.signing_keys().forget(at(1_000)).await?;
    assert_eq!(kept(&*store).await?, [("key 3".to_owned(), None)]);
    Ok(())
}
