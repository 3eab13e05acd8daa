//! The change log: nothing that a cache may hold changes without a word of it, in order, and whoever waits hears of it.

use super::house::House;
use super::samples::{self, at};
use super::{Outcome, Place, cases};
use crate::StoreError;
use crate::changes::Change;
use crate::error::CreateError;
use crate::links::LinkKey;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};
use trackway_domain::link::LinkSettings;

cases! { "changes":
    every_change_of_a_link_is_logged,
    a_new_account_is_logged,
    changes_are_read_in_portions_in_their_order,
    a_follower_misses_nothing_while_many_write,
    whoever_waits_hears_of_another_handles_change,
    whoever_waits_hears_of_its_own_handles_change,
    a_change_made_before_the_wait_began_is_heard_of,
    everybody_who_waits_hears_of_a_change,
    without_a_change_the_wait_takes_its_time,
}

/// Far longer than anything here takes.
const LONG: Duration = Duration::from_secs(30);
/// What is prompt, on a busy machine too.
const PROMPT: Duration = Duration::from_secs(10);

async fn every_change_of_a_link_is_logged(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let start = house.store.changes().newest().await?;
    let link = house.made(1, LinkSettings::default()).await?;
    let (path, key) = (Change::Path(link.code.to_string()), LinkKey::Uuid(link.uuid));
    assert_eq!(logged(&house, start).await?, std::slice::from_ref(&path), "made");
    house.store.links().update(house.within(), &key, at(2), Box::new(|_| ())).await?.ok_or("the link is there")?;
    assert_eq!(logged(&house, start).await?, [path.clone(), path.clone()], "changed");
    house.store.links().delete(house.within(), &key, at(3)).await?.ok_or("the link is there")?;
    assert_eq!(logged(&house, start).await?, [path.clone(), path.clone(), path], "deleted");

    let before = house.store.changes().newest().await?;
    house.store.links().delete(house.within(), &key, at(4)).await?;
    assert!(matches!(house.store.links().create(&house.link(1)).await, Err(CreateError::PathTaken)));
    assert_eq!(logged(&house, before).await?, [], "what changes nothing is not logged");
    Ok(())
}

async fn a_new_account_is_logged(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let start = house.store.changes().newest().await?;
    let account = house.account(1);
    house.store.accounts().create(&account).await?;
    assert!(logged(&house, start).await?.contains(&Change::Path(account.handle.as_str().to_owned())));
    Ok(())
}

async fn changes_are_read_in_portions_in_their_order(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let start = house.store.changes().newest().await?;
    for number in 1..=5 {
        house.made(number, LinkSettings::default()).await?;
    }
    let all = house.store.changes().after(start, 100).await?;
    let expected = (1..=5).map(|number| Change::Path(house.link(number).code.to_string())).collect::<Vec<_>>();
    assert_eq!(all.iter().map(|(_, change)| change.clone()).collect::<Vec<_>>(), expected);
    assert!(all.is_sorted_by(|(earlier, _), (later, _)| earlier < later) && all[0].0 > start);
    assert_eq!(house.store.changes().newest().await?, all[4].0);
    assert_eq!(house.store.changes().after(start, 2).await?, all[..2]);
    assert_eq!(house.store.changes().after(all[1].0, 2).await?, all[2..4]);
    assert_eq!(house.store.changes().after(all[4].0, 2).await?, []);
    assert_eq!(house.store.changes().after(start, 0).await?, []);
    Ok(())
}

/// Numbers are given out before a commit: a follower must not pass one by that is committed after a greater one.
async fn a_follower_misses_nothing_while_many_write(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (handles, start) = ([house.clone(), house.again(&*place).await?], house.store.changes().newest().await?);
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..8 {
        let house = handles[writer as usize % 2].clone();
        writers.spawn(async move {
            for number in 0..10 {
                house.store.links().create(&house.link(writer * 10 + number)).await?;
            }
            Ok::<_, CreateError>(())
        });
    }
    let (mut seen, mut paths) = (start, BTreeSet::new());
    let deadline = Instant::now() + LONG;
    while paths.len() < 80 && Instant::now() < deadline {
        for (number, change) in house.store.changes().after(seen, 7).await? {
            seen = number;
            if let Change::Path(path) = change {
                paths.insert(path);
            }
        }
        house.store.changes().wait(Duration::from_millis(5)).await?;
    }
    writers.join_all().await.into_iter().collect::<Result<(), _>>()?;
    assert_eq!(paths, (0..80).map(|number| house.link(number).code.to_string()).collect());
    Ok(())
}

async fn whoever_waits_hears_of_another_handles_change(place: Arc<dyn Place>) -> Outcome {
    let here = House::found(&*place).await?;
    let there = here.again(&*place).await?;
    heard(&there, &here).await
}

async fn whoever_waits_hears_of_its_own_handles_change(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    heard(&house, &house).await
}

/// Waits at `there` for a change that is made at `here`.
async fn heard(there: &House, here: &House) -> Outcome {
    for number in 1..=3 {
        let seen = there.store.changes().newest().await?;
        calm(there).await?;
        let store = Arc::clone(&there.store);
        let waiting = tokio::spawn(async move { waited(&*store, LONG).await });
        tokio::time::sleep(Duration::from_millis(150)).await;
        let link = here.made(number, LinkSettings::default()).await?;
        assert!(waiting.await?? < PROMPT, "change {number} was heard of");
        assert_eq!(logged(there, seen).await?, [Change::Path(link.code.to_string())]);
    }
    Ok(())
}

/// Between reading the log and waiting there is always a moment; what happens in it must not wait for the timeout.
async fn a_change_made_before_the_wait_began_is_heard_of(place: Arc<dyn Place>) -> Outcome {
    let here = House::found(&*place).await?;
    let there = here.again(&*place).await?;
    for number in 1..=3 {
        there.store.changes().newest().await?;
        here.made(number, LinkSettings::default()).await?;
        tokio::time::sleep(Duration::from_millis(150)).await;
        assert!(waited(&*there.store, LONG).await? < PROMPT, "change {number} was heard of");
        calm(&there).await?;
    }
    Ok(())
}

async fn everybody_who_waits_hears_of_a_change(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    calm(&house).await?;
    let waiting = [(); 3].map(|()| {
        let store = Arc::clone(&house.store);
        tokio::spawn(async move { waited(&*store, LONG).await })
    });
    tokio::time::sleep(Duration::from_millis(150)).await;
    house.made(1, samples::named("news")).await?;
    for waiting in waiting {
        assert!(waiting.await?? < PROMPT);
    }
    Ok(())
}

async fn without_a_change_the_wait_takes_its_time(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    calm(&house).await?;
    for timeout in [0, 20, 400].map(Duration::from_millis) {
        let waited = waited(&*house.store, timeout).await?;
        assert!(waited >= timeout && waited < timeout + PROMPT, "{waited:?} of {timeout:?}");
    }
    Ok(())
}

/// Waits until there is nothing new. A wait may end early, but not for ever.
async fn calm(house: &House) -> Result<(), StoreError> {
    let quiet = Duration::from_millis(100);
    for _ in 0..20 {
        if waited(&*house.store, quiet).await? >= quiet {
            return Ok(());
        }
    }
    panic!("the wait ends again and again though nothing changes");
}

/// How long a wait took.
async fn waited(store: &dyn crate::Store, timeout: Duration) -> Result<Duration, StoreError> {
    let start = Instant::now();
    store.changes().wait(timeout).await?;
    Ok(start.elapsed())
}

async fn logged(house: &House, after: u64) -> Result<Vec<Change>, StoreError> {
    Ok(house.store.changes().after(after, 100).await?.into_iter().map(|(_, change)| change).collect())
}
