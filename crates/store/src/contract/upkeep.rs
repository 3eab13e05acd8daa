//! What is done with clicks when nobody waits: no answer changes but those that are meant to.

use super::house::House;
use super::samples::{click, step};
use super::{Outcome, Place, cases};
use crate::clicks::{ClickRow, LogPosition};
use crate::links::LinkKey;
use crate::upkeep::Tended;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::num::NonZeroU64;
use std::sync::Arc;
use trackway_domain::link::{Link, LinkSettings};
use trackway_domain::stats::Span;
use trackway_domain::utc_day::UtcDay;
use trackway_domain::visitor::VisitorHash;
use uuid::Uuid;

cases! { "upkeep":
    tending_changes_no_answer,
    what_is_purged_leaves_the_log_and_stays_in_the_totals,
    what_is_forgotten_goes_on_counting,
    a_walk_shows_each_click_of_a_workspace_once,
}

async fn tending_changes_no_answer(place: Arc<dyn Place>) -> Outcome {
    let (house, links) = house_with_links(&*place).await?;
    let rows = filled(&house, &links).await?;
    tend(&house).await?;
    assert_eq!(log(&house).await?, rows);
    assert_eq!(totals(&house, &links).await?, [300, 300]);
    assert_eq!(house.store.books().differences(Box::new(|_, _| {})).await?, []);
    Ok(())
}

async fn what_is_purged_leaves_the_log_and_stays_in_the_totals(place: Arc<dyn Place>) -> Outcome {
    let (house, links) = house_with_links(&*place).await?;
    let rows = filled(&house, &links).await?;
    let before = UtcDay::of(rows[0].at).next().next();
    let (old, kept) = rows.into_iter().partition::<Vec<_>, _>(|row| UtcDay::of(row.at) < before);
    assert!(old.len() > 50 && kept.len() > 50);
    assert_eq!(house.store.upkeep().purge(before).await?, old.len() as u64);
    assert_eq!(house.store.upkeep().purge(before).await?, 0, "once");
    for _ in 0..2 {
        assert_eq!(log(&house).await?, kept);
        assert_eq!(totals(&house, &links).await?, [300, 300]);
        assert_eq!(house.store.books().differences(Box::new(|_, _| {})).await?, []);
        let day = UtcDay::of(old[0].at);
        assert_eq!(house.store.link_days().of_link(links[0].id, day, day).await?, []);
        house.store.books().mend(links.iter().map(|link| link.id).collect(), Box::new(|_, _| {})).await?;
    }
    assert_eq!(house.store.clicks().find(old[0].id).await?, None);
    Ok(())
}

async fn what_is_forgotten_goes_on_counting(place: Arc<dyn Place>) -> Outcome {
    let (house, links) = house_with_links(&*place).await?;
    let rows = filled(&house, &links).await?;
    let chosen = [0, 17, 299, 599].map(|index| rows[index].id);
    let unknown = crate::contract::samples::click(&links[0], 999_999).id;
    assert_eq!(house.store.upkeep().forget(chosen.into_iter().chain([unknown]).collect()).await?, 4);
    for id in chosen {
        assert_eq!(house.store.clicks().find(id).await?, None);
    }
    for (now, before) in log(&house).await?.into_iter().zip(rows) {
        if chosen.contains(&before.id) {
            assert_eq!((now.link, now.at, now.traffic, now.platform), (before.link, before.at, before.traffic, before.platform));
            let personal = (now.id.0, now.address, now.visitor, &*now.user_agent.text, now.metadata.len());
            assert_eq!(personal, (Uuid::nil(), None, None, "", 0));
        } else {
            assert_eq!(now, before);
        }
    }
    assert_eq!(totals(&house, &links).await?, [300, 300]);
    assert_eq!(house.store.books().differences(Box::new(|_, _| {})).await?, []);
    Ok(())
}

async fn a_walk_shows_each_click_of_a_workspace_once(place: Arc<dyn Place>) -> Outcome {
    let (house, links) = house_with_links(&*place).await?;
    let rows = filled(&house, &links).await?;
    let span = Span::new(rows[100].at, rows[400].at)?;
    for (workspace, span, expected) in [
        (house.workspace.id, Span::new(Timestamp::MIN, Timestamp::MAX)?, &rows[..]),
        (house.workspace.id, span, &rows[100..400]),
        (super::samples::stranger(), span, &[]),
    ] {
        let walks = house.store.click_walks();
        let (mut walk, mut found) = (walks.walk(workspace, span).await?, Vec::new());
        // What comes meanwhile may be shown or not; what was there is, though it goes from one place to another.
        tend(&house).await?;
        while let Some(portion) = walks.step(&mut walk).await? {
            found.extend(portion);
        }
        found.sort_by_key(|row| (row.at, row.id));
        assert_eq!(found, expected);
        assert!(walk.passed <= walk.all);
    }
    Ok(())
}

/// Clicks of two links over five days, each of another instant.
async fn filled(house: &House, links: &[Link; 2]) -> Outcome<Vec<ClickRow>> {
    let row = |number: u32| {
        let visitor = NonZeroU64::new(u64::from(number % 40) + 1 + 1_000 * u64::from(number / 120)).map(VisitorHash);
        let address = Some(std::net::IpAddr::from([203, 0, 113, 0]));
        ClickRow { visitor, address, metadata: vec![("a".into(), "b".into())], ..click(&links[number as usize % 2], number * 720) }
    };
    let rows = (0..600).map(row).collect::<Vec<_>>();
    for (batch, rows) in (0..).zip(rows.chunks(37)) {
        house.store.clicks().ingest(rows.to_vec(), step(1, batch, batch + 1)).await?;
    }
    Ok(rows)
}

async fn tend(house: &House) -> Outcome {
    while house.store.upkeep().tend(Timestamp::MAX).await? == Tended::Something {}
    Ok(())
}

async fn log(house: &House) -> Outcome<Vec<ClickRow>> {
    let log = house.store.clicks().log(LogPosition(0), 100_000).await?;
    let positions = log.iter().map(|(position, _)| *position).collect::<BTreeSet<_>>();
    assert_eq!(positions.len(), log.len(), "no position is given twice");
    Ok(log.into_iter().map(|(_, row)| row).collect())
}

async fn totals(house: &House, links: &[Link; 2]) -> Outcome<[u64; 2]> {
    let mut clicks = [0; 2];
    for (clicks, link) in clicks.iter_mut().zip(links) {
        *clicks = house.store.links().find(house.within(), &LinkKey::Id(link.id)).await?.ok_or("a link")?.totals.clicks;
    }
    Ok(clicks)
}

async fn house_with_links(place: &dyn Place) -> Outcome<(House, [Link; 2])> {
    let house = House::found(place).await?;
    let links = [house.made(1, LinkSettings::default()).await?, house.made(2, LinkSettings::default()).await?];
    Ok((house, links))
}
