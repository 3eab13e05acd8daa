//! Webhooks: kept with their secrets, changed without losing another's change, deleted once.

use super::house::House;
use super::samples::{self, at};
use super::together::together;
use super::{Outcome, Place, cases};
use std::sync::Arc;
use trackway_domain::webhook::{RetiringSecret, Webhook, WebhookEvent, WebhookHeader, WebhookId, WebhookSecret, WebhookSettings};

cases! { "webhooks":
    a_webhook_reads_back_equal,
    webhooks_are_listed_newest_first,
    a_change_keeps_the_secret_and_the_time_of_making,
    changes_at_the_same_time_are_all_kept,
    another_secret_lets_the_one_before_sign_for_a_while,
    a_webhook_is_deleted_once,
    another_workspace_neither_sees_nor_changes_a_webhook,
}

async fn a_webhook_reads_back_equal(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let header = WebhookHeader::parse("Authorization", "Bearer \"x\"")?;
    let settings = WebhookSettings {
        events: WebhookEvent::ALL.to_vec(),
        headers: vec![header],
        attempts: 1,
        timeout_milliseconds: 60_000,
        is_active: false,
        clicks_at_once: 500,
        ..webhook(&house, 1).settings
    };
    for webhook in [Webhook { settings, updated_at: at(99), ..webhook(&house, 1) }, webhook(&house, 2)] {
        house.store.webhooks().create(&webhook).await?;
        assert_eq!(house.store.webhooks().find(house.workspace.id, webhook.id).await?, Some(webhook));
    }
    Ok(())
}

async fn webhooks_are_listed_newest_first(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    for number in [2, 3, 1] {
        house.store.webhooks().create(&webhook(&house, number)).await?;
    }
    assert_eq!(house.store.webhooks().list(house.workspace.id).await?, [3, 2, 1].map(|number| webhook(&house, number)));
    Ok(())
}

async fn a_change_keeps_the_secret_and_the_time_of_making(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let before = webhook(&house, 1);
    house.store.webhooks().create(&before).await?;
    let edit = |settings: &mut WebhookSettings| settings.is_active = false;
    let changed = house.store.webhooks().update(house.workspace.id, before.id, at(50), Box::new(edit)).await?;
    let settings = WebhookSettings { is_active: false, ..before.settings.clone() };
    let expected = Webhook { settings, updated_at: at(50), ..before };
    assert_eq!(changed.as_ref(), Some(&expected));
    assert_eq!(house.store.webhooks().find(house.workspace.id, expected.id).await?, changed);
    Ok(())
}

async fn changes_at_the_same_time_are_all_kept(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let webhook = Webhook { settings: WebhookSettings { attempts: 0, ..webhook(&house, 1).settings }, ..webhook(&house, 1) };
    house.store.webhooks().create(&webhook).await?;
    let handles = [house.clone(), house.again(&*place).await?];
    let add = |number: usize| {
        let (store, workspace, id) = (Arc::clone(&handles[number % 2].store), house.workspace.id, webhook.id);
        let edit = |settings: &mut WebhookSettings| settings.attempts += 1;
        async move { store.webhooks().update(workspace, id, at(50), Box::new(edit)).await }
    };
    together((0..8).map(add)).await.into_iter().collect::<Result<Vec<_>, _>>()?;
    let found = house.store.webhooks().find(house.workspace.id, webhook.id).await?;
    assert_eq!(found.map(|webhook| webhook.settings.attempts), Some(8));
    Ok(())
}

async fn another_secret_lets_the_one_before_sign_for_a_while(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let before = webhook(&house, 1);
    house.store.webhooks().create(&before).await?;
    let [second, third] = [2, 3].map(|number| WebhookSecret::new([number; 32]));
    for (secret, retiring, until) in [(second.clone(), before.secret.clone(), at(60)), (third, second, at(50))] {
        let rotated = house.store.webhooks().rotate(house.workspace.id, before.id, secret.clone(), until).await?;
        let expected = Webhook { secret, retiring: Some(RetiringSecret { secret: retiring, until }), ..before.clone() };
        assert_eq!(rotated.as_ref(), Some(&expected));
        assert_eq!(house.store.webhooks().find(house.workspace.id, before.id).await?, rotated);
    }
    let stranger = samples::stranger();
    assert_eq!(house.store.webhooks().rotate(stranger, before.id, WebhookSecret::new([4; 32]), at(60)).await?, None);
    Ok(())
}

async fn a_webhook_is_deleted_once(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (gone, kept) = (webhook(&house, 1), webhook(&house, 2));
    for webhook in [&gone, &kept] {
        house.store.webhooks().create(webhook).await?;
    }
    assert!(house.store.webhooks().delete(house.workspace.id, gone.id).await?);
    assert!(!house.store.webhooks().delete(house.workspace.id, gone.id).await?);
    assert_eq!(house.store.webhooks().list(house.workspace.id).await?, [kept]);
    Ok(())
}

async fn another_workspace_neither_sees_nor_changes_a_webhook(place: Arc<dyn Place>) -> Outcome {
    let (house, stranger) = (House::found(&*place).await?, samples::stranger());
    let webhook = webhook(&house, 1);
    house.store.webhooks().create(&webhook).await?;
    let edit = |_: &mut WebhookSettings| panic!("it is not theirs");
    assert_eq!(house.store.webhooks().find(stranger, webhook.id).await?, None);
    assert_eq!(house.store.webhooks().list(stranger).await?, []);
    assert_eq!(house.store.webhooks().update(stranger, webhook.id, at(50), Box::new(edit)).await?, None);
    assert!(!house.store.webhooks().delete(stranger, webhook.id).await?);
    assert_eq!(house.store.webhooks().find(house.workspace.id, webhook.id).await?, Some(webhook));
    Ok(())
}

pub(super) fn webhook(house: &House, number: u32) -> Webhook {
    let settings = WebhookSettings {
        name: samples::name(&format!("Webhook {number}")),
        url: samples::destination("https://hooks.example.com/trackway"),
        events: vec![WebhookEvent::Click],
        headers: Vec::new(),
        attempts: WebhookSettings::ATTEMPTS,
        timeout_milliseconds: WebhookSettings::TIMEOUT_MILLISECONDS,
        is_active: true,
        clicks_at_once: 1,
    };
    Webhook {
        id: WebhookId(samples::uuid(10, number)),
        workspace: house.workspace.id,
        secret: WebhookSecret::new([number.to_le_bytes()[0]; 32]),
        retiring: None,
        settings,
        disabled: None,
        created_at: at(number),
        updated_at: at(number),
    }
}
