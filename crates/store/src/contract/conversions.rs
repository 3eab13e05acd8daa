//! Conversions: recorded once, whoever asks how often; what they give to links is what the rules of attribution say.

use super::house::House;
use super::samples::{self, click, report, step};
use super::together::together;
use super::{Outcome, Place, cases};
use crate::conversions::{Answer, ConversionQuery, NewConversion, Recording, Refusal};
use crate::links::LinkKey;
use proptest::prelude::{Strategy, any, prop};
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;
use std::sync::Arc;
use trackway_domain::attribution::{Contribution, Event, History, Model, Touch, standing};
use trackway_domain::conversion::{Amount, ConversionId, ConversionKind, Report};
use trackway_domain::link::{Link, LinkId, LinkSettings};
use trackway_domain::money::{Currency, Mills};
use trackway_domain::person::PersonId;
use trackway_domain::totals::LinkTotals;
use trackway_domain::utc_day::UtcDay;

cases! { "conversions":
    a_report_is_recorded_once,
    of_many_tries_at_once_one_is_recorded,
    one_that_is_refused_keeps_the_others_from_nothing,
    the_account_is_the_clicks_the_links_or_the_persons_only_one,
    a_click_that_comes_later_is_credited_in_its_own_batch,
    whoever_was_known_by_a_click_alone_turns_out_to_be_somebody,
    who_had_no_account_becomes_whom_the_account_knows,
    a_deleted_link_keeps_its_credit_and_gets_more,
    what_is_recorded_reads_back,
    numbers_are_what_the_rules_say_in_whatever_order_things_arrive,
    many_additions_are_exact,
}

async fn a_report_is_recorded_once(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let sale = sale(1, "fan", &link, 9_990);
    let first = only(record(&house, vec![new(&house, 1, sale.clone())]).await?);
    let Recording::Recorded(answer) = first else { panic!("{first:?}") };
    assert_eq!(answer.attribution.as_ref().map(|attribution| attribution.link), Some(link.uuid));
    let totals_then = totals(&house, &link).await?;
    assert_eq!((totals_then.gross, totals_then.claims, totals_then.has_earned), (Mills(9_990), 1, true));
    let again = house.again(&*place).await?;
    assert_eq!(only(record(&again, vec![new(&house, 2, sale.clone())]).await?), Recording::Duplicate(answer));
    let other = Report { amount: amount(1), ..sale };
    assert_eq!(only(record(&house, vec![new(&house, 3, other)]).await?), Recording::Conflict);
    assert_eq!(totals(&house, &link).await?, totals_then);
    Ok(())
}

async fn of_many_tries_at_once_one_is_recorded(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let handles = [house.clone(), house.again(&*place).await?];
    let tries = (0..16).map(|number: u32| {
        let (house, sale) = (handles[number as usize % 2].clone(), sale(1, "fan", &link, 10));
        async move { record(&house, vec![new(&house, number, sale)]).await.map(only) }
    });
    let done = together(tries).await.into_iter().collect::<Result<Vec<_>, _>>()?;
    assert_eq!(done.iter().filter(|recording| matches!(recording, Recording::Recorded(_))).count(), 1);
    assert_eq!(done.iter().filter(|recording| matches!(recording, Recording::Duplicate(_))).count(), 15);
    assert_eq!(totals(&house, &link).await?.gross, Mills(10));
    Ok(())
}

async fn one_that_is_refused_keeps_the_others_from_nothing(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let other = house.account(1);
    house.store.accounts().create(&other).await?;
    let unclear = Report { link: None, ..sale(2, "nobody", &link, 1) };
    let contradiction = Report { account: Some(other.id), ..sale(3, "fan", &link, 1) };
    let batch = [sale(1, "fan", &link, 5), unclear, contradiction, sale(1, "fan", &link, 5), sale(4, "fan", &link, 7)];
    let done = record(&house, (0..).zip(batch).map(|(number, report)| new(&house, number, report)).collect()).await?;
    assert!(matches!(
        done[..],
        [
            Recording::Recorded(_),
            Recording::Refused(Refusal::AccountUnclear),
            Recording::Refused(Refusal::Contradiction),
            Recording::Duplicate(_),
            Recording::Recorded(_)
        ]
    ));
    assert_eq!(totals(&house, &link).await?.gross, Mills(12));
    Ok(())
}

async fn the_account_is_the_clicks_the_links_or_the_persons_only_one(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let nowhere = |key, person| Report { link: None, ..sale(key, person, &link, 1) };
    assert_eq!(account_of(&house, 1, nowhere(1, "only-account")).await?, Some(house.account.id));
    let other = house.account(1);
    house.store.accounts().create(&other).await?;
    house.store.clicks().ingest(vec![click(&link, 1)], step(1, 0, 1)).await?;
    let by_click = Report { link: None, click: Some(click(&link, 1).id), ..sale(2, "by-click", &link, 1) };
    assert_eq!(account_of(&house, 2, by_click).await?, Some(house.account.id));
    assert_eq!(account_of(&house, 3, sale(3, "by-link", &link, 1)).await?, Some(house.account.id));
    let by_name = Report { account: Some(other.id), ..nowhere(4, "by-name") };
    assert_eq!(account_of(&house, 4, by_name).await?, Some(other.id));
    assert_eq!(account_of(&house, 5, nowhere(5, "by-name")).await?, Some(other.id));
    let waiting = Report { click: Some(click(&link, 77).id), ..nowhere(6, "waiting") };
    assert_eq!(account_of(&house, 6, waiting).await?, None);
    Ok(())
}

async fn a_click_that_comes_later_is_credited_in_its_own_batch(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let waiting =
        |key| Report { link: None, click: Some(click(&link, 5).id), occurred_at: Some(samples::at(9)), ..sale(key, "fan", &link, 3) };
    record(&house, vec![new(&house, 1, waiting(1))]).await?;
    assert_eq!(totals(&house, &link).await?, LinkTotals::default());
    house.store.clicks().ingest(vec![click(&link, 4), click(&link, 5)], step(1, 0, 1)).await?;
    let then = totals(&house, &link).await?;
    assert_eq!((then.visits, then.claims, then.gross), (2, 1, Mills(3)));
    record(&house, vec![new(&house, 2, waiting(2))]).await?;
    assert_eq!(totals(&house, &link).await?.gross, Mills(6));
    assert_eq!(house.store.books().differences(Box::new(|_, _| {})).await?, []);
    Ok(())
}

async fn whoever_was_known_by_a_click_alone_turns_out_to_be_somebody(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    house.store.clicks().ingest(vec![click(&link, 1)], step(1, 0, 1)).await?;
    let of_click = |key, gross| Report {
        person: None,
        link: None,
        click: Some(click(&link, 1).id),
        occurred_at: Some(samples::at(9)),
        ..sale(key, "", &link, gross)
    };
    record(&house, vec![new(&house, 1, of_click(1, 5))]).await?;
    assert_eq!((totals(&house, &link).await?.claims, totals(&house, &link).await?.gross), (0, Mills(5)));
    let claim = Report { kind: ConversionKind::Claim, amount: None, person: sale(2, "fan", &link, 0).person, ..of_click(2, 0) };
    record(&house, vec![new(&house, 2, claim), new(&house, 3, of_click(3, 6))]).await?;
    let totals = totals(&house, &link).await?;
    assert_eq!((totals.claims, totals.gross), (1, Mills(11)));
    let persons = house.store.conversions().list(ConversionQuery::all(house.workspace.id, None, 10), Some(Model::First)).await?.items;
    let persons = persons.iter().map(|view| (view.conversion.person, view.conversion.external_id.is_some())).collect::<Vec<_>>();
    assert!(persons.iter().all(|person| *person == persons[0] && person.1), "{persons:?}");
    Ok(())
}

async fn who_had_no_account_becomes_whom_the_account_knows(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    house.store.accounts().create(&house.account(1)).await?;
    let waiting = Report { link: None, click: Some(click(&link, 5).id), occurred_at: Some(samples::at(9)), ..sale(1, "fan", &link, 3) };
    record(&house, vec![new(&house, 1, waiting), new(&house, 2, sale(2, "fan", &link, 4))]).await?;
    assert_eq!(totals(&house, &link).await?.gross, Mills(4));
    house.store.clicks().ingest(vec![click(&link, 5)], step(1, 0, 1)).await?;
    let then = totals(&house, &link).await?;
    assert_eq!((then.claims, then.gross), (1, Mills(7)));
    assert_eq!(house.store.books().differences(Box::new(|_, _| {})).await?, []);
    Ok(())
}

async fn a_deleted_link_keeps_its_credit_and_gets_more(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    house.store.clicks().ingest(vec![click(&link, 1)], step(1, 0, 1)).await?;
    let bought =
        |key| Report { link: None, click: Some(click(&link, 1).id), occurred_at: Some(samples::at(9)), ..sale(key, "fan", &link, 3) };
    record(&house, vec![new(&house, 1, bought(1))]).await?;
    house.store.links().delete(house.within(), &LinkKey::Id(link.id), samples::at(10)).await?.ok_or("the link was there")?;
    let then = only(record(&house, vec![new(&house, 2, bought(2))]).await?);
    assert!(matches!(then, Recording::Recorded(Answer { attribution: Some(_), .. })), "{then:?}");
    let days = house.store.link_days().of_link(link.id, UtcDay::of(samples::at(9)), UtcDay::of(samples::at(9))).await?;
    assert_eq!(days.iter().map(|day| day.gross.0).sum::<i64>(), 6);
    Ok(())
}

async fn what_is_recorded_reads_back(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let full = Report {
        amount: Amount::new(Mills(1_001), Some(Mills(-5)), Currency::parse("EUR").ok_or("euros")?).ok(),
        name: Some(samples::name("Été – 🎆")),
        data: Some(r#"{"a":[1,"«»"]}"#.to_owned()),
        refunds: Some("another".to_owned()),
        ..sale(1, "ключ", &link, 1)
    };
    record(&house, vec![new(&house, 1, full.clone()), new(&house, 2, sale(2, "b", &link, 1)), new(&house, 3, sale(3, "c", &link, 1))])
        .await?;
    let conversions = house.store.conversions();
    let found = conversions.find(house.workspace.id, None, conversion_id(1), Some(Model::First)).await?.ok_or("it is there")?;
    assert_eq!(found.attribution.map(|attribution| attribution.link), Some(link.uuid));
    let read = found.conversion;
    assert_eq!((read.kind, read.amount, read.name, read.data), (full.kind, full.amount, full.name, full.data));
    assert_eq!((read.refunds, read.key, Some(read.occurred_at)), (full.refunds, full.key, full.occurred_at));
    assert_eq!(conversions.find(house.workspace.id, None, conversion_id(9), Some(Model::First)).await?, None);
    let other = trackway_domain::workspace::WorkspaceId(samples::uuid(9, 9));
    assert_eq!(conversions.find(other, None, conversion_id(1), Some(Model::First)).await?, None);
    let page = conversions.list(ConversionQuery::all(house.workspace.id, Some(house.account.id), 2), Some(Model::First)).await?;
    let ids = page.items.iter().map(|view| view.conversion.id).collect::<Vec<_>>();
    assert_eq!((ids, page.go_on), (vec![conversion_id(3), conversion_id(2)], Some(conversion_id(2))));
    let behind = ConversionQuery { behind: Some(conversion_id(2)), ..ConversionQuery::all(house.workspace.id, None, 2) };
    let page = conversions.list(behind, Some(Model::First)).await?;
    assert_eq!((page.items.len(), page.go_on), (1, None));
    assert_eq!(conversions.list(ConversionQuery::all(other, None, 2), Some(Model::First)).await?.items, []);
    Ok(())
}

/// Random things that three persons do with three links, in a random order and some of them before their click has arrived: the numbers of the
/// links are those that the rules give for all of it at once.
async fn numbers_are_what_the_rules_say_in_whatever_order_things_arrive(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let links = [
        house.made(1, LinkSettings::default()).await?,
        house.made(2, LinkSettings::default()).await?,
        house.made(3, LinkSettings::default()).await?,
    ];
    let mut runner = TestRunner::deterministic();
    let steps = prop::collection::vec(random_step(), 120).new_tree(&mut runner).expect("nothing is filtered out").current();
    let (mut touches, mut events) = (BTreeMap::<u32, Vec<Touch>>::new(), BTreeMap::<u32, Vec<Event>>::new());
    let mut late = Vec::new();
    for (number, (person, link, kind, at, gross, comes_late)) in (0..).zip(steps) {
        let (link, kind) = (&links[link], ConversionKind::ALL[kind]);
        let seen = samples::at(at.saturating_sub(100));
        let click = crate::clicks::ClickRow { at: seen, ..click(link, number) };
        let amount = kind.takes_amount().then(|| amount(gross)).flatten();
        let at = Some(samples::at(at));
        let base = sale(number, &format!("person {person}"), link, 0);
        let report = Report { kind, amount, link: None, click: Some(click.id), occurred_at: at, ..base };
        touches.entry(person).or_default().push(Touch { at: seen, link: link.id, click: Some(click.id) });
        let (id, key) = (conversion_id(number), report.key.clone());
        events.entry(person).or_default().push(Event { id, key, kind, at: at.ok_or("a time")?, amount, refunds: None });
        if comes_late {
            late.push(click);
        } else {
            house.store.clicks().ingest(vec![click], step(number, 0, 1)).await?;
        }
        record(&house, vec![new(&house, number, report)]).await?;
    }
    house.store.clicks().ingest(late, step(1_000, 0, 1)).await?;
    let mut expected = BTreeMap::<LinkId, [i64; Contribution::NUMBERS]>::new();
    for (person, touches) in &touches {
        let history = History { is_identified: true, touches, events: &events[person] };
        for ((link, _), contribution) in standing(history, Model::First, &|_| None).given {
            let sum = expected.entry(link).or_default();
            *sum = std::array::from_fn(|index| sum[index] + contribution.numbers()[index]);
        }
    }
    for link in &links {
        assert_eq!(numbers(&totals(&house, link).await?), expected.get(&link.id).copied().unwrap_or_default(), "{}", link.code);
    }
    assert_eq!(house.store.books().differences(Box::new(|_, _| {})).await?, []);
    Ok(())
}

/// Odd, and nearly all that an amount can be.
const MUCH: i64 = 999_999_999_999;

async fn many_additions_are_exact(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    for batch in 0..10 {
        let numbers = batch * 1_000..(batch + 1) * 1_000;
        let reports = numbers.map(|number| new(&house, number, sale(number, &format!("p{number}"), &link, MUCH - i64::from(number))));
        record(&house, reports.collect()).await?;
    }
    // Beyond 2^53, where a floating-point sum has lost its last digits.
    assert_eq!(totals(&house, &link).await?.gross, Mills(10_000 * MUCH - 10_000 * 9_999 / 2));
    Ok(())
}

type Step = (u32, usize, usize, u32, i64, bool);

fn random_step() -> impl Strategy<Value = Step> {
    (0_u32..3, 0_usize..3, select((0..ConversionKind::ALL.len()).collect::<Vec<_>>()), 100_u32..900_000, 1_i64..100_000, any::<bool>())
}

fn numbers(totals: &LinkTotals) -> [i64; Contribution::NUMBERS] {
    let counts = [
        totals.claims,
        totals.follows,
        totals.subscriptions,
        totals.acquired_followers,
        totals.acquired_subscribers,
        totals.current_followers,
        totals.current_subscribers,
    ];
    let [a, b, c, d, e, f, g] = counts.map(u64::cast_signed);
    [a, b, c, d, e, f, g, totals.gross.0, totals.net.0]
}

pub(super) async fn house_with_link(place: &dyn Place) -> Outcome<(House, Link)> {
    let house = House::found(place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    Ok((house, link))
}

pub(super) fn sale(key: u32, person: &str, link: &Link, mills: i64) -> Report {
    Report { kind: ConversionKind::Sale, amount: amount(mills), ..report(key, person, link) }
}

pub(super) fn amount(mills: i64) -> Option<Amount> {
    Amount::new(Mills(mills), None, Currency::USD).ok()
}

pub(super) fn new(house: &House, number: u32, report: Report) -> NewConversion {
    let (id, person) = (conversion_id(number), PersonId(samples::uuid(11, number)));
    NewConversion { id, person, workspace: house.workspace.id, recorded_at: samples::at(number), report }
}

pub(super) fn conversion_id(number: u32) -> ConversionId {
    ConversionId(samples::uuid(10, number))
}

pub(super) async fn record(house: &House, reports: Vec<NewConversion>) -> Result<Vec<Recording>, crate::StoreError> {
    house.store.conversions().record(reports).await
}

fn only(mut recordings: Vec<Recording>) -> Recording {
    assert_eq!(recordings.len(), 1);
    recordings.remove(0)
}

async fn account_of(house: &House, number: u32, report: Report) -> Outcome<Option<trackway_domain::account::AccountId>> {
    let recorded = only(record(house, vec![new(house, number, report)]).await?);
    assert!(matches!(recorded, Recording::Recorded(_)), "{recorded:?}");
    let found = house.store.conversions().find(house.workspace.id, None, conversion_id(number), Some(Model::First)).await?;
    Ok(found.ok_or("it is there")?.conversion.account)
}

pub(super) async fn totals(house: &House, link: &Link) -> Result<LinkTotals, crate::StoreError> {
    Ok(house.store.links().find(house.within(), &LinkKey::Id(link.id)).await?.expect("the link is there").totals)
}
