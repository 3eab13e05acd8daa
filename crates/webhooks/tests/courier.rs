//! What is delivered, how often it is tried, and what becomes of whoever does not listen.

mod support;

use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use support::{Names, Receiver, RootCertStore, admin, courier, courier_alone, deliveries, find, hook, hook_with, settings, status, test};
use tokio::sync::watch;
use trackway_app::webhooks::{replay, rotate_secret, update};
use trackway_domain::audit::Doer;
use trackway_domain::webhook::{DisabledReason, WebhookEvent, WebhookHeader, WebhookSettings};
use trackway_store::outbox::DeliveryState;
use trackway_testbed::Testbed;

#[tokio::test(flavor = "current_thread")]
async fn a_delivery_is_signed_so_that_a_stock_verifier_believes_it() {
    let (bed, mut receiver) = (Testbed::new().await, Receiver::saying(&status(202, "")).await);
    let header = WebhookHeader::parse("Authorization", "Bearer x").expect("a header");
    let hook = hook_with(&bed, WebhookSettings { headers: vec![header], ..settings(&receiver.url()) }).await;
    // The stock verifier asks the system for the time.
    let now = Timestamp::now();
    bed.clock.move_by(now.duration_since(bed.app.clock.now()));
    test(&bed, &hook).await;
    courier(&bed).round().await.expect("a store");
    let received = receiver.so_far().remove(0);
    let verifier = |secret: &str| standardwebhooks::Webhook::new(secret).expect("a secret");
    verifier(hook.secret.reveal()).verify(&received.body, &received.headers).expect("a good signature");
    let mut changed = received.body.clone();
    changed[0] = b'[';
    assert!(verifier(hook.secret.reveal()).verify(&changed, &received.headers).is_err());

    let delivery = deliveries(&bed, &hook).await.remove(0);
    assert_eq!(received.header("webhook-id"), delivery.event.to_string());
    assert_eq!(received.header("x-linkforty-event-id"), delivery.event.to_string());
    assert_eq!(received.header("x-linkforty-event"), "test_event");
    assert_eq!(received.header("content-type"), "application/json");
    assert_eq!(received.header("authorization"), "Bearer x");
    assert_eq!((received.path.as_str(), delivery.state, delivery.attempts[0].status), ("/hook", DeliveryState::Delivered, Some(202)));
    assert_eq!(delivery.attempts[0].answer.as_deref(), Some("ok"));
}

#[tokio::test(flavor = "current_thread")]
async fn while_secrets_change_both_sign() {
    let (bed, mut receiver) = (Testbed::new().await, Receiver::saying(&status(200, "")).await);
    let before = hook(&bed, &receiver.url()).await;
    let now = Timestamp::now();
    bed.clock.move_by(now.duration_since(bed.app.clock.now()));
    let overlap = SignedDuration::from_secs(60);
    let after = rotate_secret::rotate_secret(&bed.app, bed.workspace.id, Doer::CommandLine, before.id, overlap).await.expect("a webhook");
    for (seconds, believed) in [(0, [true, true]), (59, [true, true]), (1, [false, true])] {
        bed.clock.move_by(SignedDuration::from_secs(seconds));
        test(&bed, &after).await;
        courier(&bed).round().await.expect("a store");
        let received = receiver.so_far().remove(0);
        let believe = |secret: &str| {
            let verifier = standardwebhooks::Webhook::new(secret).expect("a secret");
            verifier.verify(&received.body, &received.headers).is_ok()
        };
        assert_eq!([&before, &after].map(|hook| believe(hook.secret.reveal())), believed, "{seconds} s later");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn only_a_status_of_success_is_a_delivery() {
    let bed = Testbed::new().await;
    let elsewhere = Receiver::saying(&status(200, "")).await;
    let location = format!("location: {}\r\n", elsewhere.url());
    for (code, expected) in [
        (200, DeliveryState::Delivered),
        (204, DeliveryState::Delivered),
        (301, DeliveryState::Waiting),
        (302, DeliveryState::Waiting),
        (307, DeliveryState::Waiting),
        (400, DeliveryState::Waiting),
        (404, DeliveryState::Waiting),
        (429, DeliveryState::Waiting),
        (500, DeliveryState::Waiting),
        (410, DeliveryState::GivenUp),
    ] {
        let answer = if code == 204 { "HTTP/1.1 204 No Content\r\n\r\n".to_owned() } else { status(code, &location) };
        let mut receiver = Receiver::saying(&answer).await;
        let hook = hook(&bed, &receiver.url()).await;
        test(&bed, &hook).await;
        courier(&bed).round().await.expect("a store");
        assert_eq!(receiver.so_far().len(), 1, "{code}");
        let delivery = deliveries(&bed, &hook).await.remove(0);
        assert_eq!((delivery.state, delivery.attempts[0].status), (expected, Some(code)), "{code}");
        assert_eq!(find(&bed, hook.id).await.settings.is_active, code != 410, "{code}");
        let edit = |settings: &mut WebhookSettings| settings.is_active = false;
        update::update(&bed.app, &admin(&bed), hook.id, edit).await.expect("a webhook");
    }
    assert!({ elsewhere }.so_far().is_empty(), "redirects are not followed");
}

/// Ten tries, each when its time has come and not a minute later, over a clock that is moved by hand.
#[tokio::test(flavor = "current_thread")]
async fn what_fails_is_tried_for_three_days() {
    let (bed, mut receiver) = (Testbed::new().await, Receiver::saying(&status(503, "")).await);
    let hook = hook(&bed, &receiver.url()).await;
    let (courier, began) = (courier(&bed), bed.app.clock.now());
    test(&bed, &hook).await;
    let mut tried = Vec::new();
    for _ in 0..5 * 24 * 60 * 2 {
        courier.round().await.expect("a store");
        if !receiver.so_far().is_empty() {
            tried.push(bed.app.clock.now().duration_since(began));
        }
        match deliveries(&bed, &hook).await.remove(0).due_at {
            Some(due) => bed.clock.move_by(due.duration_since(bed.app.clock.now()).max(SignedDuration::from_millis(1))),
            None => break,
        }
    }
    let waits = tried.windows(2).map(|pair| pair[1] - pair[0]).collect::<Vec<_>>();
    let minutes = [5.0 / 60.0, 5.0, 30.0, 120.0, 300.0, 600.0, 840.0, 1_200.0, 1_440.0];
    assert_eq!(waits.len(), minutes.len(), "{waits:?}");
    for (wait, expected) in waits.iter().zip(minutes) {
        let ratio = wait.as_secs_f64() / 60.0 / expected;
        assert!((0.89..1.11).contains(&ratio), "{wait:?} for {expected} minutes");
    }
    assert!(waits.iter().zip(minutes).any(|(wait, expected)| (wait.as_secs_f64() / 60.0 / expected - 1.0).abs() > 0.001), "waits vary");
    let delivery = deliveries(&bed, &hook).await.remove(0);
    assert_eq!((delivery.state, delivery.attempts.len()), (DeliveryState::GivenUp, 10));
    assert!(find(&bed, hook.id).await.settings.is_active, "three days are not five");
}

#[tokio::test(flavor = "current_thread")]
async fn a_webhook_may_ask_for_fewer_tries_and_a_replay_begins_anew() {
    let (bed, mut receiver) = (Testbed::new().await, Receiver::saying(&status(500, "")).await);
    let hook = hook_with(&bed, WebhookSettings { attempts: 2, ..settings(&receiver.url()) }).await;
    let (courier, delivery) = (courier(&bed), test(&bed, &hook).await);
    let go_on = async || {
        for _ in 0..10 {
            courier.round().await.expect("a store");
            bed.clock.move_by(SignedDuration::from_hours(30));
        }
    };
    go_on().await;
    assert_eq!(receiver.so_far().len(), 2);
    assert_eq!(deliveries(&bed, &hook).await[0].state, DeliveryState::GivenUp);
    replay::replay(&bed.app, &admin(&bed), hook.id, delivery.id).await.expect("a delivery");
    go_on().await;
    let again = receiver.so_far();
    assert_eq!(again.len(), 2);
    assert!(again.iter().all(|received| received.header("webhook-id") == delivery.event.to_string()), "the same event has the same id");
    assert_eq!(deliveries(&bed, &hook).await[0].attempts.len(), 4);
}

#[tokio::test(flavor = "current_thread")]
async fn whoever_asks_to_be_left_alone_is() {
    let (bed, mut receiver) = (Testbed::new().await, Receiver::saying(&status(429, "retry-after: 3600\r\n")).await);
    let hook = hook(&bed, &receiver.url()).await;
    let courier = courier(&bed);
    link(&bed).await;
    courier.round().await.expect("a store");
    assert_eq!(receiver.so_far().len(), 1);
    // What comes meanwhile waits too.
    link(&bed).await;
    for (minutes, expected) in [(1, 0), (58, 0), (1, 1)] {
        bed.clock.move_by(SignedDuration::from_mins(minutes));
        courier.round().await.expect("a store");
        assert_eq!(receiver.so_far().len(), expected, "{minutes} minutes later");
    }
    assert!(deliveries(&bed, &hook).await.iter().all(|delivery| delivery.state == DeliveryState::Waiting));
}

#[tokio::test(flavor = "current_thread")]
async fn whoever_has_not_listened_for_five_days_is_switched_off_and_others_are_told() {
    let (bed, mut watcher) = (Testbed::new().await, Receiver::saying(&status(200, "")).await);
    let dead = Receiver::saying(&status(500, "")).await;
    let dead = hook_with(&bed, WebhookSettings { events: vec![WebhookEvent::Link], ..settings(&dead.url()) }).await;
    hook_with(&bed, WebhookSettings { events: vec![WebhookEvent::Webhook], ..settings(&watcher.url()) }).await;
    let courier = courier(&bed);
    for day in 0..6 {
        assert!(find(&bed, dead.id).await.settings.is_active, "day {day}");
        link(&bed).await;
        courier.round().await.expect("a store");
        bed.clock.move_by(SignedDuration::from_hours(24));
    }
    let found = find(&bed, dead.id).await;
    assert_eq!(found.disabled.map(|disabled| disabled.reason), Some(DisabledReason::Failing));
    courier.round().await.expect("a store");
    let told = watcher.so_far();
    assert_eq!(told.iter().map(|received| received.header("x-linkforty-event")).collect::<Vec<_>>(), ["webhook_event"]);
}

#[tokio::test(flavor = "current_thread")]
async fn one_success_in_five_days_keeps_a_webhook() {
    let (bed, code) = (Testbed::new().await, Arc::new(AtomicU16::new(500)));
    let says = Arc::clone(&code);
    let answer = Arc::new(move |_: &support::Received| Some(status(says.load(Ordering::SeqCst), "")));
    let receiver = Receiver::on(std::net::Ipv4Addr::LOCALHOST, answer).await;
    let hook = hook(&bed, &receiver.url()).await;
    let courier = courier(&bed);
    for day in 0..12 {
        code.store(if day % 4 == 3 { 200 } else { 500 }, Ordering::SeqCst);
        link(&bed).await;
        courier.round().await.expect("a store");
        bed.clock.move_by(SignedDuration::from_hours(24));
    }
    assert!(find(&bed, hook.id).await.settings.is_active);
}

/// While one says nothing, all the others are told. Nothing here is measured: the silent one holds its request to the end.
#[tokio::test(flavor = "current_thread")]
async fn of_a_hundred_webhooks_a_dead_one_delays_nobody() {
    let bed = Testbed::new().await;
    let (mut silent, mut listening) = (Receiver::silent().await, Receiver::saying(&status(200, "")).await);
    let patient = |url: &str| WebhookSettings { timeout_milliseconds: 60_000, ..settings(url) };
    let dead = hook_with(&bed, patient(&silent.url())).await;
    for number in 0..99 {
        hook_with(&bed, patient(&format!("{}/{number}", listening.url()))).await;
    }
    let (stop, stopped) = watch::channel(false);
    let courier = courier_alone(&bed, &["127.0.0.0/8"], Names::none(), RootCertStore::empty());
    let running = tokio::spawn(courier.run(SignedDuration::from_hours(24), std::num::NonZeroU32::MAX, stopped));
    for round in 0..3 {
        link(&bed).await;
        let mut told = BTreeSet::new();
        while told.len() < 99 {
            told.insert(listening.received.recv().await.expect("a request").path);
        }
        if round == 0 {
            silent.received.recv().await.expect("a request to whoever says nothing");
        }
    }
    assert!(deliveries(&bed, &dead).await.iter().all(|delivery| delivery.attempts.is_empty()), "it still says nothing");
    stop.send(true).expect("it runs");
    running.await.expect("its end");
}

#[tokio::test(flavor = "current_thread")]
async fn whoever_says_nothing_is_not_waited_for_beyond_his_time() {
    let (bed, mut silent) = (Testbed::new().await, Receiver::silent().await);
    let hook = hook_with(&bed, WebhookSettings { timeout_milliseconds: 1_000, ..settings(&silent.url()) }).await;
    test(&bed, &hook).await;
    courier(&bed).round().await.expect("a store");
    assert_eq!(silent.so_far().len(), 1);
    let attempt = deliveries(&bed, &hook).await.remove(0).attempts.remove(0);
    assert_eq!((attempt.status, attempt.error.as_deref()), (None, Some("no answer within 1000 ms")));
}

/// A courier that ends between delivery and record: the next one delivers the same event under the same id.
#[tokio::test(flavor = "current_thread")]
async fn what_is_not_recorded_is_told_again() {
    let (bed, mut silent) = (Testbed::new().await, Receiver::silent().await);
    let hook = hook(&bed, &silent.url()).await;
    let delivery = test(&bed, &hook).await;
    let first = tokio::spawn({
        let courier = courier(&bed);
        async move { courier.round().await }
    });
    let before = silent.received.recv().await.expect("a request");
    first.abort();
    assert!(first.await.is_err_and(|error| error.is_cancelled()));
    let mut listening = Receiver::saying(&status(200, "")).await;
    support::lead_to(&bed, hook.id, support::settings(&listening.url()).url).await;
    courier(&bed).round().await.expect("a store");
    let after = listening.so_far().remove(0);
    assert_eq!((after.header("webhook-id"), &after.body), (before.header("webhook-id"), &before.body));
    let found = deliveries(&bed, &hook).await.remove(0);
    assert_eq!((found.id, found.state, found.attempts.len()), (delivery.id, DeliveryState::Delivered, 1));
}

async fn link(bed: &Testbed) {
    use trackway_app::links::create::{CodeChoice, NewLink, create};
    let new = NewLink { account: None, template: None, code: CodeChoice::Random, settings: Default::default(), is_for_everybody: false };
    create(&bed.app, &admin(bed), new).await.expect("a link");
}
