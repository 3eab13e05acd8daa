//! Traces: kept for those who want them, found by hour and address, gone with the hour's key.

use super::house::House;
use super::install_samples::{hour, search, trace};
use super::together::together;
use super::{Outcome, Place, cases, install_samples, samples};
use std::sync::Arc;
use trackway_domain::install::address::TraceKey;
use trackway_domain::install::decision;
use trackway_domain::link::{LinkId, LinkSettings};
use trackway_domain::snowflake::Snowflake;
use trackway_domain::window::AttributionWindow;

cases! { "traces":
    a_workspace_compares_until_it_is_told_not_to,
    of_many_who_make_an_hours_key_all_get_the_same,
    keys_are_given_from_an_hour_on,
    owners_are_those_of_links_that_are_there,
    a_trace_is_kept_once_with_all_that_it_says,
    what_is_old_is_forgotten_in_portions,
    when_the_last_workspace_stops_nothing_is_left,
}

fn hours(hours: i64) -> Result<AttributionWindow, Box<dyn std::error::Error + Send + Sync>> {
    Ok(AttributionWindow::from_hours(hours)?)
}

async fn a_workspace_compares_until_it_is_told_not_to(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let id = house.workspace.id;
    assert_eq!(house.store.traces().caps().await?, []);
    for (cap, expected) in [(Some(hours(2)?), vec![(id, hours(2)?)]), (Some(hours(168)?), vec![(id, hours(168)?)]), (None, vec![])] {
        house.store.traces().set_cap(id, cap).await?;
        assert_eq!(house.again(&*place).await?.store.traces().caps().await?, expected);
    }
    Ok(())
}

async fn of_many_who_make_an_hours_key_all_get_the_same(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let ask = |number: u8| {
        let store = Arc::clone(&house.store);
        async move { store.traces().key(hour(5), TraceKey([number; 16])).await }
    };
    let keys = together((0..8).map(ask)).await.into_iter().collect::<Result<Vec<_>, _>>()?;
    assert!(keys.iter().all(|key| *key == keys[0]));
    Ok(())
}

async fn keys_are_given_from_an_hour_on(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    for number in [7, 5, 6] {
        house.store.traces().key(hour(number.into()), TraceKey([number; 16])).await?;
    }
    let newest_first = |numbers: &[u8]| numbers.iter().map(|number| (hour((*number).into()), TraceKey([*number; 16]))).collect::<Vec<_>>();
    assert_eq!(house.store.traces().keys_from(hour(6)).await?, newest_first(&[7, 6]));
    assert!(!house.store.traces().forget_before(hour(6), 10).await?);
    assert_eq!(house.store.traces().keys_from(hour(0)).await?, newest_first(&[7, 6]));
    Ok(())
}

async fn owners_are_those_of_links_that_are_there(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    let nobodys = LinkId(Snowflake::from_i64(7));
    assert_eq!(house.store.traces().owners(vec![nobodys, link.id]).await?, [(link.id, house.workspace.id)]);
    Ok(())
}

async fn a_trace_is_kept_once_with_all_that_it_says(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    let traces = (1..=6).map(|number| trace(&link, number)).collect::<Vec<_>>();
    for _ in 0..2 {
        house.store.traces().remember(traces.clone()).await?;
    }
    for (number, trace) in (1..).zip(&traces) {
        let mut new = install_samples::install(&house, 100 + number, Some(search(number)));
        new.report.phone.version = None;
        let decision = house.store.installs().record(new).await?.decision;
        let [considered] = &decision.considered[..] else { panic!("one is found for {trace:?}: {decision:?}") };
        let fits = trace.trace.platform == install_samples::PLATFORM;
        assert_eq!((considered.click, considered.link, considered.at), (trace.trace.click, link.id, trace.trace.at));
        assert_eq!(considered.refusal, (!fits).then_some(decision::Refusal::OtherPhone), "{trace:?}");
    }
    Ok(())
}

async fn what_is_old_is_forgotten_in_portions(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    house.store.traces().remember((1..=5).map(|number| trace(&link, number)).collect()).await?;
    let later = |number| hour(install_samples::HOUR + number);
    assert!(!house.store.traces().forget_before(later(0), 2).await?, "nothing is older");
    let portions = [house.store.traces().forget_before(later(1), 2).await?, house.store.traces().forget_before(later(1), 2).await?];
    assert_eq!(portions, [true, true]);
    assert!(!house.store.traces().forget_before(later(1), 2).await?);
    let found = house.store.installs().record(install_samples::install(&house, 100, Some(search(1)))).await?;
    assert_eq!(found.decision.outcome, decision::Outcome::NoneFits);
    Ok(())
}

async fn when_the_last_workspace_stops_nothing_is_left(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (link, id) = (house.made(1, LinkSettings::default()).await?, house.workspace.id);
    house.store.traces().set_cap(id, Some(hours(2)?)).await?;
    house.store.traces().key(hour(5), TraceKey([1; 16])).await?;
    house.store.traces().remember(vec![trace(&link, 1)]).await?;
    house.store.traces().set_cap(samples::stranger(), None).await?;
    assert_eq!(house.store.traces().keys_from(hour(0)).await?.len(), 1, "another's change is not the last's");
    house.store.traces().set_cap(id, None).await?;
    assert_eq!(house.store.traces().keys_from(hour(0)).await?, []);
    let found = house.store.installs().record(install_samples::install(&house, 100, Some(search(1)))).await?;
    assert_eq!(found.decision.outcome, decision::Outcome::NoneFits);
    Ok(())
}
