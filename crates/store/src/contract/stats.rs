//! Questions about clicks, each rule by an example. Whether all of them hold together is [`super::random_questions`]'s.

use super::house::House;
use super::projects::project;
use super::samples::{self, at, click, step, tag, uuid};
use super::{Outcome, Place, cases};
use crate::StoreError;
use crate::clicks::ClickRow;
use crate::links::LinkKey;
use std::num::NonZeroU64;
use std::sync::Arc;
use trackway_domain::agent::{Agent, DeviceClass, UserAgent};
use trackway_domain::click::DestinationKind;
use trackway_domain::link::{Link, LinkSettings};
use trackway_domain::platform::Platform;
use trackway_domain::stats::{ClickMeasure, ClickNumbers, Dimension, Filter, Question, Span, Value};
use trackway_domain::targeting::{Country, Language};
use trackway_domain::traffic::TrafficClass;
use trackway_domain::visitor::VisitorHash;

cases! { "stats":
    every_dimension_has_its_values,
    a_span_counts_from_its_start_to_before_its_end,
    all_traffic_counts_unless_filtered,
    a_series_counts_between_its_edges_and_within_its_span,
    a_visitor_counts_once_in_each_answer,
    the_most_come_first_and_the_unknown_before_its_equals,
    a_link_takes_its_past_clicks_along,
    a_deleted_links_clicks_count,
    another_workspace_counts_nothing,
}

async fn every_dimension_has_its_values(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    house.store.projects().create(&project(&house, 1)).await?;
    let settings = LinkSettings {
        template: Some(house.template.id),
        project: Some(project(&house, 1).id),
        tags: vec![tag("a"), tag("b, c")],
        ..LinkSettings::default()
    };
    let (full, bare) = (house.made(1, settings).await?, house.made(2, LinkSettings::default()).await?);
    house.store.clicks().ingest(vec![full_click(&full), click(&bare, 2)], step(1, 0, 1)).await?;
    let (full_uuid, bare_uuid, account) = (full.uuid.to_string(), bare.uuid.to_string(), house.account.id.to_string());
    let (template, project) = (house.template.id.to_string(), uuid(9, 1).to_string());
    for (by, of_full, of_bare) in [
        (Dimension::Link, vec![&*full_uuid], Some(&*bare_uuid)),
        (Dimension::Template, vec![&template], None),
        (Dimension::Project, vec![&project], None),
        (Dimension::Account, vec![&account], Some(&account)),
        (Dimension::Tag, vec!["a", "b, c"], None),
        (Dimension::Country, vec!["BR"], None),
        (Dimension::Region, vec!["SP"], None),
        (Dimension::City, vec!["São Paulo"], None),
        (Dimension::TimeZone, vec!["America/Sao_Paulo"], None),
        (Dimension::Device, vec!["phone"], Some("other")),
        (Dimension::System, vec!["iOS"], None),
        (Dimension::Browser, vec!["Instagram"], None),
        (Dimension::Language, vec!["pt"], None),
        (Dimension::Referrer, vec!["xn--r8jz45g.example.com"], None),
        (Dimension::UtmSource, vec!["newsletter"], None),
        (Dimension::UtmMedium, vec!["e-mail"], None),
        (Dimension::UtmCampaign, vec!["spring & fall"], None),
        (Dimension::UtmTerm, vec!["tenis сине"], None),
        (Dimension::UtmContent, vec!["«b»"], None),
        (Dimension::Platform, vec!["ios"], Some("web")),
        (Dimension::Destination, vec!["ios_store"], Some("original")),
        (Dimension::Traffic, vec!["datacenter"], Some("human")),
    ] {
        let expected = of_full.into_iter().map(|value| Some(value.to_owned())).chain([of_bare.map(str::to_owned)]);
        let mut expected = expected.collect::<Vec<Value>>();
        expected.sort();
        expected.dedup();
        let rows = house.store.stats().breakdown(all(&house), by, ClickMeasure::Clicks, 10).await?;
        assert_eq!(rows.into_iter().map(|(value, _)| value).collect::<Vec<_>>(), expected, "{by:?}");
    }
    assert_eq!(Dimension::ALL.len(), 22, "each has a row above");
    Ok(())
}

async fn a_span_counts_from_its_start_to_before_its_end(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    house.store.clicks().ingest((1..=9).map(|number| click(&link, number)).collect(), step(1, 0, 1)).await?;
    for (from, before, expected) in [(1, 10, 9), (3, 5, 2), (5, 6, 1), (5, 5, 0), (10, 99, 0), (0, 1, 0)] {
        let question = Question { span: span(from, before), ..all(&house) };
        assert_eq!(house.store.stats().totals(question).await?.clicks, expected, "{from} to {before}");
    }
    Ok(())
}

async fn all_traffic_counts_unless_filtered(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let clicks = (1..).zip(TrafficClass::ALL).map(|(number, traffic)| ClickRow { traffic, ..click(&link, number) });
    house.store.clicks().ingest(clicks.collect(), step(1, 0, 1)).await?;
    let human = || [Some("human".to_owned())];
    for (filters, expected) in [
        (vec![], 6),
        (vec![Filter::only(Dimension::Traffic, human())], 1),
        (vec![Filter::without(Dimension::Traffic, human())], 5),
        (vec![Filter::without(Dimension::Traffic, human()), Filter::only(Dimension::Traffic, human())], 0),
        (vec![Filter::only(Dimension::Traffic, [])], 0),
    ] {
        let question = Question { filters, ..all(&house) };
        assert_eq!(house.store.stats().totals(question.clone()).await?.clicks, expected, "{question:?}");
    }
    Ok(())
}

async fn a_series_counts_between_its_edges_and_within_its_span(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    house.store.clicks().ingest((1..=9).map(|number| click(&link, number)).collect(), step(1, 0, 1)).await?;
    let question = || Question { span: span(3, 8), ..all(&house) };
    for (edges, expected) in [
        (vec![], vec![]),
        (vec![3], vec![]),
        (vec![3, 8], vec![5]),
        (vec![1, 4, 6, 20], vec![1, 2, 2]),
        (vec![4, 4, 5, 5], vec![0, 1, 0]),
        (vec![0, 1, 2, 3, 9, 10], vec![0, 0, 0, 5, 0]),
    ] {
        let series = house.store.stats().series(question(), edges.iter().copied().map(at).collect()).await?;
        assert_eq!(series.iter().map(|numbers| numbers.clicks).collect::<Vec<_>>(), expected, "{edges:?}");
    }
    Ok(())
}

async fn a_visitor_counts_once_in_each_answer(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let visitors = [Some(1), Some(1), Some(u64::MAX), None, None, Some(1)];
    let clicks = (1..).zip(visitors).map(|(number, visitor)| by_visitor(click(&link, number), visitor)).collect();
    house.store.clicks().ingest(clicks, step(1, 0, 1)).await?;
    let stats = house.store.stats();
    assert_eq!(stats.totals(all(&house)).await?, numbers(6, 2), "whoever objects to being told apart is nobody");
    let edges = [1, 3, 4, 6, 7].map(at).to_vec();
    assert_eq!(stats.series(all(&house), edges).await?, [numbers(2, 1), numbers(1, 1), numbers(2, 0), numbers(1, 1)]);
    Ok(())
}

async fn the_most_come_first_and_the_unknown_before_its_equals(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let countries = [("DE", 1), ("DE", 1), ("DE", 1), ("FR", 2), ("FR", 3), ("AT", 4), ("AT", 5), ("", 6), ("", 6), ("BR", 7)];
    let clicks = (1..).zip(countries).map(|(number, (country, visitor))| {
        let place = trackway_domain::place::Place { country: Country::parse(country), ..Default::default() };
        by_visitor(ClickRow { place: Arc::new(place), ..click(&link, number) }, Some(visitor))
    });
    house.store.clicks().ingest(clicks.collect(), step(1, 0, 1)).await?;
    let value = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let by_clicks = [("DE", 3, 1), ("", 2, 1), ("AT", 2, 2), ("FR", 2, 2), ("BR", 1, 1)];
    let by_visitors = [("AT", 2, 2), ("FR", 2, 2), ("DE", 3, 1), ("", 2, 1), ("BR", 1, 1)];
    for (order, expected) in [(ClickMeasure::Clicks, by_clicks), (ClickMeasure::Visitors, by_visitors)] {
        let expected = expected.map(|(country, clicks, visitors)| (value(country), numbers(clicks, visitors)));
        for limit in [0, 1, 2, 5, 6, u32::MAX] {
            let rows = house.store.stats().breakdown(all(&house), Dimension::Country, order, limit).await?;
            assert_eq!(rows, expected[..(limit as usize).min(5)], "{order:?}, {limit}");
        }
    }
    Ok(())
}

async fn a_link_takes_its_past_clicks_along(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    house.store.projects().create(&project(&house, 1)).await?;
    house.store.clicks().ingest(vec![click(&link, 1), click(&link, 2)], step(1, 0, 1)).await?;
    let of = |by: Dimension, text: &str| Question { filters: vec![Filter::only(by, [Some(text.to_owned())])], ..all(&house) };
    let questions = || [of(Dimension::Tag, "spring"), of(Dimension::Project, &uuid(9, 1).to_string())];
    for question in questions() {
        assert_eq!(house.store.stats().totals(question).await?.clicks, 0, "before");
    }
    let change = |link: &mut LinkSettings| {
        link.tags = vec![tag("spring")];
        link.project = Some(trackway_domain::project::ProjectId(uuid(9, 1)));
    };
    house.store.links().update(house.within(), &LinkKey::Id(link.id), at(9), Box::new(change)).await?.ok_or("the link was there")?;
    for question in questions() {
        assert_eq!(house.store.stats().totals(question).await?.clicks, 2, "after");
    }
    Ok(())
}

async fn a_deleted_links_clicks_count(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    house.store.clicks().ingest(vec![click(&link, 1)], step(1, 0, 1)).await?;
    house.store.links().delete(house.within(), &LinkKey::Id(link.id), at(9)).await?.ok_or("the link was there")?;
    let rows = house.store.stats().breakdown(all(&house), Dimension::Link, ClickMeasure::Clicks, 10).await?;
    assert_eq!(rows, [(Some(link.uuid.to_string()), numbers(1, 0))]);
    Ok(())
}

async fn another_workspace_counts_nothing(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    house.store.clicks().ingest(vec![click(&link, 1)], step(1, 0, 1)).await?;
    let theirs = |filters| Question { workspace: samples::stranger(), filters, ..all(&house) };
    let (stats, mine) = (house.store.stats(), vec![Filter::only(Dimension::Link, [Some(link.uuid.to_string())])]);
    for filters in [vec![], mine] {
        assert_eq!(stats.totals(theirs(filters.clone())).await?, numbers(0, 0));
        assert_eq!(stats.series(theirs(filters.clone()), vec![at(0), at(9)]).await?, [numbers(0, 0)]);
        assert_eq!(stats.breakdown(theirs(filters), Dimension::Country, ClickMeasure::Clicks, 10).await?, []);
    }
    Ok(())
}

/// Everything that the house ever counted.
pub(super) fn all(house: &House) -> Question {
    Question { workspace: house.workspace.id, span: span(0, 1_000_000), filters: Vec::new() }
}

pub(super) fn span(from: u32, before: u32) -> Span {
    Span::new(at(from), at(before)).expect("forwards")
}

pub(super) fn by_visitor(click: ClickRow, visitor: Option<u64>) -> ClickRow {
    ClickRow { visitor: visitor.and_then(NonZeroU64::new).map(VisitorHash), ..click }
}

fn numbers(clicks: u64, visitors: u64) -> ClickNumbers {
    ClickNumbers { clicks, visitors }
}

fn full_click(link: &Link) -> ClickRow {
    let text = |text: &str| Some(text.into());
    let (country, region, city, time_zone) = (Country::parse("BR"), text("SP"), text("São Paulo"), text("America/Sao_Paulo"));
    let agent = Agent { browser: text("Instagram"), system: text("iOS"), device: DeviceClass::Phone, ..Agent::default() };
    ClickRow {
        traffic: TrafficClass::Datacenter,
        destination: DestinationKind::IosStore,
        platform: Platform::Ios,
        place: Arc::new(trackway_domain::place::Place { country, region, city, time_zone }),
        language: Language::parse("pt"),
        referrer: Some("xn--r8jz45g.example.com".into()),
        user_agent: Arc::new(UserAgent { text: "Mozilla/5.0".into(), agent }),
        utm: samples::full_utm(),
        ..click(link, 1)
    }
}

async fn house_with_link(place: &dyn Place) -> Result<(House, Link), StoreError> {
    let house = House::found(place).await?;
    let link = house.link(1);
    house.store.links().create(&link).await.map_err(|error| StoreError::Broken(error.to_string()))?;
    Ok((house, link))
}
