//! An app reports itself: which click led to its install?

use crate::random::bytes;
use crate::{App, Error, ids};
use jiff::{SignedDuration, Timestamp};
use std::net::IpAddr;
use trackway_domain::click::ClickId;
use trackway_domain::click_token::ClickTokenKey;
use trackway_domain::install::InstallId;
use trackway_domain::install::address::Hour;
use trackway_domain::install::decide::Naming;
use trackway_domain::install::decision::Rule;
use trackway_domain::install::referrer::click_in;
use trackway_domain::install::report::{AppReport, DeviceHash, FingerprintKey};
use trackway_domain::utc_day::UtcDay;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::installs::{Install, NewInstall, Search};

/// An app that reports itself.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// Where the report came from.
    pub address: IpAddr,
    /// The device's own id, where the app says it.
    pub device: Option<String>,
    /// When the phone began to load the app, where the store told it.
    pub begun_at: Option<Timestamp>,
    /// What the app says.
    pub report: AppReport,
}

/// Records an install, or one more launch of it, with the click that led to it.
///
/// # Errors
/// The store's trouble.
pub async fn attribute(app: &App, opening: Opening) -> Result<Install, Error> {
    let (at, workspace) = (app.clock.now(), opening.workspace);
    // A click that is named is believed or not; nothing is compared then.
    let search = match opening.report.naming {
        Some(_) => None,
        None => search(app, workspace, opening.address, at).await?,
    };
    let fresh = FingerprintKey(bytes(&*app.random));
    let (today, yesterday) = app.store.installs().fingerprint_keys(UtcDay::of(at).number(), fresh).await?;
    let fingerprint = |key: FingerprintKey| key.fingerprint(workspace, opening.address, &opening.report);
    let new = NewInstall {
        id: InstallId(ids::uuid_at(at, &*app.random)),
        workspace,
        at,
        begun_at: opening.begun_at.unwrap_or(at).min(at),
        device: opening.device.as_deref().map(|device| DeviceHash::of(workspace, device)),
        fingerprints: [Some(today), yesterday].into_iter().flatten().map(fingerprint).collect(),
        report: opening.report,
        search,
    };
    Ok(app.store.installs().record(new).await?)
}

/// The click that an app names: by an id that it hands back, else by the token that the store has handed to it.
#[must_use]
pub fn naming(click: Option<ClickId>, referrer: Option<&str>, key: &ClickTokenKey) -> Option<Naming> {
    let handed_back = click.map(|click| Naming { click, rule: Rule::ClickId });
    handed_back.or_else(|| Some(Naming { click: click_in(referrer?, key)?, rule: Rule::InstallReferrer }))
}

/// Where traces of the click would be, if the workspace compares.
async fn search(app: &App, workspace: WorkspaceId, address: IpAddr, at: Timestamp) -> Result<Option<Search>, Error> {
    let caps = app.store.traces().caps().await?;
    let Some((_, cap)) = caps.into_iter().find(|(comparing, _)| *comparing == workspace) else { return Ok(None) };
    let since = at.checked_sub(SignedDuration::from_hours(i64::from(cap.hours()))).unwrap_or(at);
    let keys = app.store.traces().keys_from(Hour::of(since)).await?;
    let addresses = keys.into_iter().map(|(hour, key)| (hour, key.hash(workspace, address))).collect();
    Ok(Some(Search { addresses, cap }))
}
