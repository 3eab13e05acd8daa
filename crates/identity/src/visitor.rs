//! Whoever has signed in and opens a page.

use crate::cookies::Cookie;
use http::HeaderMap;
use trackway_app::{App, Error, sessions};
use trackway_domain::secret::Secret;
use trackway_domain::session::{Session, form_token, is_form_token};
use trackway_domain::user::User;

/// A person who has signed in.
pub struct Visitor {
    /// His session.
    pub session: Session,
    /// Who he is.
    pub user: User,
    pub(crate) secret: Secret,
}

impl Visitor {
    /// Tells who sends these headers; None for whoever has not signed in.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn of(app: &App, headers: &HeaderMap) -> Result<Option<Self>, Error> {
        let Some(secret) = Cookie::Session.read(&app.public_url, headers) else { return Ok(None) };
        let found = sessions::find::find(app, &secret).await?;
        Ok(found.map(|(session, user)| Self { session, user, secret }))
    }

    /// What his forms must bring along.
    #[must_use]
    pub fn form_token(&self) -> String {
        form_token(&self.secret)
    }

    /// True where this is what his forms bring along.
    #[must_use]
    pub fn has_form_token(&self, token: &str) -> bool {
        is_form_token(&self.secret, token)
    }
}
