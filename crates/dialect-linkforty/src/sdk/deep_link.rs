//! What a link tells an app to open.

use crate::row::{Row, short_utm, targeting_with_devices, time};
use serde_json::{Value, json};
use trackway_domain::deep_link::AppScheme;
use trackway_domain::destination::Destination;
use trackway_domain::install::decision::Considered;
use trackway_store::links::LinkView;

/// Everything, for an install that the link led to. Some libraries look for one spelling of an address and some for the other.
pub(crate) fn of_install(view: &LinkView, credited: &Considered) -> Value {
    let LinkView { link, account, .. } = view;
    let settings = &link.settings;
    let (urls, deep_link) = (&settings.destinations, &settings.deep_link);
    json!({
        "shortCode": link.code.as_str(),
        "linkId": link.uuid,
        "originalUrl": settings.destination.as_ref().unwrap_or(&account.profile).as_str(),
        "iosUrl": url(&urls.ios_store),
        "androidUrl": url(&urls.android_store),
        "webFallbackUrl": url(&urls.web_fallback),
        "webUrl": web_url(view),
        "utmParameters": short_utm(&settings.utm),
        "targetingRules": targeting_with_devices(&settings.targeting),
        "deepLinkParameters": deep_link.parameters,
        "customParameters": custom(view),
        "deepLinkPath": deep_link.path,
        "appScheme": deep_link.scheme.as_ref().map(AppScheme::as_str),
        "clickedAt": time(credited.at),
        "confidenceScore": credited.confidence,
        "matchedFactors": matched(credited),
    })
}

/// What the link's maker sees of it beside an install.
pub(super) fn of_attribution(view: &LinkView) -> Value {
    let LinkView { link, account, .. } = view;
    let urls = &link.settings.destinations;
    json!({
        "shortCode": link.code.as_str(),
        "originalUrl": link.settings.destination.as_ref().unwrap_or(&account.profile).as_str(),
        "iosUrl": url(&urls.ios_store),
        "androidUrl": url(&urls.android_store),
        "webFallbackUrl": url(&urls.web_fallback),
        "utmParameters": short_utm(&link.settings.utm),
    })
}

/// What an app gets that the link has opened; what is not set is left out.
pub(super) fn of_opening(view: &LinkView, clicked_at: String) -> Row {
    let (link, urls, deep_link) = (&view.link, &view.link.settings.destinations, &view.link.settings.deep_link);
    let optional = [
        ("deepLinkPath", deep_link.path.as_deref()),
        ("appScheme", deep_link.scheme.as_ref().map(AppScheme::as_str)),
        ("iosUrl", url(&urls.ios_store)),
        ("androidUrl", url(&urls.android_store)),
        ("webUrl", Some(web_url(view))),
    ];
    let mut row = Row::new();
    row.insert("shortCode".to_owned(), link.code.as_str().into());
    row.insert("linkId".to_owned(), json!(link.uuid));
    row.extend(optional.into_iter().filter_map(|(name, text)| Some((name.to_owned(), Value::from(text?)))));
    row.insert("utmParameters".to_owned(), short_utm(&link.settings.utm).into());
    row.insert("customParameters".to_owned(), custom(view).into());
    row.insert("clickedAt".to_owned(), clicked_at.into());
    row
}

/// The factors that agreed.
pub(super) fn matched(credited: &Considered) -> Vec<&'static str> {
    credited.compared.iter().filter(|one| one.is_match).map(|one| one.factor.as_str()).collect()
}

/// Every value a text, since some libraries read nothing else.
fn custom(view: &LinkView) -> Row {
    view.link.settings.deep_link.query_pairs().map(|(name, value)| (name.to_owned(), value.into())).collect()
}

fn web_url(view: &LinkView) -> &str {
    let settings = &view.link.settings;
    settings.destinations.web_fallback.as_ref().or(settings.destination.as_ref()).unwrap_or(&view.account.profile).as_str()
}

fn url(url: &Option<Destination>) -> Option<&str> {
    url.as_ref().map(Destination::as_str)
}
