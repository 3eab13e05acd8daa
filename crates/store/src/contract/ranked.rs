//! Lists in the order of numbers, and lists of all persons of a workspace.

use super::house::House;
use super::samples::{self, click, report, step};
use super::{Outcome, Place, cases};
use crate::conversions::NewConversion;
use crate::links::{LinkNumber, LinkOrder, LinkQuery, Within};
use crate::persons::{FanKind, PeopleQuery};
use std::sync::Arc;
use trackway_domain::conversion::{Amount, ConversionId, ConversionKind, Report};
use trackway_domain::link::{Link, LinkSettings};
use trackway_domain::money::{Currency, Mills};
use trackway_domain::person::{ExternalId, Identity, PersonId, Profile};
use trackway_domain::traffic::TrafficClass;

cases! { "ranked":
    links_are_listed_in_the_order_of_each_number,
    an_order_goes_together_with_filters_and_offsets,
    persons_are_listed_the_last_to_be_known_first_in_portions,
    persons_are_chosen_by_account_text_and_what_they_are,
}

async fn links_are_listed_in_the_order_of_each_number(place: Arc<dyn Place>) -> Outcome {
    let house = opened(&*place).await?;
    for (order, expected) in [
        (LinkOrder::Newest, [4, 3, 2, 1]),
        (LinkOrder::Oldest, [1, 2, 3, 4]),
        (LinkOrder::Most(LinkNumber::Clicks), [2, 3, 4, 1]),
        (LinkOrder::Fewest(LinkNumber::Clicks), [4, 1, 3, 2]),
        (LinkOrder::Most(LinkNumber::Visits), [3, 2, 4, 1]),
        (LinkOrder::Most(LinkNumber::Claims), [4, 1, 3, 2]),
        (LinkOrder::Most(LinkNumber::Follows), [1, 4, 3, 2]),
        (LinkOrder::Most(LinkNumber::Subscriptions), [4, 3, 2, 1]),
        (LinkOrder::Most(LinkNumber::Gross), [4, 3, 2, 1]),
        (LinkOrder::Fewest(LinkNumber::Net), [3, 2, 1, 4]),
    ] {
        assert_eq!(listed(&house, LinkQuery { order, ..LinkQuery::all(house.within(), 10) }).await?, expected, "{order:?}");
    }
    Ok(())
}

async fn an_order_goes_together_with_filters_and_offsets(place: Arc<dyn Place>) -> Outcome {
    let house = opened(&*place).await?;
    let by_clicks = LinkQuery { order: LinkOrder::Most(LinkNumber::Clicks), ..LinkQuery::all(house.within(), 2) };
    assert_eq!(listed(&house, by_clicks.clone()).await?, [2, 3]);
    assert_eq!(listed(&house, LinkQuery { offset: 2, ..by_clicks.clone() }).await?, [4, 1]);
    assert_eq!(listed(&house, LinkQuery { is_paused: Some(true), ..by_clicks.clone() }).await?, [3]);
    assert_eq!(listed(&house, LinkQuery { search: Some("paused".to_owned()), ..by_clicks.clone() }).await?, [3]);
    assert_eq!(house.store.links().count(&by_clicks, 10).await?, 4);
    Ok(())
}

async fn persons_are_listed_the_last_to_be_known_first_in_portions(place: Arc<dyn Place>) -> Outcome {
    let house = opened(&*place).await?;
    let (mut seen, mut behind) = (Vec::new(), None);
    loop {
        let page = house.store.persons().list(&PeopleQuery { behind, ..people(&house, 1) }).await?;
        assert!(page.items.len() <= 1);
        seen.extend(page.items.iter().map(|person| person.external_id.as_ref().map_or("", ExternalId::as_str).to_owned()));
        let Some(last) = page.items.last().filter(|_| page.has_more) else { break };
        behind = Some(last.id);
    }
    assert_eq!(seen, ["buyer", "fan"]);
    let elsewhere = Within { workspace: samples::stranger(), account: None };
    assert_eq!(house.store.persons().list(&PeopleQuery { within: elsewhere, ..people(&house, 9) }).await?.items, []);
    Ok(())
}

async fn persons_are_chosen_by_account_text_and_what_they_are(place: Arc<dyn Place>) -> Outcome {
    let house = opened(&*place).await?;
    let all = people(&house, 9);
    let account = |number| Within { account: Some(house.account(number).id), ..house.within() };
    for (query, expected) in [
        (all.clone(), 2),
        (PeopleQuery { within: Within { account: Some(house.account.id), ..house.within() }, ..all.clone() }, 2),
        (PeopleQuery { within: account(1), ..all.clone() }, 0),
        (PeopleQuery { fan: Some(FanKind::Follower), ..all.clone() }, 1),
        (PeopleQuery { fan: Some(FanKind::Subscriber), ..all.clone() }, 1),
        (PeopleQuery { search: Some("ärg".to_owned()), ..all.clone() }, 1),
        (PeopleQuery { search: Some("FAN".to_owned()), ..all.clone() }, 1),
        (PeopleQuery { search: Some("nobody".to_owned()), ..all.clone() }, 0),
    ] {
        assert_eq!(house.store.persons().list(&query).await?.items.len(), expected, "{query:?}");
    }
    Ok(())
}

/// Link 2 has most clicks, link 3 is paused and has most visits, link 1 brought a follower, link 4 a subscriber.
async fn opened(place: &dyn Place) -> Outcome<House> {
    let house = House::found(place).await?;
    let mut links = Vec::new();
    for number in 1..=4 {
        let paused = LinkSettings { is_paused: true, ..samples::named("Paused") };
        links.push(house.made(number, if number == 3 { paused } else { LinkSettings::default() }).await?);
    }
    let bot = |number| crate::clicks::ClickRow { traffic: TrafficClass::Bot, ..click(&links[2], number) };
    let clicks = vec![click(&links[1], 1), click(&links[1], 2), click(&links[2], 3), bot(4), bot(5)];
    house.store.clicks().ingest(clicks, step(1, 0, 9)).await?;
    did(&house, 6, ConversionKind::Follow, "fan", &links[0]).await?;
    did(&house, 7, ConversionKind::Subscribe, "buyer", &links[3]).await?;
    Ok(house)
}

async fn did(house: &House, number: u32, kind: ConversionKind, who: &str, link: &Link) -> Outcome {
    let external_id = ExternalId::parse(who)?;
    let profile = Profile { display_name: (who == "buyer").then(|| "Ada Ärger".to_owned()), ..Profile::default() };
    let amount = Amount::new(Mills(9_990), None, Currency::USD).ok().filter(|_| kind == ConversionKind::Subscribe);
    let report = Report { kind, amount, person: Some(Identity { external_id, profile }), ..report(number, who, link) };
    let (id, person) = (ConversionId(samples::uuid(10, number)), PersonId(samples::uuid(11, number)));
    let new = NewConversion { id, person, workspace: house.workspace.id, recorded_at: samples::at(number), report };
    house.store.conversions().record(vec![new]).await?;
    Ok(())
}

fn people(house: &House, limit: u32) -> PeopleQuery {
    PeopleQuery { within: house.within(), search: None, fan: None, behind: None, limit }
}

/// The numbers under which the links were made.
async fn listed(house: &House, query: LinkQuery) -> Outcome<Vec<u32>> {
    let page = house.store.links().list(&query).await?;
    let number = |link: &Link| (1..=4).find(|number| house.link(*number).id == link.id).unwrap_or(0);
    Ok(page.items.iter().map(|view| number(&view.link)).collect())
}
