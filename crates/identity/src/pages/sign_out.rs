//! The page with the button for signing out.

use crate::pages::html::Html;
use crate::pages::page as whole_page;
use crate::visitor::Visitor;
use axum::response::Response;
use http::StatusCode;

pub(crate) fn page(visitor: &Visitor) -> Response {
    let main = Html::new("<h1>Sign out</h1><p>You are signed in as ")
        .text(visitor.user.name.as_str())
        .raw(".</p><form method=\"post\" action=\"sign-out\"><input type=\"hidden\" name=\"token\" value=\"")
        .text(&visitor.form_token())
        .raw("\"><div class=\"buttons\"><button class=\"main\">Sign out</button></div></form>");
    whole_page(StatusCode::OK, "Sign out", &main, None)
}
