//! The audit log: noted with what is done, listed, verified.

pub mod list;
pub mod verify;

use crate::App;
use serde_json::Value;
use std::sync::Arc;
use trackway_domain::audit::{Action, AuditEntry, Doer};
use trackway_domain::workspace::WorkspaceId;
use trackway_store::Store;

/// The store, for one change: that change is noted in its own transaction, or not at all where nothing changes. `details` is an object, and
/// holds no secret.
pub(crate) fn noting(
    app: &App,
    workspace: WorkspaceId,
    doer: Doer,
    action: Action,
    subject: &(impl std::fmt::Display + ?Sized),
    details: Value,
) -> Arc<dyn Store> {
    let details = if let Value::Object(details) = details { details } else { Default::default() };
    let entry = AuditEntry { at: app.clock.now(), workspace: Some(workspace), doer, action, subject: subject.to_string(), details };
    app.store.audited(entry)
}
