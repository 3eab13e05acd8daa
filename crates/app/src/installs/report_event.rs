//! Something was done in an app. What somebody vouches for, who paid or who did it, is a conversion too.

use crate::conversions::record::{Outcome, Reported, record};
use crate::error::Thing;
use crate::{App, Error, ids};
use jiff::Timestamp;
use trackway_domain::click::ClickId;
use trackway_domain::conversion::{ConversionKind, IdempotencyKey, Report};
use trackway_domain::install::InstallEventId;
use trackway_domain::install::event::AppEvent;
use trackway_domain::person::Identity;
use trackway_store::conversions::Recording;
use trackway_store::installs::{Install, NewEvent};
use trackway_store::links::{LinkKey, Within};

/// Keeps an event once, however often it is sent. `is_vouched` where a key came with it that may report conversions.
///
/// # Errors
/// [`Error::NotFound`] for the install, or the store's trouble.
pub async fn report_event(app: &App, within: Within, event: AppEvent, is_vouched: bool) -> Result<InstallEventId, Error> {
    let (workspace, received_at) = (within.workspace, app.clock.now());
    let install = app.store.installs().find(workspace, event.install).await?.ok_or(Error::NotFound(Thing::Install))?;
    let id = InstallEventId(ids::uuid_at(received_at, &*app.random));
    let new = NewEvent { id, workspace, received_at, is_vouched, event };
    let recorded = app.store.installs().record_event(new.clone()).await?;
    let id = recorded.ok_or(Error::NotFound(Thing::Install))?;
    if is_vouched {
        // Again too where it was sent before, since the first time may have ended between the two; the keys make that harmless.
        convert(app, within, &install, id, &new).await?;
    }
    Ok(id)
}

/// Records the conversions in an event: who it was, and what was paid or done. An event that tells neither is none.
async fn convert(app: &App, within: Within, install: &Install, id: InstallEventId, new: &NewEvent) -> Result<(), Error> {
    let event = &new.event;
    let kind = match (&event.amount, &event.person) {
        (Some(_), _) => ConversionKind::Sale,
        (None, Some(_)) => ConversionKind::Custom,
        (None, None) => return Ok(()),
    };
    let brought_by = install.decision.credited().map(|credited| credited.click);
    let mut reports = Vec::with_capacity(2);
    if let (Some(person), Some(click)) = (&event.person, brought_by) {
        let key = format!("install {} {}", install.id, person.external_id.as_str());
        reports.extend(claim(person, click, install.opened_at, &key));
    }
    let click = event.click.or(brought_by);
    let link = match (click, event.link) {
        (None, Some(link)) => app.store.links().find(within, &LinkKey::Uuid(link)).await?.map(|view| LinkKey::Id(view.link.id)),
        _ => None,
    };
    reports.extend(done(new, kind, click, id).map(|report| Reported { report, link }));
    for outcome in record(app, within, reports).await? {
        match outcome {
            Outcome::Recording(Recording::Recorded(_) | Recording::Duplicate(_) | Recording::Conflict) => {}
            Outcome::Recording(Recording::Refused(refusal)) => tracing::info!(event = %id, %refusal, "an app's event is no conversion"),
            Outcome::NotFound(thing) => tracing::info!(event = %id, %thing, "an app's event is no conversion"),
        }
    }
    Ok(())
}

/// That a person is the one whom the install's click brought.
fn claim(person: &Identity, click: ClickId, at: Timestamp, key: &str) -> Option<Reported> {
    // Ids of persons may be as long as keys.
    let key = key.chars().take(IdempotencyKey::MAX).collect::<String>();
    let report = Report {
        kind: ConversionKind::Claim,
        person: Some(person.clone()),
        click: Some(click),
        link: None,
        account: None,
        occurred_at: Some(at),
        amount: None,
        name: None,
        data: None,
        refunds: None,
        key: IdempotencyKey::parse(&key).ok()?,
    };
    Some(Reported { report, link: None })
}

/// What was done; None where nothing tells by whom.
fn done(new: &NewEvent, kind: ConversionKind, click: Option<ClickId>, id: InstallEventId) -> Option<Report> {
    let event = &new.event;
    let report = Report {
        kind,
        person: event.person.clone(),
        click,
        link: None,
        account: None,
        occurred_at: Some(event.at.unwrap_or(new.received_at).min(new.received_at)),
        amount: event.amount,
        name: Some(event.name.clone()),
        data: Some(event.data.clone()).filter(|data| data.len() <= Report::DATA_MAX),
        refunds: None,
        key: IdempotencyKey::parse(&format!("install event {id}")).ok()?,
    };
    report.check().is_ok().then_some(report)
}
