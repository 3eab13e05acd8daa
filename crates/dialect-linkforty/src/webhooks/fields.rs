//! The fields of a webhook: the one list of what a client may choose, and change later.

use crate::failure::Failure;
use crate::faults::{Fault, Faults};
use crate::fields::{Fields, Parsed};
use crate::patch::{Patch, Reading};
use crate::values::{flag, list, named, object, url, whole};
use serde_json::Value;
use trackway_domain::destination::Destination;
use trackway_domain::text::Name;
use trackway_domain::webhook::{WebhookEvent, WebhookHeader, WebhookSettings};
use trackway_web::body::Object;

/// Most headers that go along.
const MAX_HEADERS: usize = 20;

/// Reads a new webhook. Name, address and events must be there.
pub(crate) fn new(object: &Object) -> Result<WebhookSettings, Failure> {
    let mut fields = Fields::new(object);
    let name = fields.required_one("name", named(Name::parse));
    let url = fields.required_one("url", url);
    fields.required_one("events", events);
    let patch = read(&mut fields);
    let (name, url) = fields.finish(name.zip(url))?.expect("what is required and not there is a fault");
    Ok(patch.applied(bare(name, url)))
}

/// Reads a change that names at least one field.
pub(crate) fn change(object: &Object) -> Result<Patch<WebhookSettings>, Failure> {
    let mut fields = Fields::new(object);
    let patch = read(&mut fields);
    let patch = fields.finish(patch)?;
    if patch.is_empty() { Err(Failure::NoChange) } else { Ok(patch) }
}

fn read(fields: &mut Fields<'_>) -> Patch<WebhookSettings> {
    let mut patch = Reading::<WebhookSettings>::new(fields);
    patch.fixed_field(&["name"], named(Name::parse), |hook, name| hook.name = name.unwrap_or_else(|| hook.name.clone()));
    patch.fixed_field(&["url"], url, |hook, url| hook.url = url.unwrap_or_else(|| hook.url.clone()));
    patch.fixed_field(&["events"], events, |hook, events| hook.events = events.unwrap_or_default());
    patch.field(&["headers"], headers, |hook, headers| hook.headers = headers.unwrap_or_default());
    patch.field(&["retryCount"], whole(1..=10), |hook, count| hook.attempts = count.unwrap_or(WebhookSettings::ATTEMPTS));
    patch.field(&["timeoutMs"], whole(1_000..=60_000), |hook, time| {
        hook.timeout_milliseconds = time.unwrap_or(WebhookSettings::TIMEOUT_MILLISECONDS);
    });
    patch.field(&["clickBatchSize"], whole(1..=WebhookSettings::MOST_CLICKS_AT_ONCE), |hook, clicks| {
        hook.clicks_at_once = clicks.unwrap_or(1);
    });
    patch.field(&["isActive"], flag, |hook, flag| hook.is_active = flag.unwrap_or(true));
    patch.patch()
}

fn bare(name: Name, url: Destination) -> WebhookSettings {
    WebhookSettings {
        name,
        url,
        events: Vec::new(),
        headers: Vec::new(),
        attempts: WebhookSettings::ATTEMPTS,
        timeout_milliseconds: WebhookSettings::TIMEOUT_MILLISECONDS,
        is_active: true,
        clicks_at_once: 1,
    }
}

/// At least one event, in the order of the documents.
fn events(value: &Value) -> Parsed<Vec<WebhookEvent>> {
    let names = WebhookEvent::ALL.map(WebhookEvent::as_str).join(", ");
    let mut events = list(WebhookEvent::parse, &names)(value)?.unwrap_or_default();
    events.sort();
    if events.is_empty() { Err(Fault::of(format!("must name at least one of {names}")).into()) } else { Ok(Some(events)) }
}

/// Headers by name.
fn headers(value: &Value) -> Parsed<Vec<WebhookHeader>> {
    let given = object(value)?.unwrap_or_default();
    if given.len() > MAX_HEADERS {
        return Err(Fault::of(format!("must be at most {MAX_HEADERS}")).into());
    }
    let (mut headers, mut faults) = (Vec::new(), Faults::default());
    for (name, value) in &given {
        match value.as_str().map(|text| WebhookHeader::parse(name, text)) {
            Some(Ok(header)) => headers.push(header),
            Some(Err(error)) => faults.add(name, Fault::of(error)),
            None => faults.add(name, Fault::of("must be a string")),
        }
    }
    faults.or(Some(headers))
}
