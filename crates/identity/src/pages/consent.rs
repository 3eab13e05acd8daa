//! The page on which a person sees what a client asks for, and decides.

use crate::oauth2::request::AuthorizationRequest;
use crate::pages::html::Html;
use crate::pages::page as whole_page;
use crate::visitor::Visitor;
use axum::response::Response;
use http::StatusCode;
use trackway_app::oauth::offer::Offer;
use trackway_domain::account::Account;
use trackway_domain::oauth::scope::{Scope, ScopeSet};
use trackway_domain::user::Email;

/// The value with which every creator on the page is chosen.
pub(crate) const ALL_CREATORS: &str = "all";

pub(crate) fn page(request: &AuthorizationRequest, visitor: &Visitor, offer: &Offer, sign_in: &str, complaint: Option<&str>) -> Response {
    let (client, status) = (request.client.name.as_str(), if complaint.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK });
    let complaint = Html::default().each(complaint, |text| Html::new("<p class=\"complaint\" role=\"alert\">").text(text).raw("</p>"));
    let main = Html::new("<h1>")
        .text(client)
        .raw(" asks for access</h1>")
        .then(&complaint)
        .raw("<p class=\"soft\">You are signed in as ")
        .text(visitor.user.name.as_str())
        .each(&visitor.user.email, |email: &Email| Html::new(" (").text(email.as_str()).raw(")"))
        .raw(". <a href=\"")
        .text(sign_in)
        .raw("\">Not you?</a></p><h2>It wants to</h2><ul>")
        .each(sentences(&offer.scopes), |sentence| Html::new("<li>").text(sentence).raw("</li>"))
        .raw("</ul>")
        .then(&withheld(&offer.withheld))
        .raw("<form method=\"post\"><input type=\"hidden\" name=\"token\" value=\"")
        .text(&visitor.form_token())
        .raw("\"><fieldset><legend>Which account shall it act for?</legend>")
        .each(&offer.accounts, |account| {
            choice("<input type=\"radio\" name=\"account\" required value=\"", account, offer.accounts.len() == 1)
        })
        .raw("</fieldset>")
        .then(&creators(offer))
        .raw("<p class=\"soft\">Then you are sent to ")
        .text(&request.redirect_uri.place())
        .raw(".</p><div class=\"buttons\"><button class=\"main\" name=\"decision\" value=\"allow\">Allow</button>")
        .raw("<button name=\"decision\" value=\"deny\" formnovalidate>Deny</button></div></form>");
    let title = format!("{client} asks for access");
    whole_page(status, &title, &main, Some(request.redirect_uri.scheme()))
}

fn creators(offer: &Offer) -> Html {
    if !offer.scopes.reaches_creators() {
        return Html::default();
    }
    let all = Html::new(
        "<label class=\"choice\"><input type=\"checkbox\" name=\"creator\" value=\"all\"><span>All that are listed here</span></label>",
    );
    let all = if offer.accounts.len() > 1 { all } else { Html::default() };
    Html::new("<fieldset><legend>Which creators may it reach?</legend><p class=\"soft\">It reaches none that you do not choose.</p>")
        .each(&offer.accounts, |account| choice("<input type=\"checkbox\" name=\"creator\" value=\"", account, false))
        .then(&all)
        .raw("</fieldset>")
}

fn choice(input: &'static str, account: &Account, is_chosen: bool) -> Html {
    Html::new("<label class=\"choice\">")
        .raw(input)
        .text(&account.id.to_string())
        .raw(if is_chosen { "\" checked>" } else { "\">" })
        .raw("<span>")
        .text(account.name.as_str())
        .raw("<small>@")
        .text(account.handle.as_str())
        .raw("</small></span></label>")
}

fn withheld(scopes: &ScopeSet) -> Html {
    if scopes.as_slice().is_empty() {
        return Html::default();
    }
    Html::new("<p class=\"soft\">It also asked for what your role does not let you allow, and will not get it:</p><ul class=\"soft\">")
        .each(sentences(scopes), |sentence| Html::new("<li>").text(sentence).raw("</li>"))
        .raw("</ul>")
}

/// What scopes allow, in plain words; two that allow the same are said once.
fn sentences(scopes: &ScopeSet) -> Vec<&'static str> {
    let mut sentences = scopes.as_slice().iter().map(|scope| sentence(*scope)).collect::<Vec<_>>();
    sentences.dedup();
    sentences
}

fn sentence(scope: Scope) -> &'static str {
    match scope {
        Scope::Openid => "know that you signed in, and for which account",
        Scope::Offline | Scope::OfflineAccess => "go on while you are away, until this is ended",
        Scope::ReadSelf => "read the account's profile: name, handle, mail address",
        Scope::ReadCreator => "see the creators that you choose below, and read for them what it may read",
        Scope::WriteCreator => "change for the creators that you choose below what it may change",
        Scope::ReadFan => "read about the people who came through the account's links",
        Scope::ReadInsights => "read the account's numbers",
        Scope::ReadTrackingLinks => "read the account's tracking links and how often they are opened",
        Scope::WriteTrackingLinks => "make, change and delete the account's tracking links",
    }
}
