//! Persons by the links that they opened, fans by account, numbers by day; and what platforms send.

use super::house::House;
use super::samples::{self, click, report, step};
use super::{Outcome, Place, cases};
use crate::clicks::ClickRow;
use crate::conversions::NewConversion;
use crate::inbound::InboundEvent;
use crate::links::LinkKey;
use crate::persons::{BehindPerson, FanCounts, LinkPerson, PersonQuery, Remarks};
use std::sync::Arc;
use trackway_domain::conversion::{Amount, ConversionId, ConversionKind, Report};
use trackway_domain::inbound::{InboundPlatform, InboundSecret};
use trackway_domain::link::{Link, LinkId, LinkSettings};
use trackway_domain::money::{Currency, Mills};
use trackway_domain::person::{ExternalId, Identity, PersonId, Profile};
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utc_day::UtcDay;
use trackway_domain::workspace::WorkspaceId;

cases! { "persons":
    those_who_opened_a_link_are_listed_the_last_first_in_portions,
    what_is_said_of_a_person_stays_until_something_else_is_said,
    a_latest_click_says_what_it_said,
    fans_are_counted_by_account,
    of_a_hundred_who_spent_one_is_a_top_spender,
    days_add_up_to_the_totals,
    secrets_belong_to_an_account_and_a_platform,
    an_event_is_kept_once,
}

async fn those_who_opened_a_link_are_listed_the_last_first_in_portions(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let other = house.made(2, LinkSettings::default()).await?;
    for number in 0..5 {
        did(&house, number, ConversionKind::Claim, &format!("p{number}"), &link, 0).await?;
    }
    did(&house, 5, ConversionKind::Claim, "p1", &link, 0).await?;
    did(&house, 6, ConversionKind::Claim, "elsewhere", &other, 0).await?;
    let query = PersonQuery { link: link.id, clicked_from: None, clicked_before: None, behind: None, limit: 2 };
    let (mut seen, mut behind) = (Vec::new(), None);
    loop {
        let page = house.store.persons().of_link(PersonQuery { behind, ..query }).await?;
        assert!(page.items.len() <= 2);
        seen.extend(page.items.iter().map(external_id));
        let Some(last) = page.items.last().filter(|_| page.has_more) else { break };
        behind = Some(BehindPerson { clicked_at: last.clicked_at, person: last.person.id });
    }
    assert_eq!(seen, ["p1", "p4", "p3", "p2", "p0"]);
    let between = PersonQuery { clicked_from: Some(samples::at(2)), clicked_before: Some(samples::at(4)), limit: 9, ..query };
    let between = house.store.persons().of_link(between).await?.items;
    assert_eq!(between.iter().map(external_id).collect::<Vec<_>>(), ["p3", "p2"]);
    Ok(())
}

async fn what_is_said_of_a_person_stays_until_something_else_is_said(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let external_id = ExternalId::parse("fan")?;
    let said = |handle: Option<&str>, name: Option<&str>| Profile {
        handle: handle.map(str::to_owned),
        display_name: name.map(str::to_owned),
        ..Profile::default()
    };
    for (number, profile) in (0..).zip([said(Some("a"), Some("A")), said(None, Some("B")), said(None, None)]) {
        let person = Some(Identity { external_id: external_id.clone(), profile });
        record(&house, number, Report { kind: ConversionKind::Claim, person, ..report(number, "", &link) }).await?;
    }
    let person = one(&house, link.id).await?.person;
    assert_eq!(person.profile, said(Some("a"), Some("B")));
    assert_eq!((person.account, person.external_id, person.first_seen_at), (Some(house.account.id), Some(external_id), samples::at(0)));
    Ok(())
}

async fn a_latest_click_says_what_it_said(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let said = vec![("user".to_owned(), "7".to_owned())];
    let rows = [
        ClickRow { metadata: vec![("old".to_owned(), "1".to_owned())], ..click(&link, 1) },
        ClickRow { metadata: said.clone(), utm: samples::full_utm(), ..click(&link, 2) },
    ];
    house.store.clicks().ingest(rows.to_vec(), step(1, 0, 1)).await?;
    for (number, row) in (3..).zip(&rows) {
        record(&house, number, Report { click: Some(row.id), link: None, ..report(number, "fan", &link) }).await?;
    }
    // Somebody says that he opened it once more; that was no click.
    did(&house, 9, ConversionKind::Claim, "fan", &link, 0).await?;
    let person = one(&house, link.id).await?.person.id;
    let remarks = house.store.persons().remarks(link.id, person).await?;
    assert_eq!(remarks, Some(Remarks { utm: samples::full_utm(), metadata: said }));
    assert_eq!(house.store.persons().remarks(link.id, PersonId(samples::uuid(11, 99))).await?, None);
    assert_eq!(house.store.persons().remarks(house.link(2).id, person).await?, None);
    Ok(())
}

async fn fans_are_counted_by_account(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    use ConversionKind::{Follow, Subscribe, Unfollow, Unsubscribe};
    let deeds = [(Follow, "a"), (Follow, "b"), (Unfollow, "b"), (Subscribe, "a"), (Subscribe, "c"), (Subscribe, "d"), (Unsubscribe, "d")];
    for (number, (kind, who)) in (0..).zip(deeds) {
        did(&house, number, kind, who, &link, 0).await?;
    }
    assert_eq!(house.store.persons().count_fans(house.account.id).await?, FanCounts { followers: 1, subscribers: 2 });
    assert_eq!(house.store.persons().count_fans(house.account(1).id).await?, FanCounts::default());
    Ok(())
}

async fn of_a_hundred_who_spent_one_is_a_top_spender(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    for (count, tops) in [(100, vec!["p100"]), (101, vec!["p101", "p100"])] {
        let known = if count == 100 { 1 } else { count };
        for number in known..=count {
            did(&house, number, ConversionKind::Sale, &format!("p{number}"), &link, i64::from(number)).await?;
        }
        let query = PersonQuery { link: link.id, clicked_from: None, clicked_before: None, behind: None, limit: 200 };
        let listed = house.store.persons().of_link(query).await?.items;
        let top = listed.iter().filter(|person| person.is_top_spender).map(external_id).collect::<Vec<_>>();
        assert_eq!(top, tops, "of {count}");
    }
    Ok(())
}

async fn days_add_up_to_the_totals(place: Arc<dyn Place>) -> Outcome {
    let (house, link) = house_with_link(&*place).await?;
    let hour = 3_600;
    let mut rows = (0..50).map(|number| ClickRow { at: samples::at(number * 5 * hour), ..click(&link, number) }).collect::<Vec<_>>();
    rows[7].traffic = TrafficClass::Bot;
    house.store.clicks().ingest(rows, step(1, 0, 1)).await?;
    for number in 0..30 {
        let kind = [ConversionKind::Follow, ConversionKind::Subscribe, ConversionKind::Sale, ConversionKind::Refund][number as usize % 4];
        let report = Report {
            kind,
            occurred_at: Some(samples::at(number * 7 * hour)),
            amount: money(kind, i64::from(number) + 1),
            ..report(number, &format!("p{}", number % 5), &link)
        };
        record(&house, number, report).await?;
    }
    let (first, last) = (UtcDay::of(samples::at(0)), UtcDay::of(samples::at(1_000 * hour)));
    let days = house.store.link_days().of_link(link.id, first, last).await?;
    assert!(days.len() > 5 && days.is_sorted_by(|a, b| a.day < b.day));
    let totals = house.store.links().find(house.within(), &LinkKey::Id(link.id)).await?.ok_or("the link is there")?.totals;
    assert_eq!(days.iter().map(|day| day.clicks).sum::<u64>(), totals.clicks);
    let sum = |number: fn(&crate::link_days::LinkDay) -> i64| days.iter().map(number).sum::<i64>();
    let counted = [totals.claims, totals.follows, totals.subscriptions].map(u64::cast_signed);
    assert_eq!([sum(|day| day.claims), sum(|day| day.follows), sum(|day| day.subscriptions)], counted);
    assert_eq!((sum(|day| day.gross.0), sum(|day| day.net.0)), (totals.gross.0, totals.net.0));
    let one = house.store.link_days().of_link(link.id, days[1].day, days[1].day).await?;
    assert_eq!(one, [days[1]]);
    Ok(())
}

async fn secrets_belong_to_an_account_and_a_platform(place: Arc<dyn Place>) -> Outcome {
    let (house, _) = house_with_link(&*place).await?;
    let (inbound, account) = (house.store.inbound(), house.account.id);
    let secret = |text: &str| InboundSecret::parse(text).expect("a secret");
    assert!(inbound.secret(account, InboundPlatform::Fanvue).await?.is_none());
    for text in ["0123456789abcdef", "fedcba9876543210"] {
        assert!(inbound.set_secret(house.workspace.id, account, InboundPlatform::Fanvue, &secret(text)).await?);
        let (found, kept) = inbound.secret(account, InboundPlatform::Fanvue).await?.ok_or("it was set")?;
        assert_eq!((found, kept.reveal()), (house.account.clone(), text));
    }
    assert!(inbound.secret(account, InboundPlatform::Fansly).await?.is_none());
    let other = WorkspaceId(samples::uuid(9, 9));
    assert!(!inbound.set_secret(other, account, InboundPlatform::Fansly, &secret("0123456789abcdef")).await?);
    assert!(inbound.secret(account, InboundPlatform::Fansly).await?.is_none());
    Ok(())
}

async fn an_event_is_kept_once(place: Arc<dyn Place>) -> Outcome {
    let (house, _) = house_with_link(&*place).await?;
    let event = |key: &str, number| InboundEvent {
        account: house.account.id,
        platform: InboundPlatform::Fansly,
        key: key.to_owned(),
        received_at: samples::at(number),
        reason: "not understood".to_owned(),
        body: "{\"a\": \"«\\u0000»\"}".to_owned(),
    };
    assert!(house.store.inbound().keep(&event("a", 1)).await?);
    assert!(!house.store.inbound().keep(&event("a", 2)).await?);
    assert!(house.store.inbound().keep(&event("b", 3)).await?);
    assert_eq!(house.store.inbound().list(house.account.id, 9).await?, [event("b", 3), event("a", 1)]);
    assert_eq!(house.store.inbound().list(house.account(1).id, 9).await?, []);
    Ok(())
}

async fn house_with_link(place: &dyn Place) -> Outcome<(House, Link)> {
    let house = House::found(place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    Ok((house, link))
}

/// Somebody does something, and says that a link brought him.
async fn did(house: &House, number: u32, kind: ConversionKind, who: &str, link: &Link, mills: i64) -> Outcome {
    record(house, number, Report { kind, amount: money(kind, mills), ..report(number, who, link) }).await
}

fn money(kind: ConversionKind, mills: i64) -> Option<Amount> {
    Amount::new(Mills(mills), None, Currency::USD).ok().filter(|_| kind.needs_amount())
}

async fn record(house: &House, number: u32, report: Report) -> Outcome {
    let (id, person) = (ConversionId(samples::uuid(10, number)), PersonId(samples::uuid(11, number)));
    let new = NewConversion { id, person, workspace: house.workspace.id, recorded_at: samples::at(number), report };
    house.store.conversions().record(vec![new]).await?;
    Ok(())
}

async fn one(house: &House, link: LinkId) -> Outcome<LinkPerson> {
    let query = PersonQuery { link, clicked_from: None, clicked_before: None, behind: None, limit: 2 };
    let mut items = house.store.persons().of_link(query).await?.items;
    assert_eq!(items.len(), 1);
    Ok(items.remove(0))
}

fn external_id(person: &LinkPerson) -> String {
    person.person.external_id.as_ref().map_or("", ExternalId::as_str).to_owned()
}
