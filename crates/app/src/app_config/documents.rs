//! The two documents by which iOS and Android learn which app may open this installation's links.
//!
//! All workspaces share one host, so each document names every workspace's app.

use crate::{App, Error};
use serde_json::{Value, json};
use trackway_domain::app_config::{AppConfig, Fingerprint};

/// Largest document that Apple takes, in bytes.
pub const LARGEST: usize = 128 * 1024;

/// What people open in a browser on this host, though an app would take it: the first segments of its paths.
const OURS: [&str; 7] = ["api", "dashboard", "docs", "oauth2", "openapi", "settings", "sign-in"];

/// `/.well-known/apple-app-site-association`; None where no workspace names an iOS app in full.
///
/// # Errors
/// The store's trouble.
pub async fn apple(app: &App) -> Result<Option<Value>, Error> {
    Ok(apple_of(&app.store.app_configs().list().await?))
}

/// `/.well-known/assetlinks.json`; None where no workspace names an Android app and a certificate.
///
/// # Errors
/// The store's trouble.
pub async fn android(app: &App) -> Result<Option<Value>, Error> {
    Ok(android_of(&app.store.app_configs().list().await?))
}

pub(crate) fn apple_of(configs: &[AppConfig]) -> Option<Value> {
    let apps = configs.iter().filter_map(AppConfig::ios_app).collect::<Vec<_>>();
    // Systems before iOS 13 read `appID` and `paths`, later ones the other two.
    let ours = OURS.iter().flat_map(|word| [format!("/{word}"), format!("/{word}/*")]).collect::<Vec<_>>();
    let paths = ours.iter().map(|path| format!("NOT {path}")).chain(["*".to_owned()]).collect::<Vec<_>>();
    let components = ours.iter().map(|path| json!({"/": path, "exclude": true})).chain([json!({"/": "*"})]).collect::<Vec<_>>();
    let detail = |app: &String| json!({"appID": app, "paths": paths, "appIDs": [app], "components": components});
    (!apps.is_empty()).then(|| json!({"applinks": {"apps": [], "details": apps.iter().map(detail).collect::<Vec<_>>()}}))
}

pub(crate) fn android_of(configs: &[AppConfig]) -> Option<Value> {
    let statement = |config: &AppConfig| {
        let package = config.android_app()?;
        let fingerprints = config.android_fingerprints.iter().map(Fingerprint::as_str).collect::<Vec<_>>();
        Some(json!({
            "relation": ["delegate_permission/common.handle_all_urls"],
            "target": {"namespace": "android_app", "package_name": package.as_str(), "sha256_cert_fingerprints": fingerprints},
        }))
    };
    let statements = configs.iter().filter_map(statement).collect::<Vec<_>>();
    (!statements.is_empty()).then_some(Value::Array(statements))
}
