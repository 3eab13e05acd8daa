//! Showing that a host name is the workspace's: whoever may change its records in DNS has put our words there.

use crate::domains::find::find;
use crate::error::Thing;
use crate::{App, Error, audit};
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::custom_domain::{CustomDomain, CustomDomainId};
use trackway_domain::workspace::WorkspaceId;
use trackway_store::domains::Verification;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The proof: from now on the name is the workspace's.
    Proof(CustomDomain),
    /// No proof: the record is not there, or says something else.
    Nothing(CustomDomain),
    /// Nobody could be asked; says why.
    NoAnswer(CustomDomain, String),
}

/// Looks for the proof of a host name. One that was found before is not looked for again.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Taken`] where the name is known to be another workspace's, or the store's trouble.
pub async fn verify(app: &App, workspace: WorkspaceId, doer: Doer, id: CustomDomainId) -> Result<Found, Error> {
    let domain = find(app, workspace, id).await?;
    if domain.verified_at.is_some() {
        return Ok(Found::Proof(domain));
    }
    match app.records.of(&domain.record_name()).await {
        Err(why) => return Ok(Found::NoAnswer(domain, why)),
        Ok(said) if !said.iter().any(|text| text.trim() == domain.record_value()) => return Ok(Found::Nothing(domain)),
        Ok(_) => {}
    }
    let details = json!({"host": domain.host.as_str()});
    let store = audit::noting(app, workspace, doer, Action::DomainVerified, &id, details);
    let known = match store.domains().verify(workspace, id, app.clock.now()).await? {
        Verification::Done(known) => known,
        Verification::Taken => return Err(Error::Taken(domain.host.to_string())),
        Verification::NotFound => return Err(Error::NotFound(Thing::Domain)),
    };
    app.domains.read(app).await?;
    Ok(Found::Proof(known))
}
