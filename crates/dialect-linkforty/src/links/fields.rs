//! The fields of a link: the one list of what a client may choose, and change later. Creating, changing and both in bulk read it.
//!
//! A new link starts from settings that say nothing, so clearing a field and leaving it out come to the same there.

use crate::failure::Failure;
use crate::faults::Fault;
use crate::fields::{Fields, Parsed};
use crate::patch::{Patch, Reading};
use crate::values::{cost, flag, list, named, optional_url, parameters, people, targeting, text, time, url, utm, uuid, window};
use serde_json::Value;
use trackway_app::App;
use trackway_domain::custom_domain::Hostname;
use trackway_domain::deep_link::AppScheme;
use trackway_domain::link::LinkSettings;
use trackway_domain::project::ProjectId;
use trackway_domain::template::TemplateId;
use trackway_domain::text::{Description, Name, Tag};
use trackway_domain::user::{Password, PasswordHash};

/// Reads every field that is there.
pub(crate) fn read(fields: &mut Fields<'_>) -> Patch<LinkSettings> {
    let mut patch = Reading::<LinkSettings>::new(fields);
    patch.field(&["templateId"], uuid, |link, id| link.template = id.map(TemplateId));
    patch.field(&["projectId"], uuid, |link, id| link.project = id.map(ProjectId));
    patch.field(&["originalUrl"], url, |link, url| link.destination = url);
    patch.field(&["title"], named(Name::parse), |link, title| link.name = title);
    patch.field(&["description"], named(Description::parse), |link, text| link.description = text);
    patch.field(&["iosUrl", "iosAppStoreUrl"], optional_url, |link, url| link.destinations.ios_store = url);
    patch.field(&["androidUrl", "androidAppStoreUrl"], optional_url, |link, url| link.destinations.android_store = url);
    patch.field(&["webFallbackUrl"], optional_url, |link, url| link.destinations.web_fallback = url);
    patch.field(&["iosUniversalLink"], optional_url, |link, url| link.destinations.ios_universal_link = url);
    patch.field(&["androidAppLink"], optional_url, |link, url| link.destinations.android_app_link = url);
    patch.field(&["appScheme"], named(AppScheme::parse), |link, scheme| link.deep_link.scheme = scheme);
    patch.field(&["deepLinkPath"], text(2_000), |link, path| link.deep_link.path = path);
    patch.field(&["deepLinkParameters"], parameters, |link, values| link.deep_link.parameters = values.unwrap_or_default());
    patch.field(&["attributionWindowHours"], window, |link, window| link.window = window);
    patch.field(&["utmParameters"], utm, |link, utm| link.utm = utm.unwrap_or_default());
    patch.field(&["targetingRules"], targeting, |link, rules| link.targeting = rules.unwrap_or_default());
    patch.field(&["expiresAt"], time, |link, time| link.expires_at = time);
    patch.field(&["ogTitle"], text(500), |link, title| link.preview.title = title);
    patch.field(&["ogDescription"], text(2_000), |link, text| link.preview.description = text);
    patch.field(&["ogImageUrl"], optional_url, |link, url| link.preview.image = url);
    patch.field(&["ogType"], text(255), |link, kind| link.preview.kind = kind);
    patch.field(&["externalUserId"], text(255), |link, id| link.external_user_id = id);
    patch.field(&["appendClickId"], flag, |link, flag| link.append_click_id = flag.unwrap_or(false));
    patch.field(&["isActive"], flag, |link, flag| link.is_paused = !flag.unwrap_or(true));
    patch.field(&["expiredUrl"], optional_url, |link, url| link.expired_destination = url);
    patch.field(&["forwardQuery"], flag, |link, flag| link.forward_query = flag.unwrap_or(false));
    patch.field(&["tags"], tags, |link, tags| link.tags = tags.unwrap_or_default());
    patch.field(&["archived", "isArchived"], flag, |link, flag| link.is_archived = flag.unwrap_or(false));
    patch.field(&["maxClicks"], people, |link, people| link.max_clicks = people);
    patch.field(&["cost"], cost, |link, cost| link.cost = cost);
    patch.field(&["domain"], named(Hostname::parse), |link, host| link.domain = host);
    patch.field(&["warnBeforeLeaving"], flag, |link, flag| link.warns = flag.unwrap_or(false));
    patch.patch()
}

/// What a request says of a link's password: None where it says nothing.
pub(crate) struct SaidPassword(Option<Option<String>>);

/// Reads it. It is hashed afterwards, by [`SaidPassword::lock`], once all else is found to be good.
pub(crate) fn password(fields: &mut Fields<'_>) -> SaidPassword {
    let said = fields.said(&["password"], named(|text| Password::of_link(text).map(|_| text.to_owned())));
    SaidPassword(said.into_iter().next())
}

impl SaidPassword {
    /// True where it is said that there is one, or none.
    pub(crate) fn is_said(&self) -> bool {
        self.0.is_some()
    }

    /// What is kept of it; None where nothing was said.
    pub(crate) async fn lock(&self, app: &App) -> Result<Option<Option<PasswordHash>>, Failure> {
        let Some(said) = &self.0 else { return Ok(None) };
        let Some(text) = said else { return Ok(Some(None)) };
        Ok(Some(Some(app.passwords.hash(&*app.random, Password::presented(text)).await?)))
    }
}

/// Labels, sorted.
fn tags(value: &Value) -> Parsed<Vec<Tag>> {
    let parse = list(|text| Tag::parse(text).ok(), "labels of 1 to 64 characters");
    let mut tags = parse(value)?.unwrap_or_default();
    if tags.len() > LinkSettings::TAGS_MAX {
        return Err(Fault::of(format!("must have at most {} items", LinkSettings::TAGS_MAX)).into());
    }
    tags.sort();
    Ok(Some(tags))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The App Store address of a link that had `before`, after `said`.
    fn ios_after(before: Option<&str>, said: &Value) -> Option<String> {
        let apply = |said: &Value, settings| read(&mut Fields::of(said).expect("an object")).applied(settings);
        let settings = apply(&json!({"iosUrl": before}), LinkSettings::default());
        apply(said, settings).destinations.ios_store.map(|url| url.as_str().to_owned())
    }

    #[test]
    fn of_several_spellings_the_first_that_changes_anything_counts() {
        let (old, new) = ("https://example.com/old", "https://example.com/new");
        for (before, said, expected) in [
            (None, json!({"iosUrl": null, "iosAppStoreUrl": new}), Some(new)),
            (None, json!({"iosUrl": old, "iosAppStoreUrl": new}), Some(old)),
            (Some(old), json!({"iosUrl": old, "iosAppStoreUrl": new}), Some(new)),
            (Some(old), json!({"iosUrl": new, "iosAppStoreUrl": old, "ios_url": old}), Some(new)),
            (Some(old), json!({"iosUrl": old, "iosAppStoreUrl": old, "ios_url": null}), None),
            (Some(old), json!({"iosUrl": null}), None),
            (Some(old), json!({"title": "x"}), Some(old)),
        ] {
            assert_eq!(ios_after(before, &said).as_deref(), expected, "{before:?} {said}");
        }
    }
}
