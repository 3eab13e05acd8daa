//! Telling one webhook what is due for it, until nothing is or it fails.

use crate::client::{Answer, Message, Verdict};
use crate::courier::Courier;
use crate::progress::Ending;
use crate::{pace, schedule};
use std::sync::Arc;
use tokio::task::JoinSet;
use tokio::time::Instant;
use trackway_domain::webhook::{DisabledReason, Webhook, WebhookId};
use trackway_store::StoreError;
use trackway_store::events::Event;
use trackway_store::outbox::{Attempt, Delivery, Errand, Health, Outcome};

/// Portions after which others have their turn.
const PORTIONS: u32 = 16;

/// Tells a webhook what is due: one delivery first, then more at once while it takes them. What is recorded of a portion is recorded
/// before the next one goes out; who is killed in between tells it again.
pub(crate) async fn run(courier: &Arc<Courier>, id: WebhookId) -> Result<(), StoreError> {
    let outbox = courier.app.store.outbox();
    let mut at_once = 1;
    for _ in 0..PORTIONS {
        let Some(errand) = outbox.errand(id, courier.app.clock.now(), at_once).await? else { return Ok(()) };
        if errand.due.is_empty() {
            return Ok(());
        }
        at_once = pace::at_once(errand.health, errand.webhook.settings.clicks_at_once);
        let outcomes = portion(courier, errand).await;
        let all_taken = outcomes.iter().all(|outcome| outcome.attempt.error.is_none());
        outbox.record(outcomes).await?;
        if !all_taken {
            return Ok(());
        }
    }
    Ok(())
}

/// Sends a portion at once.
async fn portion(courier: &Arc<Courier>, errand: Errand) -> Vec<Outcome> {
    let (webhook, health) = (Arc::new(errand.webhook), errand.health);
    let mut sending = JoinSet::new();
    for (delivery, event) in errand.due {
        let (courier, webhook) = (Arc::clone(courier), Arc::clone(&webhook));
        sending.spawn(async move { tell(&courier, &webhook, health, &delivery, event.as_ref()).await });
    }
    let mut outcomes = Vec::new();
    while let Some(ended) = sending.join_next().await {
        // One that panicked was reported when it happened; it is still due.
        outcomes.extend(ended.ok());
    }
    outcomes
}

/// Tries once, and says what follows.
async fn tell(courier: &Courier, webhook: &Webhook, health: Health, delivery: &Delivery, event: Option<&Event>) -> Outcome {
    let (at, started) = (courier.app.clock.now(), Instant::now());
    courier.progress.begin();
    let answer = match event {
        Some(event) => {
            let message = Message { event: event.id, name: event.subject.name(), body: (courier.telling)(event) };
            courier.client.send(webhook, &message, &*courier.app.clock).await
        }
        None => Answer::failed("this version cannot read the event"),
    };
    let attempt = Attempt {
        at,
        took_milliseconds: u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX),
        status: answer.status,
        error: answer.error,
        answer: answer.body,
    };
    let outcome = consequence(courier, webhook, health, delivery, attempt, answer.verdict);
    courier.progress.end(ending(&outcome));
    if let Some(reason) = outcome.disable {
        courier.progress.disable();
        tracing::warn!(webhook = %webhook.id, reason = reason.as_str(), "a webhook is switched off");
    }
    outcome
}

fn consequence(courier: &Courier, webhook: &Webhook, health: Health, delivery: &Delivery, attempt: Attempt, verdict: Verdict) -> Outcome {
    let (id, now) = (delivery.id, courier.app.clock.now());
    let mut outcome = Outcome { webhook: webhook.id, delivery: id, attempt, again_at: None, pause_until: None, disable: None };
    match verdict {
        Verdict::Taken => {}
        Verdict::Gone => outcome.disable = Some(DisabledReason::Gone),
        Verdict::Failed(asked) => {
            let asked = asked.unwrap_or_default();
            let wait = schedule::wait(delivery.tries + 1, webhook.settings.attempts, &*courier.app.random);
            outcome.again_at = wait.and_then(|wait| now.checked_add(wait.max(asked)).ok());
            outcome.pause_until = now.checked_add(pace::pause(health.failures + 1).max(asked)).ok();
            let has_failed_long = health.failing_since.is_some_and(|since| now.duration_since(since) >= Webhook::PATIENCE);
            outcome.disable = has_failed_long.then_some(DisabledReason::Failing);
        }
    }
    outcome
}

fn ending(outcome: &Outcome) -> Ending {
    match (&outcome.attempt.error, outcome.again_at) {
        (None, _) => Ending::Delivered,
        (Some(_), Some(_)) => Ending::Failed,
        (Some(_), None) => Ending::GivenUp,
    }
}
