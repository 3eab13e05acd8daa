//! Models of workspaces: chosen, followed at once by what comes, and by what was in steps that may end anywhere.

use super::conversions::{new, record, sale, totals};
use super::house::House;
use super::samples;
use super::{Outcome, Place, cases};
use crate::links::LinkKey;
use crate::models::Recompute;
use std::sync::Arc;
use trackway_domain::attribution::rules::HalfLife;
use trackway_domain::attribution::{Model, Rules};
use trackway_domain::conversion::{ConversionKind, Report};
use trackway_domain::link::{Link, LinkSettings};
use trackway_domain::money::Mills;
use trackway_domain::window::AttributionWindow;

cases! { "models":
    without_a_choice_the_first_touch_counts,
    a_choice_is_read_back_and_makes_everybody_wait,
    the_same_choice_again_makes_nobody_wait,
    reports_follow_the_new_model_while_others_wait,
    a_recompute_goes_on_where_it_stopped,
    a_changed_window_concerns_those_who_opened_the_link,
    a_workspace_without_persons_waits_for_nobody,
}

const LAST: Rules = Rules { model: Model::Last, half_life: HalfLife::DEFAULT };

async fn without_a_choice_the_first_touch_counts(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    assert_eq!(house.store.models().rules(house.workspace.id).await?, Rules::default());
    assert_eq!(house.store.models().waiting(house.workspace.id).await?, []);
    assert_eq!(house.store.models().step(10).await?, None);
    Ok(())
}

async fn a_choice_is_read_back_and_makes_everybody_wait(place: Arc<dyn Place>) -> Outcome {
    let (house, [first, second]) = two_links_share(&*place, 3).await?;
    let day = HalfLife::from_hours(24).ok_or("a day")?;
    let decay = Rules { model: Model::TimeDecay { half_life: 24 }, half_life: day };
    house.store.models().choose(house.workspace.id, decay, samples::at(50)).await?;
    let again = house.again(&*place).await?;
    assert_eq!(again.store.models().rules(house.workspace.id).await?, decay);
    let waiting = Recompute { workspace: house.workspace.id, link: None, asked_at: samples::at(50), done: 0, all: 3 };
    assert_eq!(again.store.models().waiting(house.workspace.id).await?, [waiting]);
    assert_eq!(totals(&house, &first).await?.gross, Mills(30));
    run(&house).await?;
    // Two hours of a day: the older weighs 0.94 of the newer, which is 4.86 of ten mills.
    assert_eq!((totals(&house, &first).await?.gross, totals(&house, &second).await?.gross), (Mills(15), Mills(15)));
    Ok(())
}

async fn the_same_choice_again_makes_nobody_wait(place: Arc<dyn Place>) -> Outcome {
    let (house, _) = two_links_share(&*place, 1).await?;
    let models = house.store.models();
    models.choose(house.workspace.id, Rules::default(), samples::at(1)).await?;
    // A half-life that only questions use changes no total.
    let other = Rules { half_life: HalfLife::from_hours(9).ok_or("hours")?, ..Rules::default() };
    models.choose(house.workspace.id, other, samples::at(2)).await?;
    assert_eq!(models.waiting(house.workspace.id).await?, []);
    assert_eq!(models.rules(house.workspace.id).await?, other);
    models.ask(house.workspace.id, samples::at(3)).await?;
    assert_eq!(models.waiting(house.workspace.id).await?.len(), 1);
    Ok(())
}

async fn reports_follow_the_new_model_while_others_wait(place: Arc<dyn Place>) -> Outcome {
    let (house, [first, second]) = two_links_share(&*place, 2).await?;
    house.store.models().choose(house.workspace.id, LAST, samples::at(50)).await?;
    let late = Report { link: None, occurred_at: Some(samples::at(7_400)), ..sale(900, "person 0", &first, 7) };
    record(&house, vec![new(&house, 900, late)]).await?;
    let gross = async || Ok::<_, crate::StoreError>((totals(&house, &first).await?.gross, totals(&house, &second).await?.gross));
    assert_eq!(gross().await?, (Mills(10), Mills(17)), "person 0 by the last touch, person 1 still by the first");
    run(&house).await?;
    assert_eq!(gross().await?, (Mills(0), Mills(27)));
    assert_eq!(house.store.books().differences(Box::new(|_, _| {})).await?, []);
    Ok(())
}

async fn a_recompute_goes_on_where_it_stopped(place: Arc<dyn Place>) -> Outcome {
    let (house, [_, second]) = two_links_share(&*place, 5).await?;
    house.store.models().choose(house.workspace.id, LAST, samples::at(50)).await?;
    let mut seen = Vec::new();
    for _ in 0..3 {
        // Each time as another process, which knows nothing of the one before.
        let again = house.again(&*place).await?;
        let step = again.store.models().step(2).await?.ok_or("somebody waits")?;
        seen.push((step.recompute.done, step.is_over, totals(&house, &second).await?.gross));
    }
    assert_eq!(seen, [(2, false, Mills(20)), (4, false, Mills(40)), (5, true, Mills(50))]);
    assert_eq!(house.store.models().step(2).await?, None);
    // Asked for again half-way, it begins with the first.
    house.store.models().ask(house.workspace.id, samples::at(51)).await?;
    house.store.models().step(2).await?;
    house.store.models().choose(house.workspace.id, Rules::default(), samples::at(52)).await?;
    assert_eq!(house.store.models().waiting(house.workspace.id).await?[0].done, 0);
    run(&house).await?;
    assert_eq!(totals(&house, &second).await?.gross, Mills(0));
    Ok(())
}

async fn a_changed_window_concerns_those_who_opened_the_link(place: Arc<dyn Place>) -> Outcome {
    let (house, [first, second]) = two_links_share(&*place, 2).await?;
    let other = house.made(3, LinkSettings::default()).await?;
    let elsewhere = Report { occurred_at: Some(samples::at(20)), ..sale(800, "somebody else", &other, 1) };
    record(&house, vec![new(&house, 800, elsewhere)]).await?;
    let change = |settings: &mut LinkSettings| settings.name = Some(samples::name("another name"));
    let key = LinkKey::Id(first.id);
    house.store.links().update(house.within(), &key, samples::at(60), Box::new(change)).await?;
    assert_eq!(house.store.models().waiting(house.workspace.id).await?, []);
    let close = |settings: &mut LinkSettings| settings.window = AttributionWindow::from_hours(1).ok();
    house.store.links().update(house.within(), &key, samples::at(61), Box::new(close)).await?;
    let waiting = house.store.models().waiting(house.workspace.id).await?;
    assert_eq!(waiting.iter().map(|recompute| (recompute.link, recompute.all)).collect::<Vec<_>>(), [(Some(first.id), 2)]);
    run(&house).await?;
    assert_eq!((totals(&house, &first).await?.gross, totals(&house, &second).await?.gross), (Mills(0), Mills(20)));
    assert_eq!(house.store.books().differences(Box::new(|_, _| {})).await?, []);
    Ok(())
}

async fn a_workspace_without_persons_waits_for_nobody(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    house.store.models().choose(house.workspace.id, LAST, samples::at(1)).await?;
    assert_eq!(house.store.models().waiting(house.workspace.id).await?, []);
    Ok(())
}

/// So many persons who opened the first link, two hours later the second, and bought for ten mills.
async fn two_links_share(place: &dyn Place, persons: u32) -> Outcome<(House, [Link; 2])> {
    let house = House::found(place).await?;
    let links = [house.made(1, LinkSettings::default()).await?, house.made(2, LinkSettings::default()).await?];
    for number in 0..persons {
        let who = format!("person {number}");
        let claim = |key, link, at| Report {
            kind: ConversionKind::Claim,
            amount: None,
            occurred_at: Some(samples::at(at)),
            ..sale(key, &who, link, 0)
        };
        let bought = Report { link: None, occurred_at: Some(samples::at(7_300)), ..sale(number * 10 + 2, &who, &links[0], 10) };
        let reports = [claim(number * 10, &links[0], 10), claim(number * 10 + 1, &links[1], 7_210), bought];
        let reports = (0..).zip(reports).map(|(index, report)| new(&house, number * 10 + index, report));
        record(&house, reports.collect()).await?;
    }
    Ok((house, links))
}

async fn run(house: &House) -> Outcome {
    while house.store.models().step(2).await?.is_some() {}
    Ok(())
}
