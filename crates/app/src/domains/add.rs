//! Naming a host name.

use crate::{App, Error, audit, ids};
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::custom_domain::{CustomDomain, CustomDomainId, Hostname};
use trackway_domain::secret::Secret;
use trackway_domain::workspace::WorkspaceId;

/// Names a host name that is to be the workspace's. It means nothing until [`crate::domains::verify`] has found its proof.
///
/// # Errors
/// [`Error::Taken`] where the workspace has named it before or it is the installation's own, or the store's trouble.
pub async fn add(app: &App, workspace: WorkspaceId, doer: Doer, host: Hostname) -> Result<CustomDomain, Error> {
    if app.public_url.host().as_deref() == Some(host.as_str()) {
        return Err(Error::Taken(host.to_string()));
    }
    let domain = CustomDomain {
        id: CustomDomainId(ids::uuid(&*app.clock, &*app.random)),
        workspace,
        host,
        proof: ids::letters(&*app.random, Secret::LENGTH),
        created_at: app.clock.now(),
        verified_at: None,
    };
    let details = json!({"host": domain.host.as_str()});
    let store = audit::noting(app, workspace, doer, Action::DomainAdded, &domain.id, details);
    if store.domains().create(&domain).await? { Ok(domain) } else { Err(Error::Taken(domain.host.to_string())) }
}
