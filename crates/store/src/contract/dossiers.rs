//! Dossiers: all that is kept about one person and nobody else; and when it is erased, no number changes and nothing leads to him.

use super::conversions::{conversion_id, new, record, sale, totals};
use super::house::House;
use super::install_samples::{event, install};
use super::outbox::listening;
use super::samples::{self, click, step, stranger};
use super::{Outcome, Place, cases};
use crate::clicks::ClickRow;
use crate::conversions::{ConversionQuery, Recording};
use crate::credits::CreditQuestion;
use crate::dossiers::{Dossier, Erased};
use crate::events::Subject;
use crate::inbound::InboundEvent;
use std::sync::Arc;
use trackway_domain::attribution::{Model, Rules};
use trackway_domain::conversion::{ConversionKind, Report};
use trackway_domain::inbound::InboundPlatform;
use trackway_domain::link::{Link, LinkSettings};
use trackway_domain::person::{ExternalId, Identity, Person, PersonId, Profile};
use trackway_domain::stats::{Dimension, Question, Span};
use trackway_domain::utm::Utm;
use trackway_domain::webhook::WebhookEvent;

cases! { "dossiers":
    a_dossier_holds_all_of_one_person_and_nobody_elses,
    erasing_somebody_changes_no_number_and_leaves_no_trace,
    what_was_reported_before_he_was_erased_stays_a_duplicate,
    what_webhooks_are_still_to_be_told_says_nothing_of_him,
    whoever_comes_back_is_somebody_new,
    nothing_crosses_a_workspace,
}

async fn a_dossier_holds_all_of_one_person_and_nobody_elses(place: Arc<dyn Place>) -> Outcome {
    let (house, _) = lived_in(&*place).await?;
    let dossier = dossier_of(&house, "fan").await?;
    assert_eq!(dossier.person.profile.handle.as_deref(), Some("the-handle"));
    assert_eq!(
        dossier.visits.iter().map(|visit| (visit.code.as_str(), visit.click.is_some())).collect::<Vec<_>>(),
        [("code0001", true), ("code0002", false)]
    );
    assert_eq!(dossier.visits[0].remarks.metadata, [("user".to_owned(), "the-name".to_owned())]);
    assert_eq!(dossier.clicks, [seen(&house.link(1), 1)]);
    assert_eq!(dossier.conversions.iter().map(|conversion| conversion.id).collect::<Vec<_>>(), [1, 2, 3, 4, 5].map(conversion_id));
    assert_eq!(dossier.awaited, [click(&house.link(1), 77).id]);
    assert_eq!(dossier.events.iter().map(|event| event.key.as_str()).collect::<Vec<_>>(), ["about him"]);
    assert_eq!(dossier.app_events.iter().map(|event| event.at).collect::<Vec<_>>(), [samples::at(40), samples::at(41)]);
    Ok(())
}

async fn erasing_somebody_changes_no_number_and_leaves_no_trace(place: Arc<dyn Place>) -> Outcome {
    let (house, links) = lived_in(&*place).await?;
    let (before, person) = (numbers(&house, &links).await?, dossier_of(&house, "fan").await?.person.id);
    let erased = house.store.dossiers().erase(house.workspace.id, person, nobody(1)).await?;
    assert_eq!(erased, Some(Erased { visits: 2, conversions: 5, clicks: 1, events: 1, app_events: 2 }));
    assert_eq!(numbers(&house, &links).await?, before);
    assert_eq!(house.store.books().differences(Box::new(|_, _| {})).await?, []);
    assert_eq!(house.store.dossiers().open(house.workspace.id, person).await?, None);
    assert_eq!(house.store.dossiers().named(house.workspace.id, None, &id("fan")).await?, []);
    let left = house.store.dossiers().open(house.workspace.id, nobody(1)).await?.ok_or("what nobody did stays")?;
    assert!(left.clicks.is_empty() && left.awaited.is_empty() && left.events.is_empty() && left.app_events.is_empty(), "{left:?}");
    assert_eq!(dossier_of(&house, "somebody else").await?.app_events.len(), 1, "what an app said of others stays");
    let text = format!("{left:?} {:?}", house.store.clicks().latest(links[0].id, 10).await?);
    for trace in ["\"fan\"", "the-handle", "key 1", "about him", &format!("{person:?}")] {
        assert!(!text.contains(trace), "{trace} in {text}");
    }
    assert!(!format!("{left:?}").contains("the-name"));
    assert_eq!(house.store.clicks().find(click(&links[0], 1).id).await?, None);
    let clicks = house.store.clicks().latest(links[0].id, 10).await?;
    assert_eq!(clicks.iter().filter(|click| click.address.is_none() && click.metadata.is_empty()).count(), 1, "{clicks:?}");
    assert_eq!(house.store.clicks().find(click(&links[0], 2).id).await?, Some(seen(&links[0], 2)), "somebody else's");
    // Everything anew, by the same model and by another and back, comes to the same.
    for model in [Model::Linear, Model::First] {
        house.store.models().choose(house.workspace.id, Rules { model, ..Rules::default() }, samples::at(1)).await?;
        while house.store.models().step(1).await?.is_some() {}
    }
    assert_eq!(numbers(&house, &links).await?, before);
    Ok(())
}

async fn what_was_reported_before_he_was_erased_stays_a_duplicate(place: Arc<dyn Place>) -> Outcome {
    let (house, links) = lived_in(&*place).await?;
    let before = numbers(&house, &links).await?;
    let person = dossier_of(&house, "fan").await?.person.id;
    house.store.dossiers().erase(house.workspace.id, person, nobody(1)).await?;
    let again = record(&house, vec![new(&house, 90, bought(&links[0]))]).await?;
    assert!(matches!(&again[..], [Recording::Duplicate(answer)] if answer.id == conversion_id(2)), "{again:?}");
    assert_eq!(numbers(&house, &links).await?, before);
    assert_eq!(house.store.dossiers().named(house.workspace.id, None, &id("fan")).await?, []);
    Ok(())
}

async fn what_webhooks_are_still_to_be_told_says_nothing_of_him(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let hook = listening(&house, 1, &[WebhookEvent::Click, WebhookEvent::Conversion]).await?;
    let links = furnished(&house).await?;
    let told = async || {
        let errand = house.store.outbox().errand(hook.id, samples::at(1_000_000), 100).await?.ok_or("it is due")?;
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(
            errand.due.into_iter().filter_map(|(_, event)| Some(event?.subject)).collect::<Vec<_>>(),
        )
    };
    let (before, person) = (told().await?, dossier_of(&house, "fan").await?.person.id);
    assert!(format!("{before:?}").contains("\"fan\"") && format!("{before:?}").contains("the-name"), "{before:?}");
    house.store.dossiers().erase(house.workspace.id, person, nobody(1)).await?;
    let after = told().await?;
    assert_eq!(after.len(), before.len(), "all are told");
    assert!(!format!("{after:?}").contains("\"fan\"") && !format!("{after:?}").contains("the-name"), "{after:?}");
    let addresses = after.iter().flat_map(|subject| match subject {
        Subject::Click(click) => vec![(click.id, click.address.is_some())],
        Subject::Clicks(clicks) => clicks.iter().map(|click| (click.id, click.address.is_some())).collect(),
        _ => Vec::new(),
    });
    assert_eq!(addresses.collect::<Vec<_>>(), [(click(&links[0], 1).id, false), (click(&links[0], 2).id, true)]);
    Ok(())
}

async fn whoever_comes_back_is_somebody_new(place: Arc<dyn Place>) -> Outcome {
    let (house, links) = lived_in(&*place).await?;
    let (before, person) = (totals(&house, &links[0]).await?, dossier_of(&house, "fan").await?.person.id);
    house.store.dossiers().erase(house.workspace.id, person, nobody(1)).await?;
    record(&house, vec![new(&house, 91, sale(91, "fan", &links[0], 7))]).await?;
    let after = totals(&house, &links[0]).await?;
    assert_eq!((after.claims, after.gross.0), (before.claims + 1, before.gross.0 + 7));
    assert_ne!(dossier_of(&house, "fan").await?.person.id, person);
    Ok(())
}

async fn nothing_crosses_a_workspace(place: Arc<dyn Place>) -> Outcome {
    let (house, _) = lived_in(&*place).await?;
    let person = dossier_of(&house, "fan").await?.person.id;
    assert_eq!(house.store.dossiers().named(stranger(), None, &id("fan")).await?, []);
    assert_eq!(house.store.dossiers().open(stranger(), person).await?, None);
    assert_eq!(house.store.dossiers().erase(stranger(), person, nobody(1)).await?, None);
    let elsewhere = Some(house.account(1).id);
    assert_eq!(house.store.dossiers().named(house.workspace.id, elsewhere, &id("fan")).await?, []);
    assert_eq!(dossier_of(&house, "fan").await?.conversions.len(), 5);
    Ok(())
}

/// A fan of whom everything is known that can be, and somebody else.
async fn lived_in(place: &dyn Place) -> Outcome<(House, [Link; 2])> {
    let house = House::found(place).await?;
    let links = furnished(&house).await?;
    Ok((house, links))
}

async fn furnished(house: &House) -> Outcome<[Link; 2]> {
    let links = [house.made(1, LinkSettings::default()).await?, house.made(2, LinkSettings::default()).await?];
    house.store.clicks().ingest(vec![seen(&links[0], 1), seen(&links[0], 2)], step(1, 0, 1)).await?;
    let claim = Report {
        kind: ConversionKind::Claim,
        amount: None,
        link: None,
        click: Some(click(&links[0], 1).id),
        ..sale(1, "fan", &links[0], 0)
    };
    let profile = Profile { handle: Some("the-handle".to_owned()), ..Profile::default() };
    let claim = Report { person: Some(Identity { external_id: id("fan"), profile }), occurred_at: Some(samples::at(10)), ..claim };
    let opened = Report { kind: ConversionKind::Claim, amount: None, occurred_at: Some(samples::at(11)), ..sale(4, "fan", &links[1], 0) };
    let refund = Report { kind: ConversionKind::Refund, link: None, refunds: Some("key 2".to_owned()), ..sale(3, "fan", &links[0], 400) };
    let refund = Report { occurred_at: Some(samples::at(30)), ..refund };
    let waits = Report {
        kind: ConversionKind::Follow,
        amount: None,
        link: None,
        click: Some(click(&links[0], 77).id),
        ..sale(5, "fan", &links[0], 0)
    };
    let waits = Report { occurred_at: Some(samples::at(31)), ..waits };
    let other = Report {
        link: None,
        click: Some(click(&links[0], 2).id),
        occurred_at: Some(samples::at(9)),
        ..sale(6, "somebody else", &links[0], 50)
    };
    let reports = [(1, claim), (2, bought(&links[0])), (3, refund), (4, opened), (5, waits), (6, other)];
    record(house, reports.into_iter().map(|(number, report)| new(house, number, report)).collect()).await?;
    for (key, body) in [("about him", r#"{"who":"fan"}"#), ("about others", r#"{"who":"fan-2"}"#)] {
        let (account, platform) = (house.account.id, InboundPlatform::ALL[0]);
        let event = InboundEvent {
            account,
            platform,
            key: key.to_owned(),
            received_at: samples::at(1),
            reason: "why".to_owned(),
            body: body.to_owned(),
        };
        house.store.inbound().keep(&event).await?;
    }
    let install = install(house, 50, None);
    house.store.installs().record(install.clone()).await?;
    // An app may say it anywhere in its data.
    for (number, data) in
        [(40, r#"{"userId":"fan"}"#), (41, r#"{"of":[{"user":"fan"}]}"#), (42, r#"{"userId":"somebody else","of":"fan-2"}"#)]
    {
        let mut event = event(house, install.id, number, None);
        (event.event.data, event.is_vouched) = (data.to_owned(), false);
        house.store.installs().record_event(event).await?;
    }
    Ok(links)
}

fn bought(link: &Link) -> Report {
    Report {
        link: None,
        data: Some(r#"{"name":"the-name"}"#.to_owned()),
        occurred_at: Some(samples::at(20)),
        ..sale(2, "fan", link, 1_001)
    }
}

fn seen(link: &Link, number: u32) -> ClickRow {
    ClickRow {
        address: "203.0.113.0".parse().ok(),
        metadata: vec![("user".to_owned(), "the-name".to_owned())],
        utm: Utm { source: Some("newsletter".to_owned()), ..Utm::default() },
        ..click(link, number)
    }
}

fn id(text: &str) -> ExternalId {
    ExternalId::parse(text).expect("an id")
}

fn nobody(number: u32) -> PersonId {
    PersonId(samples::uuid(13, number))
}

async fn dossier_of(house: &House, who: &str) -> Outcome<Dossier> {
    let found: Vec<Person> = house.store.dossiers().named(house.workspace.id, Some(house.account.id), &id(who)).await?;
    let person = found.first().ok_or("he is known")?;
    Ok(house.store.dossiers().open(house.workspace.id, person.id).await?.ok_or("he is known")?)
}

/// Everything that is counted, as text.
async fn numbers(house: &House, links: &[Link; 2]) -> Outcome<String> {
    let span = Span::new(samples::at(0), samples::at(1_000))?;
    let asked = |model| CreditQuestion { question: Question { workspace: house.workspace.id, span, filters: Vec::new() }, model };
    let credits = house.store.credits();
    let by = (
        credits.breakdown(asked(None), Dimension::UtmSource).await?,
        credits.breakdown(asked(Some(Model::Linear)), Dimension::Link).await?,
    );
    let conversions = house.store.conversions().list(ConversionQuery::all(house.workspace.id, None, 100), None).await?;
    let fans = house.store.persons().count_fans(house.account.id).await?;
    Ok(format!("{:?} {:?} {by:?} {} {fans:?}", totals(house, &links[0]).await?, totals(house, &links[1]).await?, conversions.items.len()))
}
