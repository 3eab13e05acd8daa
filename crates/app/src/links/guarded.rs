//! Whether a link holds visitors up. Whoever may not see links is not told where such a link leads.

use crate::App;
use trackway_store::links::LinkView;

/// True where the link names an address, or borrows its account's, that no link may lead to.
#[must_use]
pub fn is_blocked(app: &App, view: &LinkView) -> bool {
    let settings = &view.link.settings;
    let borrowed = settings.destination.is_none().then_some(&view.account.profile);
    settings.addresses().chain(borrowed).any(|address| app.blocklist.blocks(address))
}

/// True where the link wants something of visitors before it sends them on, or sends nobody on.
#[must_use]
pub fn is_guarded(app: &App, view: &LinkView) -> bool {
    let settings = &view.link.settings;
    settings.lock.is_some() || settings.warns || is_blocked(app, view)
}
