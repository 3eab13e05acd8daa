//! Credits: whatever is asked of them, the answer is that of the slow and obvious reference, for the stored model and for any other.

use super::conversions::{conversion_id, new, record};
use super::credit_reference::Everything;
use super::house::House;
use super::samples::{self, click, report, step, stranger, tag};
use super::{Outcome, Place, cases};
use crate::clicks::ClickRow;
use crate::credits::{CohortQuestion, CreditQuestion};
use crate::links::LinkKey;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::{Strategy, any, prop};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use std::sync::Arc;
use trackway_domain::agent::{Agent, DeviceClass, UserAgent};
use trackway_domain::attribution::{Event, Model, Rules};
use trackway_domain::click::DestinationKind;
use trackway_domain::conversion::{Amount, ConversionKind, Report};
use trackway_domain::cost::{Cost, CostModel};
use trackway_domain::link::LinkSettings;
use trackway_domain::money::{Currency, Mills};
use trackway_domain::place::Place as Whereabouts;
use trackway_domain::platform::Platform;
use trackway_domain::stats::{CreditNumbers, Dimension, Filter, Question, Span};
use trackway_domain::targeting::{Country, Language};
use trackway_domain::utm::Utm;
use trackway_domain::window::AttributionWindow;
use trackway_domain::workspace::WorkspaceId;

cases! { "credits":
    every_answer_is_that_of_the_reference,
    what_is_stored_follows_the_model_that_is_chosen,
    cohorts_are_those_of_the_reference,
    links_that_cost_something_are_listed_with_deleted_ones,
    nothing_crosses_a_workspace,
}

async fn every_answer_is_that_of_the_reference(place: Arc<dyn Place>) -> Outcome {
    let (house, everything) = lived_in(&*place).await?;
    for (index, question) in questions(&house, &everything).into_iter().enumerate() {
        for model in [Model::First, Model::Last, Model::Linear, Model::TimeDecay { half_life: 30 }, Model::Position] {
            // What is stored follows the first touch.
            let asked = [Some(model)].into_iter().chain((model == Model::First).then_some(None));
            for model_asked in asked {
                let asked = CreditQuestion { question: question.clone(), model: model_asked };
                holds(&house, &everything, asked, model, index).await?;
            }
        }
    }
    Ok(())
}

async fn holds(house: &House, everything: &Everything, asked: CreditQuestion, model: Model, index: usize) -> Outcome {
    let (credits, question) = (house.store.credits(), &asked.question);
    let (is_first, name) = (index == 0, format!("question {index}, {:?}", asked.model));
    assert_eq!(credits.totals(asked.clone()).await?, everything.totals(question, model), "{name}");
    let edges = (0..9).map(|number| samples::at(number * 130_000 + 7)).collect::<Vec<_>>();
    let inside =
        |edges: &[Timestamp]| edges.iter().map(|edge| (*edge).clamp(question.span.from(), question.span.before())).collect::<Vec<_>>();
    assert_eq!(credits.series(asked.clone(), edges.clone()).await?, everything.series(question, &inside(&edges), model), "{name}");
    // The other questions tell apart by whatever their filters do not.
    for by in Dimension::ALL.into_iter().filter(|by| is_first || *by as usize % 5 == index % 5) {
        assert_eq!(credits.breakdown(asked.clone(), by).await?, everything.breakdown(question, by, model), "{name} by {}", by.as_str());
    }
    Ok(())
}

async fn what_is_stored_follows_the_model_that_is_chosen(place: Arc<dyn Place>) -> Outcome {
    let (house, everything) = lived_in(&*place).await?;
    let question = all(house.workspace.id);
    let stored = || house.store.credits().totals(CreditQuestion { question: all(house.workspace.id), model: None });
    let by_country =
        || house.store.credits().breakdown(CreditQuestion { question: all(house.workspace.id), model: None }, Dimension::Country);
    let models = house.store.models();
    for model in [Model::Linear, Model::Position, Model::First] {
        models.choose(house.workspace.id, Rules { model, ..Rules::default() }, samples::at(1)).await?;
        while models.step(2).await?.is_some() {
            assert_eq!(house.store.books().differences(Box::new(|_, _| {})).await?, [], "at every step");
        }
        assert_eq!(stored().await?, everything.totals(&question, model), "{model:?}");
        assert_eq!(by_country().await?, everything.breakdown(&question, Dimension::Country, model), "{model:?}");
    }
    Ok(())
}

async fn cohorts_are_those_of_the_reference(place: Arc<dyn Place>) -> Outcome {
    let (house, everything) = lived_in(&*place).await?;
    let edges = [0, 150_000, 400_000, 900_001].map(samples::at).to_vec();
    let ages = [0, 1, 24, 72, 10_000].map(SignedDuration::from_hours).to_vec();
    let filters = [vec![], vec![Filter::only(Dimension::Tag, [Some("spring".to_owned())])]];
    for (filters, model) in
        filters.into_iter().flat_map(|filters| [None, Some(Model::Linear), Some(Model::Last)].map(|model| (filters.clone(), model)))
    {
        let question = Question { filters, ..all(house.workspace.id) };
        let asked = CohortQuestion { question, model, edges: edges.clone(), ages: ages.clone() };
        let expected = everything.cohorts(&asked, model.unwrap_or_default());
        assert!(expected.iter().any(|cohort| cohort.subscribers > 0 && !cohort.paid[4].is_empty()), "{expected:?}");
        assert_eq!(house.store.credits().cohorts(asked).await?, expected, "{model:?}");
    }
    Ok(())
}

async fn links_that_cost_something_are_listed_with_deleted_ones(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let cost = Cost::new(CostModel::PerClick, Mills(250), Currency::USD).ok();
    let settings = |cost| LinkSettings { cost, ..LinkSettings::default() };
    let links = [house.made(1, settings(cost)).await?, house.made(2, settings(None)).await?, house.made(3, settings(cost)).await?];
    house.store.links().delete(house.within(), &LinkKey::Id(links[0].id), samples::at(9)).await?;
    assert_eq!(house.store.credits().costly_links(house.workspace.id).await?, [links[0].clone(), links[2].clone()]);
    assert_eq!(house.store.credits().costly_links(stranger()).await?, []);
    Ok(())
}

async fn nothing_crosses_a_workspace(place: Arc<dyn Place>) -> Outcome {
    let (house, _) = lived_in(&*place).await?;
    for model in [None, Some(Model::Linear)] {
        let asked = CreditQuestion { question: all(stranger()), model };
        assert_eq!(house.store.credits().totals(asked.clone()).await?, CreditNumbers::default());
        assert!(house.store.credits().breakdown(asked, Dimension::Link).await?.is_empty());
    }
    Ok(())
}

fn all(workspace: WorkspaceId) -> Question {
    Question { workspace, span: Span::new(samples::at(0), samples::at(2_000_000)).expect("a span"), filters: Vec::new() }
}

/// Everything; parts of it by time; and by each kind of filter.
fn questions(house: &House, everything: &Everything) -> Vec<Question> {
    let (from, before) = (samples::at(200_000), samples::at(600_000));
    let value = |text: &str| Some(text.to_owned());
    let link = |index: usize| Some(everything.links[index].uuid.to_string());
    let filtered = [
        vec![],
        vec![Filter::only(Dimension::Country, [value("DE"), None])],
        vec![Filter::without(Dimension::Browser, [value("Firefox")]), Filter::only(Dimension::Platform, [value("ios"), value("web")])],
        vec![Filter::only(Dimension::Link, [link(0), link(2), value("no uuid")])],
        vec![Filter::without(Dimension::Link, [link(1)]), Filter::without(Dimension::UtmSource, [None])],
        vec![Filter::only(Dimension::Tag, [value("spring")]), Filter::only(Dimension::Traffic, [value("human")])],
        vec![Filter::without(Dimension::Traffic, [value("human")])],
    ];
    let whole = all(house.workspace.id);
    let part = Question { span: Span::new(from, before).expect("a span"), ..whole.clone() };
    let questions =
        filtered.into_iter().flat_map(|filters| [&whole, &part].map(|question| Question { filters: filters.clone(), ..question.clone() }));
    questions.collect()
}

/// Person, link, kind, when, for how much, and by which bits the visit differs from others.
type Happening = (u32, usize, usize, u32, i64, u8);

fn happening() -> impl Strategy<Value = Happening> {
    (0_u32..6, 0_usize..3, 0..ConversionKind::ALL.len(), 100_u32..900_000, 1_i64..100_000, any::<u8>())
}

/// A house in which a lot has happened, and what that was.
async fn lived_in(place: &dyn Place) -> Outcome<(House, Everything)> {
    let house = House::found(place).await?;
    let window = AttributionWindow::from_hours(60).ok();
    let settings = [
        LinkSettings { tags: vec![tag("autumn"), tag("spring")], ..LinkSettings::default() },
        LinkSettings { window, template: Some(house.template.id), tags: vec![tag("spring")], ..LinkSettings::default() },
        LinkSettings::default(),
    ];
    let mut everything = Everything::default();
    for (number, settings) in (1..).zip(settings) {
        everything.links.push(house.made(number, settings).await?);
    }
    let mut runner = TestRunner::deterministic();
    let happenings = prop::collection::vec(happening(), 150).new_tree(&mut runner).expect("nothing is filtered out").current();
    for (number, happening) in (0..).zip(happenings) {
        happens(&house, &mut everything, number, happening).await?;
    }
    // What was credited to a deleted link stays credited.
    house.store.links().delete(house.within(), &LinkKey::Id(everything.links[2].id), samples::at(9)).await?;
    Ok((house, everything))
}

async fn happens(house: &House, everything: &mut Everything, number: u32, happening: Happening) -> Outcome {
    let (person, link, kind, at, gross, bits) = happening;
    let (link, kind) = (everything.links[link].clone(), ConversionKind::ALL[kind]);
    let seen = visit(ClickRow { at: samples::at(at.saturating_sub(100)), ..click(&link, number) }, bits);
    house.store.clicks().ingest(vec![seen.clone()], step(number, 0, 1)).await?;
    let currency = Currency::parse(if bits.is_multiple_of(5) { "EUR" } else { "USD" }).ok_or("a currency")?;
    let amount = kind.takes_amount().then(|| Amount::new(Mills(gross), Some(Mills(gross / 3)), currency).ok()).flatten();
    let base = report(number, &format!("person {person}"), &link);
    let report = Report { kind, amount, link: None, click: Some(seen.id), occurred_at: Some(samples::at(at)), ..base };
    let event = Event { id: conversion_id(number), key: report.key.clone(), kind, at: samples::at(at), amount, refunds: None };
    record(house, vec![new(house, number, report)]).await?;
    let (clicks, events) = everything.persons.entry(person).or_default();
    clicks.push(seen);
    events.push(event);
    Ok(())
}

fn visit(click: ClickRow, bits: u8) -> ClickRow {
    let bit = |number: u8| bits >> number & 1 == 1;
    let place = Whereabouts {
        country: Country::parse(if bit(0) { "DE" } else { "FR" }).filter(|_| bit(1)),
        region: bit(2).then(|| "BY".into()),
        city: bit(3).then(|| "Munich".into()),
        time_zone: bit(1).then(|| "Europe/Berlin".into()),
    };
    let agent = Agent {
        browser: bit(4).then(|| if bit(5) { "Firefox".into() } else { "Chrome".into() }),
        browser_version: None,
        system: bit(5).then(|| "iOS".into()),
        system_version: None,
        device: DeviceClass::ALL[usize::from(bits % 5)],
    };
    ClickRow {
        place: Arc::new(place),
        user_agent: Arc::new(UserAgent { text: "an agent".into(), agent }),
        language: Language::parse("de").filter(|_| bit(6)),
        referrer: bit(7).then(|| "example.com".into()),
        platform: Platform::ALL[usize::from(bits % 3)],
        destination: DestinationKind::ALL[usize::from(bits % 9)],
        utm: Utm::from_values([bit(0), bit(1), bit(2), bit(3), bit(4)].map(|is_set| is_set.then(|| format!("value {}", bits % 2)))),
        ..click
    }
}
