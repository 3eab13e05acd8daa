//! What a workspace says of its app, as clients write and read it.

use crate::failure::Failure;
use crate::fields::Fields;
use crate::patch::{Patch, Reading};
use crate::row::{Row, with_twins};
use crate::values::{list, named, optional_url};
use serde::Serialize;
use serde_json::Value;
use trackway_domain::app_config::{AppConfig, BundleId, Fingerprint, PackageName, TeamId};
use trackway_domain::deep_link::AppScheme;
use trackway_domain::destination::Destination;
use trackway_web::body::Object;
use utoipa::ToSchema;

/// Reads the fields that are there; there is at least one.
pub(crate) fn read(object: &Object) -> Result<Patch<AppConfig>, Failure> {
    let mut fields = Fields::new(object);
    let mut patch = Reading::<AppConfig>::new(&mut fields);
    let fingerprints = list(|text| Fingerprint::parse(text).ok(), "SHA-256 fingerprints: 32 pairs of hexadecimal digits each");
    patch.field(&["appScheme"], named(AppScheme::parse), |app, scheme| app.scheme = scheme);
    patch.field(&["iosTeamId"], named(TeamId::parse), |app, team| app.ios_team = team);
    patch.field(&["iosBundleId"], named(BundleId::parse), |app, bundle| app.ios_bundle = bundle);
    patch.field(&["androidPackageName"], named(PackageName::parse), |app, package| app.android_package = package);
    patch.field(
        &["androidSha256Fingerprints", "android_sha256_fingerprints"],
        |value: &Value| fingerprints(value),
        |app, prints| {
            app.android_fingerprints = prints.unwrap_or_default();
        },
    );
    patch.field(&["iosAppStoreUrl", "iosUrl"], optional_url, |app, url| app.ios_store = url);
    patch.field(&["androidAppStoreUrl", "androidUrl"], optional_url, |app, url| app.android_store = url);
    patch.field(&["webFallbackUrl"], optional_url, |app, url| app.web_fallback = url);
    let patch = patch.patch();
    let patch = fields.finish(patch)?;
    if patch.is_empty() { Err(Failure::NoChange) } else { Ok(patch) }
}

/// What is said, as clients see it.
pub(crate) fn row(config: &AppConfig) -> Row {
    let url = |url: &Option<Destination>| url.as_ref().map(|url| url.as_str().to_owned());
    with_twins(AppConfigRow {
        app_scheme: config.scheme.as_ref().map(AppScheme::as_str),
        ios_team_id: config.ios_team.as_ref().map(TeamId::as_str),
        ios_bundle_id: config.ios_bundle.as_ref().map(BundleId::as_str),
        android_package_name: config.android_package.as_ref().map(PackageName::as_str),
        android_sha256_fingerprints: config.android_fingerprints.iter().map(Fingerprint::as_str).collect(),
        ios_app_store_url: url(&config.ios_store),
        android_app_store_url: url(&config.android_store),
        web_fallback_url: url(&config.web_fallback),
    })
}

/// The keys in their documented order.
#[derive(Serialize, ToSchema)]
pub(crate) struct AppConfigRow<'a> {
    app_scheme: Option<&'a str>,
    ios_team_id: Option<&'a str>,
    ios_bundle_id: Option<&'a str>,
    android_package_name: Option<&'a str>,
    android_sha256_fingerprints: Vec<&'a str>,
    ios_app_store_url: Option<String>,
    android_app_store_url: Option<String>,
    web_fallback_url: Option<String>,
}
