//! The outbox: an event is kept with the change that it tells of, for whoever wants it; it is due until somebody has taken it.

use super::house::House;
use super::samples::{at, click, report, step};
use super::webhooks::webhook;
use super::{Outcome, Place, cases};
use crate::conversions::NewConversion;
use crate::events::{LinkAction, LinkEvent, Subject};
use crate::links::LinkKey;
use crate::outbox::{Attempt, Delivery, DeliveryState, Errand, Health, Outcome as Tried};
use jiff::Timestamp;
use std::sync::Arc;
use trackway_domain::conversion::ConversionId;
use trackway_domain::event::DeliveryId;
use trackway_domain::link::LinkSettings;
use trackway_domain::person::PersonId;
use trackway_domain::webhook::{Disabled, DisabledReason, Webhook, WebhookEvent, WebhookId, WebhookSettings};
use uuid::Uuid;

cases! { "outbox":
    what_nobody_wants_to_know_is_not_kept,
    each_change_of_a_link_is_told_as_it_was,
    clicks_are_told_one_by_one_or_together,
    a_conversion_is_told_once,
    a_change_that_fails_tells_nothing,
    a_failed_try_is_due_again_and_a_taken_one_never,
    a_paused_webhook_is_left_alone,
    a_webhook_that_is_switched_off_keeps_what_waits,
    whoever_is_switched_off_is_named_to_others,
    a_test_and_a_replay_go_out_in_any_case,
    deliveries_are_listed_last_event_first,
    old_events_are_forgotten,
    what_waits_is_counted,
    of_too_much_the_oldest_is_given_up,
    another_workspace_sees_no_deliveries,
}

async fn of_too_much_the_oldest_is_given_up(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let hooks = [listening(&house, 1, &[WebhookEvent::Link]).await?, listening(&house, 2, &[WebhookEvent::Link]).await?];
    for number in 2..7 {
        house.made(number, LinkSettings::default()).await?;
    }
    let outbox = house.store.outbox();
    outbox.test(house.workspace.id, hooks[0].id, at(1)).await?;
    assert_eq!(outbox.shed(5, 100).await?, 0);
    assert_eq!(outbox.shed(3, 3).await?, 3, "no more than was said");
    assert_eq!((outbox.shed(3, 100).await?, outbox.shed(3, 100).await?), (1, 0));
    for hook in &hooks {
        let states = listed(&house, hook.id).await?.into_iter().map(|delivery| delivery.state).collect::<Vec<_>>();
        let given_up = states.iter().filter(|state| **state == DeliveryState::GivenUp).count();
        assert_eq!((given_up, states.len() - given_up), (2, if hook.id == hooks[0].id { 4 } else { 3 }), "{states:?}");
    }
    let left = errand(&house, hooks[1].id, 100).await?.due;
    assert_eq!(left.iter().map(|(delivery, _)| delivery.happened_at).collect::<Vec<_>>(), [at(4), at(5), at(6)], "the newest stay");
    Ok(())
}

async fn what_nobody_wants_to_know_is_not_kept(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let hook = listening(&house, 1, &[WebhookEvent::Click]).await?;
    house.made(1, LinkSettings::default()).await?;
    assert_eq!(due(&house, 100).await?, []);
    house
        .store
        .webhooks()
        .update(house.workspace.id, hook.id, at(2), Box::new(|settings| settings.events = vec![WebhookEvent::Link]))
        .await?;
    house.made(3, LinkSettings::default()).await?;
    assert_eq!(due(&house, 100).await?, [hook.id]);
    house.store.webhooks().delete(house.workspace.id, hook.id).await?;
    house.made(4, LinkSettings::default()).await?;
    assert_eq!(due(&house, 100).await?, []);
    Ok(())
}

async fn each_change_of_a_link_is_told_as_it_was(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let hook = listening(&house, 1, &[WebhookEvent::Link]).await?;
    let link = house.made(2, LinkSettings { template: Some(house.template.id), ..LinkSettings::default() }).await?;
    let key = LinkKey::Uuid(link.uuid);
    house.store.links().update(house.within(), &key, at(3), Box::new(|settings| settings.is_paused = true)).await?;
    house.store.links().delete(house.within(), &key, at(4)).await?;
    let errand = errand(&house, hook.id, 100).await?;
    let events = errand.due.iter().map(|(_, event)| event.clone().expect("a readable event")).collect::<Vec<_>>();
    let told = |index: usize| match &events[index].subject {
        Subject::Link(told) => LinkEvent::clone(told),
        other => panic!("{other:?}"),
    };
    let actions = (0..3).map(|index| (events[index].at, told(index).action, told(index).view.link.settings.is_paused)).collect::<Vec<_>>();
    let expected = [(at(2), LinkAction::Created, false), (at(3), LinkAction::Updated, true), (at(4), LinkAction::Deleted, true)];
    assert_eq!(actions, expected);
    assert_eq!(told(0).view.link, link);
    assert_eq!(told(0).view.account, house.account);
    assert_eq!(told(0).view.template_slug, Some(house.template.slug.clone()));
    assert!(events.iter().all(|event| event.workspace == house.workspace.id), "whose they are is said");
    assert!(events.is_sorted_by(|one, next| one.id < next.id), "ids are in the order of time");
    Ok(())
}

async fn clicks_are_told_one_by_one_or_together(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    let single = listening(&house, 1, &[WebhookEvent::Click]).await?;
    let many = listening(&house, 2, &[WebhookEvent::Click]).await?;
    let edit = |settings: &mut WebhookSettings| settings.clicks_at_once = 2;
    house.store.webhooks().update(house.workspace.id, many.id, at(2), Box::new(edit)).await?;
    let batch = (3..6).map(|number| click(&link, number)).collect::<Vec<_>>();
    house.store.clicks().ingest(batch.clone(), step(1, 0, 10)).await?;
    let moved = house.store.clicks().ingest(batch.clone(), step(1, 0, 10)).await;
    assert!(moved.is_err(), "a batch that was taken in is not told again");
    let mut told = Vec::new();
    for id in [single.id, many.id] {
        let of_one = errand(&house, id, 100).await?.due.into_iter().map(|(_, event)| match event.expect("a readable event").subject {
            Subject::Click(click) => vec![click.id],
            Subject::Clicks(clicks) => clicks.iter().map(|click| click.id).collect(),
            other => panic!("{other:?}"),
        });
        told.push(of_one.collect::<Vec<_>>());
    }
    let [one, two, three] = [0, 1, 2].map(|index| batch[index].id);
    assert_eq!(told, [vec![vec![one], vec![two], vec![three]], vec![vec![one, two], vec![three]]]);
    Ok(())
}

async fn a_conversion_is_told_once(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    let hook = listening(&house, 1, &[WebhookEvent::Conversion]).await?;
    let new = |number: u128| NewConversion {
        id: ConversionId(Uuid::from_u128(number)),
        person: PersonId(Uuid::from_u128(number)),
        workspace: house.workspace.id,
        recorded_at: at(5),
        report: report(2, "fan", &link),
    };
    house.store.conversions().record(vec![new(1), new(2)]).await?;
    let errand = errand(&house, hook.id, 100).await?;
    let [(delivery, Some(event))] = &errand.due[..] else { panic!("{errand:?}") };
    assert_eq!((delivery.name.as_str(), delivery.happened_at), ("conversion_event", at(5)));
    let Subject::Conversion(told) = &event.subject else { panic!("{event:?}") };
    assert_eq!((told.id, told.link, told.at), (ConversionId(Uuid::from_u128(1)), Some(link.uuid), at(2)));
    assert_eq!(told.external_id.as_deref(), Some("fan"));
    Ok(())
}

async fn a_change_that_fails_tells_nothing(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    listening(&house, 1, &[WebhookEvent::Link]).await?;
    let link = house.made(2, LinkSettings::default()).await?;
    let told = waiting(&house).await?;
    let taken = house.store.links().create(&trackway_domain::link::Link { code: link.code, ..house.link(3) }).await;
    assert!(taken.is_err());
    let nobody = LinkKey::Uuid(Uuid::from_u128(1));
    assert_eq!(house.store.links().delete(house.within(), &nobody, at(4)).await?, None);
    assert_eq!(waiting(&house).await?, told);
    Ok(())
}

async fn a_failed_try_is_due_again_and_a_taken_one_never(place: Arc<dyn Place>) -> Outcome {
    let (house, hook, delivery) = with_delivery(&*place).await?;
    record(&house, failed(&delivery, 10, Some(20), None)).await?;
    assert_eq!(due(&house, 19).await?, []);
    let errand = errand(&house, hook.id, 20).await?;
    assert_eq!(errand.health, Health { failures: 1, failing_since: Some(at(10)) });
    assert_eq!((errand.due[0].0.tries, errand.due[0].0.state), (1, DeliveryState::Waiting));
    record(&house, failed(&delivery, 20, Some(30), None)).await?;
    record(&house, taken(&delivery, 30)).await?;
    assert_eq!(due(&house.again(&*place).await?, 1_000).await?, []);
    let found = listed(&house, hook.id).await?.remove(0);
    assert_eq!((found.state, found.tries, found.due_at), (DeliveryState::Delivered, 3, None));
    let expected = [failed(&delivery, 10, None, None), failed(&delivery, 20, None, None), taken(&delivery, 30)];
    assert_eq!(found.attempts, expected.map(|tried| tried.attempt));
    record(&house, failed(&delivery, 40, None, None)).await?;
    assert_eq!(listed(&house, hook.id).await?[0].state, DeliveryState::GivenUp);
    for second in 41..70 {
        record(&house, failed(&delivery, second, None, None)).await?;
    }
    let kept = listed(&house, hook.id).await?.remove(0).attempts;
    assert_eq!((kept.len(), kept.last().map(|attempt| attempt.at)), (Delivery::ATTEMPTS_KEPT as usize, Some(at(69))));
    Ok(())
}

async fn a_paused_webhook_is_left_alone(place: Arc<dyn Place>) -> Outcome {
    let (house, hook, delivery) = with_delivery(&*place).await?;
    house.made(3, LinkSettings::default()).await?;
    record(&house, failed(&delivery, 10, Some(11), Some(50))).await?;
    record(&house, failed(&delivery, 11, Some(12), Some(20))).await?;
    assert_eq!(due(&house, 49).await?, []);
    assert_eq!(errand(&house, hook.id, 49).await?.due, []);
    assert_eq!(errand(&house, hook.id, 50).await?.due.len(), 2);
    record(&house, taken(&delivery, 50)).await?;
    assert_eq!(errand(&house, hook.id, 49).await?.health, Health::default());
    Ok(())
}

async fn a_webhook_that_is_switched_off_keeps_what_waits(place: Arc<dyn Place>) -> Outcome {
    let (house, hook, delivery) = with_delivery(&*place).await?;
    record(&house, failed(&delivery, 10, Some(11), Some(500))).await?;
    let switch = |is_active: bool, second: u32| {
        let edit = move |settings: &mut WebhookSettings| settings.is_active = is_active;
        house.store.webhooks().update(house.workspace.id, hook.id, at(second), Box::new(edit))
    };
    switch(false, 20).await?;
    house.made(21, LinkSettings::default()).await?;
    assert_eq!(due(&house, 1_000).await?, []);
    switch(true, 22).await?;
    let errand = errand(&house, hook.id, 22).await?;
    assert_eq!(errand.due.iter().map(|(delivery, _)| delivery.id).collect::<Vec<_>>(), [delivery.id]);
    assert_eq!(errand.health, Health::default(), "nothing is held against it");
    Ok(())
}

async fn whoever_is_switched_off_is_named_to_others(place: Arc<dyn Place>) -> Outcome {
    let (house, hook, delivery) = with_delivery(&*place).await?;
    let other = listening(&house, 2, &[WebhookEvent::Webhook]).await?;
    let gone = Tried { disable: Some(DisabledReason::Gone), ..failed(&delivery, 10, None, None) };
    record(&house, gone.clone()).await?;
    record(&house, gone).await?;
    let found = house.store.webhooks().find(house.workspace.id, hook.id).await?.expect("it is there");
    assert!(!found.settings.is_active);
    assert_eq!(found.disabled, Some(Disabled { reason: DisabledReason::Gone, at: at(10) }));
    let errand = errand(&house, other.id, 10).await?;
    let [(_, Some(event))] = &errand.due[..] else { panic!("once: {errand:?}") };
    let Subject::Webhook(end) = &event.subject else { panic!("{event:?}") };
    assert_eq!((end.id, end.reason), (hook.id, DisabledReason::Gone));
    let edit = |settings: &mut WebhookSettings| settings.is_active = true;
    let again = house.store.webhooks().update(house.workspace.id, hook.id, at(20), Box::new(edit)).await?;
    assert_eq!(again.map(|webhook| webhook.disabled), Some(None));
    Ok(())
}

async fn a_test_and_a_replay_go_out_in_any_case(place: Arc<dyn Place>) -> Outcome {
    let (house, hook, delivery) = with_delivery(&*place).await?;
    record(&house, taken(&delivery, 10)).await?;
    let edit = |settings: &mut WebhookSettings| settings.is_active = false;
    house.store.webhooks().update(house.workspace.id, hook.id, at(11), Box::new(edit)).await?;
    let test = house.store.outbox().test(house.workspace.id, hook.id, at(12)).await?.expect("a delivery");
    assert_eq!((test.name.as_str(), test.due_at), ("test_event", Some(at(12))));
    let again = house.store.outbox().replay(house.workspace.id, hook.id, delivery.id, at(13)).await?.expect("a delivery");
    assert_eq!((again.event, again.state, again.tries, again.attempts.len()), (delivery.event, DeliveryState::Waiting, 0, 1));
    assert_eq!(due(&house, 13).await?, [hook.id]);
    let errand = errand(&house, hook.id, 13).await?;
    assert_eq!(errand.due.iter().map(|(delivery, _)| delivery.id).collect::<Vec<_>>(), [test.id, delivery.id]);
    for delivery in [&test, &again] {
        record(&house, taken(delivery, 14)).await?;
    }
    assert_eq!(due(&house, 1_000).await?, []);
    let unknown = DeliveryId(Uuid::from_u128(9));
    assert_eq!(house.store.outbox().replay(house.workspace.id, hook.id, unknown, at(13)).await?, None);
    Ok(())
}

async fn deliveries_are_listed_last_event_first(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let hook = listening(&house, 1, &[WebhookEvent::Link]).await?;
    for number in 2..7 {
        house.made(number, LinkSettings::default()).await?;
    }
    let outbox = house.store.outbox();
    let first = outbox.list(house.workspace.id, hook.id, None, 2).await?.expect("a webhook");
    let second = outbox.list(house.workspace.id, hook.id, Some(first.items[1].id), 3).await?.expect("a webhook");
    let times = |page: &[Delivery]| page.iter().map(|delivery| delivery.happened_at).collect::<Vec<_>>();
    assert_eq!((times(&first.items), first.has_more), (vec![at(6), at(5)], true));
    assert_eq!((times(&second.items), second.has_more), (vec![at(4), at(3), at(2)], false));
    Ok(())
}

async fn old_events_are_forgotten(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let hook = listening(&house, 1, &[WebhookEvent::Link]).await?;
    for number in 2..7 {
        house.made(number, LinkSettings::default()).await?;
    }
    let delivery = listed(&house, hook.id).await?.remove(4);
    record(&house, failed(&delivery, 8, Some(9), None)).await?;
    assert_eq!(house.store.outbox().forget(at(5), 2).await?, 2);
    assert_eq!(house.store.outbox().forget(at(5), 2).await?, 1);
    assert_eq!(listed(&house, hook.id).await?.iter().map(|delivery| delivery.happened_at).collect::<Vec<_>>(), [at(6), at(5)]);
    record(&house, taken(&delivery, 10)).await?;
    assert_eq!(listed(&house, hook.id).await?.len(), 2, "what is forgotten meanwhile does not come back");
    Ok(())
}

async fn what_waits_is_counted(place: Arc<dyn Place>) -> Outcome {
    let (house, _, delivery) = with_delivery(&*place).await?;
    house.made(3, LinkSettings::default()).await?;
    let backlog = house.store.outbox().backlog(at(10)).await?;
    assert_eq!((backlog.waiting, backlog.due_since), (2, Some(at(2))));
    record(&house, taken(&delivery, 10)).await?;
    let backlog = house.store.outbox().backlog(at(2)).await?;
    assert_eq!((backlog.waiting, backlog.due_since), (1, None));
    Ok(())
}

async fn another_workspace_sees_no_deliveries(place: Arc<dyn Place>) -> Outcome {
    let (house, hook, delivery) = with_delivery(&*place).await?;
    let (outbox, stranger) = (house.store.outbox(), super::samples::stranger());
    assert_eq!(outbox.list(stranger, hook.id, None, 9).await?, None);
    assert_eq!(outbox.test(stranger, hook.id, at(9)).await?, None);
    assert_eq!(outbox.replay(stranger, hook.id, delivery.id, at(9)).await?, None);
    assert_eq!(waiting(&house).await?, 1);
    Ok(())
}

/// A webhook that wants to be told of these.
pub(super) async fn listening(house: &House, number: u32, events: &[WebhookEvent]) -> Outcome<Webhook> {
    let settings = WebhookSettings { events: events.to_vec(), ..webhook(house, number).settings };
    let webhook = Webhook { settings, ..webhook(house, number) };
    house.store.webhooks().create(&webhook).await?;
    Ok(webhook)
}

/// A webhook that is to be told of a link, made at second 2.
async fn with_delivery(place: &dyn Place) -> Outcome<(House, Webhook, Delivery)> {
    let house = House::found(place).await?;
    let hook = listening(&house, 1, &[WebhookEvent::Link]).await?;
    house.made(2, LinkSettings::default()).await?;
    let delivery = listed(&house, hook.id).await?.remove(0);
    Ok((house, hook, delivery))
}

async fn due(house: &House, second: u32) -> Outcome<Vec<WebhookId>> {
    Ok(house.store.outbox().due(at(second)).await?.into_iter().map(|(webhook, _)| webhook).collect())
}

async fn errand(house: &House, webhook: WebhookId, second: u32) -> Outcome<Errand> {
    Ok(house.store.outbox().errand(webhook, at(second), 100).await?.expect("a webhook"))
}

async fn listed(house: &House, webhook: WebhookId) -> Outcome<Vec<Delivery>> {
    Ok(house.store.outbox().list(house.workspace.id, webhook, None, 100).await?.expect("a webhook").items)
}

async fn waiting(house: &House) -> Outcome<u64> {
    Ok(house.store.outbox().backlog(Timestamp::MAX).await?.waiting)
}

async fn record(house: &House, tried: Tried) -> Outcome {
    Ok(house.store.outbox().record(vec![tried]).await?)
}

fn failed(delivery: &Delivery, second: u32, again: Option<u32>, pause: Option<u32>) -> Tried {
    let attempt = Attempt {
        at: at(second),
        took_milliseconds: 3,
        status: Some(500),
        error: Some("the status is 500".to_owned()),
        answer: Some("é\n🎆".to_owned()),
    };
    Tried { webhook: delivery.webhook, delivery: delivery.id, attempt, again_at: again.map(at), pause_until: pause.map(at), disable: None }
}

fn taken(delivery: &Delivery, second: u32) -> Tried {
    let tried = failed(delivery, second, None, None);
    Tried { attempt: Attempt { status: Some(204), error: None, answer: None, ..tried.attempt }, ..tried }
}
