//! The page with the form for signing in.

use crate::pages::html::Html;
use crate::pages::page as whole_page;
use axum::response::Response;
use http::StatusCode;

/// What differs between one showing of the form and the next.
pub(crate) struct Content<'a> {
    /// Where he wants to go.
    pub(crate) return_to: Option<&'a str>,
    /// What he has typed before.
    pub(crate) email: &'a str,
    /// What was wrong with it.
    pub(crate) complaint: Option<&'a str>,
}

pub(crate) fn page(status: StatusCode, content: &Content<'_>, token: &str) -> Response {
    let complaint =
        Html::default().each(content.complaint, |text| Html::new("<p class=\"complaint\" role=\"alert\">").text(text).raw("</p>"));
    let return_to = Html::default()
        .each(content.return_to, |path| Html::new("<input type=\"hidden\" name=\"return_to\" value=\"").text(path).raw("\">"));
    let main = Html::new("<h1>Sign in</h1>")
        .then(&complaint)
        .raw("<form method=\"post\" action=\"sign-in\"><input type=\"hidden\" name=\"token\" value=\"")
        .text(token)
        .raw("\">")
        .then(&return_to)
        .raw("<label><span>Mail address</span><input type=\"email\" name=\"email\" autocomplete=\"username\" required value=\"")
        .text(content.email)
        .raw("\"></label><label><span>Password</span>")
        .raw("<input type=\"password\" name=\"password\" autocomplete=\"current-password\" required></label>")
        .raw("<div class=\"buttons\"><button class=\"main\">Sign in</button></div></form>");
    whole_page(status, "Sign in", &main, None)
}
