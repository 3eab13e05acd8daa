//! What a path segment leads to, ready for the redirect.

use crate::App;
use trackway_domain::account::{AccountId, TrackingParameter};
use trackway_domain::destination::Destination;
use trackway_domain::route::{Route, Surroundings};
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::links::{Resolved, Signpost};

/// What stands behind a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A link.
    Link(Box<Route>),
    /// An account's page.
    Profile {
        /// The tenant.
        workspace: WorkspaceId,
        /// The account.
        account: AccountId,
        /// Its page.
        profile: Destination,
        /// True where no link may lead there.
        is_blocked: bool,
    },
}

/// Looks a segment up and compiles what it finds.
///
/// # Errors
/// The store's trouble.
pub async fn resolve(app: &App, segment: &str) -> Result<Option<Target>, StoreError> {
    Ok(app.store.links().resolve(segment).await?.map(|resolved| match resolved {
        Resolved::Link(signpost) => Target::Link(Box::new(compile(app, &signpost))),
        Resolved::Account(account) => Target::Profile {
            workspace: account.workspace,
            is_blocked: app.blocklist.blocks(&account.profile),
            account: account.id,
            profile: account.profile,
        },
    }))
}

/// The route of a link, as long as the blocklist is what it is now.
#[must_use]
pub fn compile(app: &App, signpost: &Signpost) -> Route {
    let Signpost { link, account, template } = signpost;
    let template = template.as_ref().map(|template| (template.slug.as_str(), &template.settings.destinations));
    let tracking_parameter = account.tracking_parameter.as_ref().map(TrackingParameter::as_str);
    let around = Surroundings { handle: account.handle.as_str(), profile: &account.profile, tracking_parameter, template };
    app.blocklist.guarding(Route::compile(link, around))
}
