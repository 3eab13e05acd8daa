//! Lists of conversions: what is asked for, page by page, in either order.

use super::conversions::{amount, conversion_id, house_with_link, new, record, sale};
use super::house::House;
use super::samples::{self, click, step};
use super::{Outcome, Place, cases};
use crate::clicks::ClickRow;
use crate::conversions::ConversionQuery;
use crate::page::Order;
use std::sync::Arc;
use trackway_domain::conversion::{ConversionId, ConversionKind, Report};
use trackway_domain::link::{Link, LinkSettings};
use trackway_domain::place::Place as VisitorPlace;
use trackway_domain::stats::{Dimension, Filter};
use trackway_domain::targeting::Country;

cases! { "conversions":
    lists_choose_and_go_on_in_either_order,
    lists_choose_by_the_visit_that_led_to_them,
}

async fn lists_choose_and_go_on_in_either_order(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let kind = |number: u32| if number.is_multiple_of(3) { ConversionKind::Claim } else { ConversionKind::Sale };
    let reports = (0..12).map(|number| {
        let kind = kind(number);
        let amount = kind.takes_amount().then(|| amount(7)).flatten();
        new(&house, number, Report { kind, amount, ..sale(number, &format!("person {}", number % 2), &link, 7) })
    });
    record(&house, reports.collect()).await?;
    assert_eq!(house.store.conversions().count(house.workspace.id).await?, 12);
    let all = ConversionQuery::all(house.workspace.id, None, 2);
    let person = trackway_domain::person::ExternalId::parse("person 1").ok();
    let (from, before) = (Some(samples::at(2)), Some(samples::at(9)));
    type Fits = fn(u32) -> bool;
    let cases: [(ConversionQuery, Fits); 4] = [
        (all.clone(), |_| true),
        (ConversionQuery { kinds: vec![ConversionKind::Claim, ConversionKind::Refund], ..all.clone() }, |number| number.is_multiple_of(3)),
        (ConversionQuery { person, ..all.clone() }, |number| number % 2 == 1),
        (ConversionQuery { from, before, kinds: vec![ConversionKind::Sale], ..all }, |number| (2..9).contains(&number) && number % 3 != 0),
    ];
    for (query, fits) in cases {
        for order in [Order::NewestFirst, Order::OldestFirst] {
            let mut query = ConversionQuery { order, ..query.clone() };
            let mut expected = (0..12).filter(|number| fits(*number)).map(conversion_id).collect::<Vec<_>>();
            if order == Order::NewestFirst {
                expected.reverse();
            }
            assert_eq!(listed(&house, &mut query).await?, expected, "{query:?}");
        }
    }
    Ok(())
}

/// All that a query finds, page by page.
async fn listed(house: &House, query: &mut ConversionQuery) -> Outcome<Vec<ConversionId>> {
    let mut found = Vec::new();
    loop {
        let page = house.store.conversions().list(query.clone(), None).await?;
        assert!(page.items.len() <= query.limit as usize);
        found.extend(page.items.iter().map(|view| view.conversion.id));
        query.behind = page.go_on;
        if page.go_on.is_none() {
            return Ok(found);
        }
    }
}

async fn lists_choose_by_the_visit_that_led_to_them(place: Arc<dyn Place>) -> Outcome {
    let (house, first) = house_with_link(&*place).await?;
    let second = house.made(2, LinkSettings::default()).await?;
    // Of every three persons, one has opened the first link from Germany, one has told of the second, one has opened nothing.
    let seen = |number: u32| ClickRow {
        place: Arc::new(VisitorPlace { country: Country::parse("DE"), ..VisitorPlace::default() }),
        ..click(&first, number)
    };
    house.store.clicks().ingest((0..4).map(|number| seen(3 * number)).collect(), step(1, 0, 1)).await?;
    let reports = (0..12).map(|number| {
        let opened = (number % 3 == 0).then(|| click(&first, number).id);
        let (link, account) = ((number % 3 == 1).then_some(second.id), Some(house.account.id));
        let at = Some(samples::at(1_000 + number));
        let said = Report { click: opened, link, account, occurred_at: at, ..sale(number, &format!("person {number}"), &first, 7) };
        new(&house, number, said)
    });
    record(&house, reports.collect()).await?;
    let (germany, link) = (Some("DE".to_owned()), |link: &Link| Some(link.uuid.to_string()));
    let cases = [
        (vec![Filter::only(Dimension::Link, [link(&first)])], vec![0]),
        (vec![Filter::only(Dimension::Link, [link(&first), link(&second)])], vec![0, 1]),
        (vec![Filter::without(Dimension::Link, [link(&first)])], vec![1, 2]),
        (vec![Filter::only(Dimension::Country, [germany.clone()])], vec![0]),
        (vec![Filter::only(Dimension::Country, [None])], vec![1, 2]),
        (vec![Filter::without(Dimension::Country, [germany]), Filter::without(Dimension::Link, [None])], vec![1]),
        (vec![Filter::only(Dimension::Traffic, [Some("human".to_owned())])], vec![0, 1]),
    ];
    for (filters, rests) in cases {
        for limit in [1, 5, 100] {
            let mut query = ConversionQuery { filters: filters.clone(), ..ConversionQuery::all(house.workspace.id, None, limit) };
            let expected = (0..12).rev().filter(|number| rests.contains(&(number % 3))).map(conversion_id).collect::<Vec<_>>();
            assert_eq!(listed(&house, &mut query).await?, expected, "{filters:?}");
        }
    }
    Ok(())
}
