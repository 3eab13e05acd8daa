//! Installs: one however often an app reports itself, with the one click that led to it.

use super::house::House;
use super::install_samples::{fingerprint, install, naming, search, trace};
use super::samples::{self, at};
use super::together::together;
use super::{Outcome, Place, cases};
use crate::clicks::ClickRow;
use crate::installs::{InstallList, NewInstall};
use std::sync::Arc;
use trackway_domain::install::decide::Naming;
use trackway_domain::install::decision::{self, Refusal, Rule};
use trackway_domain::install::report::{DeviceHash, FingerprintKey};
use trackway_domain::link::{Link, LinkSettings};
use trackway_domain::window::AttributionWindow;

cases! { "installs":
    an_install_reads_back_equal,
    the_same_device_is_the_same_install,
    the_same_fingerprint_within_a_day_is_the_same_install,
    a_known_device_is_not_another_one_with_its_fingerprint,
    a_named_click_is_credited_and_nobody_else_gets_it,
    of_many_that_name_a_click_at_once_one_gets_it,
    a_named_click_counts_for_its_links_window,
    an_install_waits_for_a_click_that_has_not_arrived,
    an_install_may_name_its_click_at_a_later_launch,
    exactly_one_link_is_credited_by_traces,
    a_click_that_is_taken_is_no_candidate,
    fingerprint_keys_are_kept_for_two_days,
    installs_are_listed_the_last_first_in_portions,
}

/// Takes the click of that number on a link in.
async fn clicked(house: &House, link: &Link, number: u32) -> Outcome<ClickRow> {
    let click = samples::click(link, number);
    house.store.clicks().ingest(vec![click.clone()], samples::step(number, 0, 1)).await?;
    Ok(click)
}

async fn an_install_reads_back_equal(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    let click = clicked(&house, &link, 5).await?;
    for new in
        [install(&house, 20, None), naming(&house, 21, click.id), NewInstall { begun_at: at(7), ..install(&house, 22, Some(search(1))) }]
    {
        let recorded = house.store.installs().record(new.clone()).await?;
        assert_eq!((recorded.id, recorded.opened_at, recorded.begun_at, recorded.launches), (new.id, new.at, new.begun_at, 1));
        assert_eq!((&recorded.report, recorded.fingerprint), (&new.report, new.fingerprints[0]));
        let again = house.again(&*place).await?;
        let workspace = house.workspace.id;
        assert_eq!(again.store.installs().find(workspace, new.id).await?.as_ref(), Some(&recorded));
        assert_eq!(again.store.installs().find_by_fingerprint(workspace, new.fingerprints[0]).await?.as_ref(), Some(&recorded));
        assert_eq!(again.store.installs().find(samples::stranger(), new.id).await?, None);
        assert_eq!(again.store.installs().find_by_fingerprint(samples::stranger(), new.fingerprints[0]).await?, None);
    }
    Ok(())
}

async fn the_same_device_is_the_same_install(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let device = Some(DeviceHash([1; 32]));
    let first = house.store.installs().record(NewInstall { device, ..install(&house, 20, None) }).await?;
    let again = house.store.installs().record(NewInstall { device, ..install(&house, 1_000_000, None) }).await?;
    assert_eq!((again.id, again.launches, again.opened_at, again.last_opened_at), (first.id, 2, at(20), at(1_000_000)));
    let other = NewInstall { device: Some(DeviceHash([2; 32])), ..install(&house, 21, None) };
    assert_ne!(house.store.installs().record(other).await?.id, first.id);
    Ok(())
}

async fn the_same_fingerprint_within_a_day_is_the_same_install(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let day = 24 * 3_600;
    let first = house.store.installs().record(install(&house, 1, None)).await?;
    // Each day has another key: a report carries today's fingerprint, and yesterday's.
    let cases = [(2, 10, vec![1], true), (3, day, vec![2, 1], true), (4, 2 * day, vec![3, 2], true), (5, 3 * day + 1, vec![4, 3], false)];
    for (number, at_second, prints, is_same) in cases {
        let prints = prints.into_iter().map(fingerprint).collect();
        let new = NewInstall { at: at(at_second), fingerprints: prints, ..install(&house, number, None) };
        assert_eq!(house.store.installs().record(new).await?.id == first.id, is_same, "{number}");
    }
    assert_eq!(house.store.installs().find(house.workspace.id, first.id).await?.map(|install| install.launches), Some(4));
    Ok(())
}

async fn a_known_device_is_not_another_one_with_its_fingerprint(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let of = |number: u32, device: Option<u8>| NewInstall {
        device: device.map(|number| DeviceHash([number; 32])),
        fingerprints: vec![fingerprint(1)],
        ..install(&house, number, None)
    };
    let record = |new| house.store.installs().record(new);
    let one = record(of(1, Some(1))).await?.id;
    let two = record(of(2, Some(2))).await?.id;
    assert_ne!(one, two);
    let nameless = record(of(3, None)).await?.id;
    assert!([one, two].contains(&nameless), "it may be either, and is no third");
    let fresh = NewInstall { fingerprints: vec![fingerprint(9)], ..of(4, None) };
    let fresh = record(fresh).await?.id;
    let named = record(NewInstall { fingerprints: vec![fingerprint(9)], ..of(5, Some(3)) }).await?.id;
    assert_eq!(named, fresh, "an app may name its device later");
    assert_eq!(record(of(6, Some(3))).await?.id, fresh);
    Ok(())
}

async fn a_named_click_is_credited_and_nobody_else_gets_it(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    let click = clicked(&house, &link, 5).await?;
    let first = house.store.installs().record(naming(&house, 20, click.id)).await?;
    let credited = first.decision.credited().expect("a credit");
    assert_eq!((credited.click, credited.link, credited.at, credited.rule), (click.id, link.id, click.at, Rule::ClickId));
    let second = house.store.installs().record(naming(&house, 21, click.id)).await?;
    assert_eq!(second.decision.outcome, decision::Outcome::NamedRefused);
    assert_eq!(second.decision.considered[0].refusal, Some(Refusal::Taken));
    Ok(())
}

async fn of_many_that_name_a_click_at_once_one_gets_it(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    let click = clicked(&house, &link, 5).await?;
    let handles = [house.clone(), house.again(&*place).await?];
    let record = |number: u32| {
        let (store, new) = (Arc::clone(&handles[number as usize % 2].store), naming(&house, 20 + number, click.id));
        async move { store.installs().record(new).await }
    };
    let recorded = together((0..8).map(record)).await.into_iter().collect::<Result<Vec<_>, _>>()?;
    assert_eq!(recorded.iter().filter(|install| install.decision.credited().is_some()).count(), 1);
    Ok(())
}

async fn a_named_click_counts_for_its_links_window(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let settings = LinkSettings { window: Some(AttributionWindow::from_hours(1)?), ..LinkSettings::default() };
    let link = house.made(1, settings).await?;
    for (number, opened, expected) in
        [(5, 5 + 3_600, None), (6, 6 + 3_601, Some(Refusal::OutsideWindow)), (7, 6, Some(Refusal::AfterInstall))]
    {
        let click = clicked(&house, &link, number).await?;
        let new = NewInstall { at: at(opened), begun_at: at(opened), ..naming(&house, 20 + number, click.id) };
        assert_eq!(house.store.installs().record(new).await?.decision.considered[0].refusal, expected, "{number}");
    }
    Ok(())
}

async fn an_install_waits_for_a_click_that_has_not_arrived(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    let click = samples::click(&link, 5);
    let [first, second] = [20, 21].map(|number| naming(&house, number, click.id));
    for new in [&first, &second] {
        let recorded = house.store.installs().record(new.clone()).await?;
        assert_eq!(recorded.decision.outcome, decision::Outcome::Awaiting(click.id));
    }
    clicked(&house, &link, 4).await?;
    clicked(&house, &link, 5).await?;
    for (new, expected) in [(&first, decision::Outcome::Credited(click.id)), (&second, decision::Outcome::NamedRefused)] {
        let found = house.store.installs().find(house.workspace.id, new.id).await?;
        assert_eq!(found.map(|install| install.decision.outcome), Some(expected));
    }
    Ok(())
}

async fn an_install_may_name_its_click_at_a_later_launch(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    let (before, after) = (clicked(&house, &link, 5).await?, clicked(&house, &link, 30).await?);
    let launch = |number: u32, at_second: u32, click| {
        let mut new = NewInstall { at: at(at_second), fingerprints: vec![fingerprint(number)], ..install(&house, number, None) };
        new.report.naming = Some(Naming { click, rule: Rule::InstallReferrer });
        new
    };
    for (number, click, expected) in
        [(20, before.id, decision::Outcome::Credited(before.id)), (21, after.id, decision::Outcome::NamedRefused)]
    {
        let first = house.store.installs().record(install(&house, number, None)).await?;
        assert_eq!(first.decision.outcome, decision::Outcome::NothingNamed);
        let second = house.store.installs().record(launch(number, 60, click)).await?;
        assert_eq!((second.id, second.launches, &second.decision.outcome), (first.id, 2, &expected));
        assert_eq!(house.store.installs().find(house.workspace.id, first.id).await?, Some(second));
    }
    Ok(())
}

async fn exactly_one_link_is_credited_by_traces(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let [one, other] = [house.made(1, LinkSettings::default()).await?, house.made(2, LinkSettings::default()).await?];
    let beside = |link: &Link, number: u32| crate::traces::NewTrace { address: trace(link, 2).address, ..trace(link, number) };
    house.store.traces().remember(vec![beside(&one, 2), beside(&one, 4)]).await?;
    let found = house.store.installs().record(install(&house, 100, Some(search(2)))).await?;
    let credited = found.decision.credited().expect("a credit");
    assert_eq!((credited.click, credited.rule), (trace(&one, 4).trace.click, Rule::Fingerprint));
    house.store.traces().remember(vec![beside(&other, 6)]).await?;
    let found = house.store.installs().record(install(&house, 101, Some(search(2)))).await?;
    assert_eq!(found.decision.outcome, decision::Outcome::Ambiguous);
    assert_eq!(found.decision.considered.len(), 3, "the one that is taken is told of too");
    Ok(())
}

async fn a_click_that_is_taken_is_no_candidate(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    house.store.traces().remember(vec![trace(&link, 2)]).await?;
    let expected = [decision::Outcome::Credited(trace(&link, 2).trace.click), decision::Outcome::NoneFits];
    for (number, expected) in (100..).zip(expected) {
        // A trace that is written again, as after a crash, is still taken.
        house.store.traces().remember(vec![trace(&link, 2)]).await?;
        let found = house.store.installs().record(install(&house, number, Some(search(2)))).await?;
        assert_eq!(found.decision.outcome, expected);
    }
    Ok(())
}

async fn fingerprint_keys_are_kept_for_two_days(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let key = |number: u8| FingerprintKey([number; 16]);
    for (day, fresh, expected) in [
        (10, key(1), (key(1), None)),
        (10, key(2), (key(1), None)),
        (11, key(3), (key(3), Some(key(1)))),
        (12, key(4), (key(4), Some(key(3)))),
        (10, key(5), (key(5), None)),
    ] {
        assert_eq!(house.store.installs().fingerprint_keys(day, fresh).await?, expected, "day {day}");
    }
    Ok(())
}

async fn installs_are_listed_the_last_first_in_portions(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    let click = clicked(&house, &link, 5).await?;
    let installs = house.store.installs();
    // Two were opened at the same instant.
    let mut recorded = Vec::new();
    for new in [naming(&house, 20, click.id), install(&house, 22, None), NewInstall { at: at(22), ..install(&house, 21, None) }] {
        recorded.push(installs.record(new).await?);
    }
    recorded.sort_by_key(|install| std::cmp::Reverse((install.opened_at, install.id.0)));
    let all = InstallList { workspace: house.workspace.id, is_credited: None, behind: None, limit: 9 };
    assert_eq!(installs.list(all).await?.items, recorded);

    let (mut seen, mut behind) = (Vec::new(), None);
    loop {
        let page = installs.list(InstallList { behind, limit: 1, ..all }).await?;
        seen.extend(page.items);
        behind = seen.last().map(|install| install.id);
        if !page.has_more {
            break;
        }
    }
    assert_eq!(seen, recorded);
    for (is_credited, expected) in [(true, 1), (false, 2)] {
        let found = installs.list(InstallList { is_credited: Some(is_credited), ..all }).await?.items;
        assert!(found.len() == expected && found.iter().all(|install| install.decision.credited().is_some() == is_credited));
    }
    let stranger = InstallList { workspace: samples::stranger(), ..all };
    assert_eq!(installs.list(stranger).await?.items, []);
    assert_eq!(installs.list(InstallList { behind: Some(recorded[0].id), ..stranger }).await?.items, []);
    Ok(())
}
