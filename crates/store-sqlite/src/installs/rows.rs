//! Between rows and installs. What was decided stands in the row as a document, and again in columns that are counted by.

use crate::column::{broken, bytes, document, time, to_document, uuid};
use rusqlite::{Connection, Row, params};
use trackway_domain::install::InstallId;
use trackway_domain::install::decision::{Decision, Outcome, Rule};
use trackway_domain::install::report::Fingerprint;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::installs::Install;

pub(super) fn install(row: &Row<'_>) -> rusqlite::Result<Install> {
    Ok(Install {
        id: InstallId(uuid(row, "id")?),
        workspace: WorkspaceId(uuid(row, "workspace")?),
        opened_at: time(row, "opened_at")?,
        begun_at: time(row, "begun_at")?,
        last_opened_at: time(row, "last_opened_at")?,
        launches: row.get("launches")?,
        fingerprint: Fingerprint(row.get("fingerprint")?),
        report: document(row, "report")?,
        decision: document(row, "decision")?,
    })
}

/// Writes what was decided anew, and the naming that led to it.
pub(super) fn decide(connection: &Connection, install: &Install) -> Result<(), StoreError> {
    let (link, click, rule, awaited) = repeated(&install.decision);
    let row = params![
        to_document(&install.report)?,
        to_document(&install.decision)?,
        link,
        click.as_ref().map(|click| &click[..]),
        rule.map(Rule::as_str),
        awaited.as_ref().map(|click| &click[..]),
        bytes(&install.id.0),
    ];
    let update = "UPDATE installs SET report = ?, decision = ?, link = ?, click = ?, rule = ?, awaited = ? WHERE id = ?";
    connection.prepare_cached(update).and_then(|mut update| update.execute(row)).map(|_| ()).map_err(broken)
}

/// Link, click and rule of the credit, and the click that is waited for.
pub(super) type Repeated = (Option<i64>, Option<[u8; 16]>, Option<Rule>, Option<[u8; 16]>);

/// What of a decision stands in columns.
pub(super) fn repeated(decision: &Decision) -> Repeated {
    let credited = decision.credited();
    let awaited = match decision.outcome {
        Outcome::Awaiting(click) => Some(*click.0.as_bytes()),
        _ => None,
    };
    let of =
        |credited: &trackway_domain::install::decision::Considered| (credited.link.0.to_i64(), *credited.click.0.as_bytes(), credited.rule);
    match credited.map(of) {
        Some((link, click, rule)) => (Some(link), Some(click), Some(rule), awaited),
        None => (None, None, None, awaited),
    }
}
