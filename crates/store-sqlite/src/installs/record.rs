//! Recording an install: is it one that reports itself again, and if not, which click led to it?

use super::{candidates, rows, tell};
use crate::column::{broken, bytes, to_document};
use jiff::SignedDuration;
use rusqlite::{Connection, OptionalExtension as _, params};
use trackway_domain::install::decide::{Arrival, decide_by_traces, decide_named, decide_without_evidence};
use trackway_domain::install::decision::{Decision, Outcome, Rule};
use trackway_domain::install::report::Fingerprint;
use trackway_store::StoreError;
use trackway_store::installs::{Install, NewInstall};

/// How long after its last report an app without a device's id is known again.
const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(24);

/// Records an install, or one more launch of it.
pub(super) fn record(connection: &Connection, new: &NewInstall) -> Result<Install, StoreError> {
    match same(connection, new).map_err(broken)? {
        Some(install) => open_again(connection, install, new),
        None => insert(connection, new),
    }
}

/// The install that this one is: of the same device, else one that reported the same within a day and names no other device.
fn same(connection: &Connection, new: &NewInstall) -> rusqlite::Result<Option<Install>> {
    let workspace = bytes(&new.workspace.0);
    if let Some(device) = new.device {
        let select = "SELECT * FROM installs WHERE workspace = ? AND device = ?";
        let found = connection.prepare_cached(select)?.query_row((workspace, device.0), rows::install).optional()?;
        if found.is_some() {
            return Ok(found);
        }
    }
    let since = new.at.checked_sub(KNOWN_FOR).unwrap_or(new.at).as_millisecond();
    let select = "SELECT * FROM installs WHERE known_by = ?1 AND workspace = ?2 AND last_opened_at >= ?3 AND (device IS NULL OR ?4)
        ORDER BY last_opened_at DESC LIMIT 1";
    let mut select = connection.prepare_cached(select)?;
    for fingerprint in &new.fingerprints {
        let found = select.query_row((fingerprint.0, workspace, since, new.device.is_none()), rows::install).optional()?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// The same install: it is counted no second time. One without a click may name one only now, since stores hand their referrers over late.
fn open_again(connection: &Connection, mut install: Install, new: &NewInstall) -> Result<Install, StoreError> {
    install.launches = install.launches.saturating_add(1);
    install.last_opened_at = install.last_opened_at.max(new.at);
    let device = new.device.as_ref().map(|device| &device.0[..]);
    let update = "UPDATE installs SET launches = ?, last_opened_at = ?, known_by = ?, device = ifnull(device, ?) WHERE id = ?";
    let known_by = new.fingerprints.first().map_or(install.fingerprint.0, |fingerprint| fingerprint.0);
    let row = params![install.launches, install.last_opened_at.as_millisecond(), known_by, device, bytes(&install.id.0)];
    connection.prepare_cached(update).and_then(|mut update| update.execute(row)).map_err(broken)?;
    let may_change = !matches!(install.decision.outcome, Outcome::Credited(_) | Outcome::NamedRefused);
    if let Some(naming) = new.report.naming.filter(|_| may_change) {
        let before = install.clone();
        install.report.naming = Some(naming);
        install.decision = decide(connection, &install, None).map_err(broken)?;
        rows::decide(connection, &install)?;
        tell::tell_again(connection, &before, &install, new.at)?;
    }
    Ok(install)
}

fn insert(connection: &Connection, new: &NewInstall) -> Result<Install, StoreError> {
    let fingerprint = new.fingerprints.first().copied().unwrap_or(Fingerprint([0; 32]));
    let mut install = Install {
        id: new.id,
        workspace: new.workspace,
        opened_at: new.at,
        begun_at: new.begun_at,
        last_opened_at: new.at,
        launches: 1,
        fingerprint,
        report: new.report.clone(),
        decision: decide_without_evidence(),
    };
    install.decision = decide(connection, &install, Some(new)).map_err(broken)?;
    let (link, click, rule, awaited) = rows::repeated(&install.decision);
    let row = params![
        bytes(&install.id.0),
        bytes(&install.workspace.0),
        install.opened_at.as_millisecond(),
        install.begun_at.as_millisecond(),
        install.last_opened_at.as_millisecond(),
        install.launches,
        new.device.as_ref().map(|device| &device.0[..]),
        fingerprint.0,
        fingerprint.0,
        to_document(&install.report)?,
        to_document(&install.decision)?,
        install.report.phone.platform.as_str(),
        link,
        click.as_ref().map(|click| &click[..]),
        rule.map(Rule::as_str),
        awaited.as_ref().map(|click| &click[..]),
    ];
    let insert =
        "INSERT INTO installs (id, workspace, opened_at, begun_at, last_opened_at, launches, device, fingerprint, known_by, report,
        decision, platform, link, click, rule, awaited) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    connection.prepare_cached(insert).and_then(|mut insert| insert.execute(row)).map_err(broken)?;
    if !install.decision.is_open() {
        tell::tell(connection, &install, new.at)?;
    }
    Ok(install)
}

/// By the click that the app names, else by traces where these may be looked for.
pub(super) fn decide(connection: &Connection, install: &Install, new: Option<&NewInstall>) -> rusqlite::Result<Decision> {
    let arrival = Arrival { phone: &install.report.phone, begun_at: install.begun_at, opened_at: install.opened_at };
    if let Some(naming) = install.report.naming {
        let found = candidates::named(connection, install.workspace, naming.click)?;
        return Ok(decide_named(&arrival, naming, found));
    }
    match new.and_then(|new| new.search.as_ref()) {
        Some(search) => Ok(decide_by_traces(&arrival, candidates::at_addresses(connection, search)?, search.cap)),
        None => Ok(decide_without_evidence()),
    }
}
