//! Random clicks, random questions: whatever is asked, the store answers as [`Reference`] does.

use super::house::House;
use super::projects::project;
use super::reference::Reference;
use super::samples::{click, step, tag, user_agent, uuid};
use super::stats::by_visitor;
use super::{Outcome, Place, cases};
use crate::clicks::ClickRow;
use crate::links::LinkKey;
use crate::stats::{click_value, link_values, one_after_the_other};
use jiff::Timestamp;
use proptest::option;
use proptest::prelude::{Strategy, any, prop};
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;
use std::sync::Arc;
use trackway_domain::agent::{Agent, DeviceClass, UserAgent};
use trackway_domain::click::DestinationKind;
use trackway_domain::link::{Link, LinkSettings};
use trackway_domain::platform::Platform;
use trackway_domain::project::ProjectId;
use trackway_domain::stats::{ClickMeasure, Dimension, Filter, Question, Span, Value};
use trackway_domain::targeting::{Country, Language};
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utm::Utm;

cases! { "random_questions":
    get_the_answers_of_the_reference,
    by_every_dimension_get_the_answers_of_the_reference,
}

/// Clicks and questions. A store that keeps clicks in other ways when they are many or old has its own tests for that.
const CLICKS: u32 = 600;
const QUESTIONS: usize = 60;

/// The first click is of this day, and the last one of five days later: visitors' periods begin and end among them.
const START: i64 = 1_774_051_200_000;
const LENGTH: i64 = 5 * 24 * 60 * 60 * 1_000;

async fn get_the_answers_of_the_reference(place: Arc<dyn Place>) -> Outcome {
    let (house, reference, mut runner) = population(&*place).await?;
    let questions = drawn(prop::collection::vec(question(&house, &reference), QUESTIONS), &mut runner);
    for (number, (question, edges, by, order, limit)) in questions.into_iter().enumerate() {
        let stats = house.store.stats();
        assert_eq!(stats.totals(question.clone()).await?, reference.totals(&question), "{question:?}");
        let series = stats.series(question.clone(), edges.clone()).await?;
        assert_eq!(series, reference.series(&question, &edges), "{question:?} between {edges:?}");
        let rows = stats.breakdown(question.clone(), by, order, limit).await?;
        assert_eq!(rows, reference.breakdown(&question, by, order, limit), "{question:?} by {by:?}, at most {limit}");
        let cities = stats.cities(question.clone(), limit).await?;
        assert_eq!(cities, reference.cities(&question, limit), "{question:?}, at most {limit}");
        // What stores do that have no better way of their own takes long.
        if number < QUESTIONS / 10 {
            assert_eq!(cities, one_after_the_other(stats, question.clone(), limit as usize).await?, "{question:?}, at most {limit}");
        }
    }
    Ok(())
}

async fn by_every_dimension_get_the_answers_of_the_reference(place: Arc<dyn Place>) -> Outcome {
    let (house, reference, _) = population(&*place).await?;
    let everything = Span::new(time(0), time(LENGTH)).expect("forwards");
    let all = |filters| Question { workspace: house.workspace.id, span: everything, filters };
    for by in Dimension::ALL {
        let rows = house.store.stats().breakdown(all(vec![]), by, ClickMeasure::Clicks, u32::MAX).await?;
        assert_eq!(rows, reference.breakdown(&all(vec![]), by, ClickMeasure::Clicks, u32::MAX), "{by:?}");
        let values = rows.iter().map(|(value, _)| value.clone()).collect::<Vec<_>>();
        assert!(values.len() > 1, "{by:?} tells nothing apart: {values:?}");
        for filter in [Filter::only(by, [values[0].clone()]), Filter::without(by, [values[1].clone()])] {
            let question = all(vec![filter]);
            assert_eq!(house.store.stats().totals(question.clone()).await?, reference.totals(&question), "{question:?}");
        }
    }
    Ok(())
}

/// Links of two accounts that share templates, projects and tags, one of them deleted; and clicks of these in batches of several sizes.
async fn population(place: &dyn Place) -> Outcome<(House, Reference, TestRunner)> {
    let house = House::found(place).await?;
    for number in [1, 2] {
        house.store.projects().create(&project(&house, number)).await?;
    }
    house.store.accounts().create(&house.account(1)).await?;
    let mut links = Vec::new();
    for number in 1..=6_u32 {
        let all = [tag("a"), tag("b"), tag("c")];
        let settings = LinkSettings {
            template: (number % 2 == 0).then_some(house.template.id),
            project: (number % 3 != 0).then(|| ProjectId(uuid(9, number % 3))),
            tags: all.into_iter().take(number as usize % 4).collect(),
            ..LinkSettings::default()
        };
        let account = if number > 4 { house.account(1).id } else { house.account.id };
        let link = Link { settings, account, ..house.link(number) };
        house.store.links().create(&link).await?;
        links.push(link);
    }
    house.store.links().delete(house.within(), &LinkKey::Id(links[5].id), time(0)).await?;
    let mut runner = TestRunner::deterministic();
    let mut clicks = drawn(prop::collection::vec(random_click(links.clone()), CLICKS as usize), &mut runner);
    for (number, click) in (1..).zip(&mut clicks) {
        click.id = super::samples::click(&links[0], number).id;
    }
    let (mut from, mut left) = (0, &clicks[..]);
    for size in [1, 2, 7, 90, 200, usize::MAX] {
        let (batch, rest) = left.split_at(size.min(left.len()));
        house.store.clicks().ingest(batch.to_vec(), step(1, from, from + 1)).await?;
        (from, left) = (from + 1, rest);
    }
    Ok((house, Reference { clicks, links }, runner))
}

/// A click of values that many clicks share.
fn random_click(links: Vec<Link>) -> impl Strategy<Value = ClickRow> {
    let word = || option::of(select(vec!["one", "two", "three", "été, «Ж»"])).prop_map(|word| word.map(str::to_owned));
    let kinds = (select(&TrafficClass::ALL[..]), select(&DestinationKind::ALL[..]), select(&Platform::ALL[..]));
    let place = (option::of(select(vec!["DE", "FR", "BR"])), word(), word(), word());
    let agent = (word(), word(), select(&DeviceClass::ALL[..]));
    let utm = prop::array::uniform5(word()).prop_map(Utm::from_values);
    let of_visitor = (option::of(0..40_u64), option::of(select(vec!["de", "pt"])), word(), utm);
    (select(links), 0..LENGTH, kinds, place, agent, of_visitor).prop_map(|(link, at, kinds, place, agent, of_visitor)| {
        let text = |word: Option<String>| word.map(String::into_boxed_str);
        let (country, region, city, time_zone) = place;
        let place = trackway_domain::place::Place {
            country: country.and_then(Country::parse),
            region: text(region),
            city: text(city),
            time_zone: text(time_zone),
        };
        let agent = Agent { browser: text(agent.0), system: text(agent.1), device: agent.2, ..Agent::default() };
        let (visitor, language, referrer, utm) = of_visitor;
        let row = ClickRow {
            at: time(at),
            traffic: kinds.0,
            destination: kinds.1,
            platform: kinds.2,
            place: Arc::new(place),
            language: language.and_then(Language::parse),
            referrer: referrer.map(Arc::from),
            user_agent: Arc::new(UserAgent { agent, ..(*user_agent("Mozilla/5.0")).clone() }),
            utm,
            ..click(&link, 0)
        };
        // A visitor is another one on another day.
        by_visitor(row, visitor.map(|visitor| 1 + visitor + 1_000 * u64::try_from(at / (LENGTH / 5)).unwrap_or(0)))
    })
}

type Asked = (Question, Vec<Timestamp>, Dimension, ClickMeasure, u32);

fn question(house: &House, reference: &Reference) -> impl Strategy<Value = Asked> + use<> {
    let workspace = house.workspace.id;
    let filters = prop::collection::vec(select(&Dimension::ALL[..]), 0..4);
    let known = Dimension::ALL.map(|by| Vec::from_iter(values(reference, by)));
    let filters = filters.prop_flat_map(move |by| by.into_iter().map(|by| filter(by, known[by as usize].clone())).collect::<Vec<_>>());
    let order = select(vec![ClickMeasure::Clicks, ClickMeasure::Visitors]);
    let edges = prop::collection::btree_set(instant(), 0..12).prop_map(Vec::from_iter);
    let limit = select(vec![0, 1, 2, 5, 1_000]);
    (instant(), instant(), filters, edges, select(&Dimension::ALL[..]), order, limit).prop_map(
        move |(one, other, filters, edges, by, order, limit)| {
            let span = Span::new(one.min(other), one.max(other)).expect("forwards");
            (Question { workspace, span, filters }, edges, by, order, limit)
        },
    )
}

/// An instant among the clicks or a little outside; often the very start of a quarter of an hour or of a day.
fn instant() -> impl Strategy<Value = Timestamp> {
    let around = -LENGTH / 10..LENGTH + LENGTH / 10;
    (around, select(vec![1, 1_000, 15 * 60 * 1_000, 24 * 60 * 60 * 1_000])).prop_map(|(at, step)| time(at - at.rem_euclid(step)))
}

fn filter(by: Dimension, known: Vec<Value>) -> impl Strategy<Value = Filter> {
    let known = known.into_iter().chain([None, Some("never seen".to_owned())]).collect::<Vec<_>>();
    (prop::collection::btree_set(select(known), 0..4), any::<bool>()).prop_map(move |(values, is_exclusion)| Filter {
        by,
        values,
        is_exclusion,
    })
}

fn values(reference: &Reference, by: Dimension) -> BTreeSet<Value> {
    let of_links = reference.links.iter().flat_map(|link| link_values(link, by));
    of_links.chain(reference.clicks.iter().map(|click| click_value(click, by).map(str::to_owned))).collect()
}

fn drawn<T>(strategy: impl Strategy<Value = T>, runner: &mut TestRunner) -> T {
    strategy.new_tree(runner).expect("nothing is filtered out").current()
}

fn time(after_start: i64) -> Timestamp {
    Timestamp::from_millisecond(START + after_start).expect("a time")
}
