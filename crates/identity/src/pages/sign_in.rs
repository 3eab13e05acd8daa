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
    /// Which of the two ways comes first.
    pub(crate) way: Way,
}

/// What somebody signs in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Password,
    /// An admin key, as long as nobody has a password.
    FirstKey,
    /// An admin key, though people have passwords.
    Key,
}

pub(crate) fn page(status: StatusCode, content: &Content<'_>, token: &str) -> Response {
    let complaint =
        Html::default().each(content.complaint, |text| Html::new("<p class=\"complaint\" role=\"alert\">").text(text).raw("</p>"));
    let return_to = Html::default()
        .each(content.return_to, |path| Html::new("<input type=\"hidden\" name=\"return_to\" value=\"").text(path).raw("\">"));
    let hidden = Html::new("<form method=\"post\" action=\"sign-in\"><input type=\"hidden\" name=\"token\" value=\"")
        .text(token)
        .raw("\">")
        .then(&return_to);
    let main = match content.way {
        Way::Password => {
            Html::new("<h1>Sign in</h1>").then(&complaint).then(&hidden).then(&with_password(content)).then(&other_way(content))
        }
        Way::FirstKey => Html::new("<h1>Welcome to Trackway</h1><p>The first start printed an admin key. Paste it here; then you choose ")
            .raw("your mail address and password.</p>")
            .then(&complaint)
            .then(&hidden)
            .then(&with_key()),
        Way::Key => Html::new("<h1>Sign in with a key</h1>").then(&complaint).then(&hidden).then(&with_key()).then(&other_way(content)),
    };
    whole_page(status, "Sign in", &main, None)
}

fn with_key() -> Html {
    Html::new("<label><span>Admin key</span><input type=\"password\" name=\"key\" autocomplete=\"off\" placeholder=\"tw_live_…\" required>")
        .raw("</label><div class=\"buttons\"><button class=\"main\">Sign in</button></div></form>")
}

/// Leads from one way to the other.
fn other_way(content: &Content<'_>) -> Html {
    let (query, words) = match content.way {
        Way::Password => ("?way=key", "Sign in with an admin key"),
        Way::FirstKey | Way::Key => ("?way=password", "Sign in with a password"),
    };
    let return_to = content.return_to.map(|path| url::form_urlencoded::byte_serialize(path.as_bytes()).collect::<String>());
    Html::new("<p class=\"soft\"><a href=\"sign-in")
        .raw(query)
        .each(return_to, |path| Html::new("&amp;return_to=").text(&path))
        .raw("\">")
        .raw(words)
        .raw("</a></p>")
}

fn with_password(content: &Content<'_>) -> Html {
    Html::default()
        .raw("<label><span>Mail address</span><input type=\"email\" name=\"email\" autocomplete=\"username\" required value=\"")
        .text(content.email)
        .raw("\"></label><label><span>Password</span>")
        .raw("<input type=\"password\" name=\"password\" autocomplete=\"current-password\" required></label>")
        .raw("<div class=\"buttons\"><button class=\"main\">Sign in</button></div></form>")
}
