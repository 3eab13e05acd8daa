//! What Apple and Google would reject, before they do: neither says so to anybody, links just open in the browser.

use crate::app_config::documents::{self, LARGEST, apple_of};
use crate::public_url::PublicUrl;
use crate::{App, Error};
use std::net::IpAddr;
use trackway_domain::app_config::AppConfig;
use url::Url;

/// Who would reject something, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Who.
    pub by: Platform,
    /// What is wrong, and what to do about it.
    pub what: String,
}

/// Who reads the documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// iOS, by way of Apple's own servers.
    Apple,
    /// Android.
    Google,
}

impl Platform {
    /// Its name for people.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Apple => "Apple",
            Self::Google => "Google",
        }
    }
}

/// Looks at what every workspace says of its app and at the address under which phones ask for it.
///
/// # Errors
/// The store's trouble.
pub async fn lint(app: &App) -> Result<Vec<Finding>, Error> {
    Ok(findings(&app.store.app_configs().list().await?, &app.public_url))
}

fn findings(configs: &[AppConfig], public_url: &PublicUrl) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut find = |by, what: &str| found.push(Finding { by, what: what.to_owned() });
    for config in configs {
        incomplete(config, &mut find);
    }
    let apple = apple_of(configs);
    if apple.as_ref().is_some_and(|document| document.to_string().len() > LARGEST) {
        find(Platform::Apple, "apple-app-site-association is larger than 128 KB: fewer workspaces may have an app here");
    }
    let readers = [(Platform::Apple, apple.is_some()), (Platform::Google, documents::android_of(configs).is_some())];
    for (by, _) in readers.into_iter().filter(|(_, is_published)| *is_published) {
        for what in unreachable(public_url) {
            find(by, what);
        }
    }
    found
}

/// What is said by half.
fn incomplete(config: &AppConfig, find: &mut impl FnMut(Platform, &str)) {
    match (&config.ios_team, &config.ios_bundle) {
        (Some(_), None) => find(Platform::Apple, "iosTeamId is set without iosBundleId: the iOS app is not published"),
        (None, Some(_)) => find(Platform::Apple, "iosBundleId is set without iosTeamId: the iOS app is not published"),
        (Some(_), Some(_)) | (None, None) => {}
    }
    match (&config.android_package, config.android_fingerprints.is_empty()) {
        (Some(_), true) => {
            find(Platform::Google, "androidPackageName is set without androidSha256Fingerprints: no certificate vouches for it");
        }
        (None, false) => find(Platform::Google, "androidSha256Fingerprints are set without androidPackageName: they vouch for nothing"),
        (Some(_), false) | (None, true) => {}
    }
}

/// Why neither can fetch a document from this address.
fn unreachable(public_url: &PublicUrl) -> Vec<&'static str> {
    let Ok(url) = Url::parse(public_url.as_str()) else { return vec!["public_url is no address"] };
    let host = url.host_str().unwrap_or_default();
    let is_address = host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
    let rules = [
        (url.scheme() != "https", "public_url is not https: association documents are fetched over TLS only"),
        (url.port().is_some(), "public_url names a port: association documents are fetched from port 443 only"),
        (is_address, "public_url is an IP address: apps are associated with host names only"),
        (host == "localhost" || host.ends_with(".local"), "public_url is a local name: nobody outside can fetch from it"),
        (url.path() != "/", "public_url has a path: association documents are fetched from the root of the host"),
    ];
    rules.into_iter().filter(|(is_broken, _)| *is_broken).map(|(_, what)| what).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use trackway_domain::app_config::{BundleId, Fingerprint, PackageName, TeamId};

    fn full() -> AppConfig {
        AppConfig {
            ios_team: TeamId::parse("ABCDE12345").ok(),
            ios_bundle: BundleId::parse("com.example.app").ok(),
            android_package: PackageName::parse("com.example.app").ok(),
            android_fingerprints: vec![Fingerprint::parse(&"AB".repeat(32)).expect("a fingerprint")],
            ..AppConfig::default()
        }
    }

    #[test]
    fn each_fault_is_named_to_whom_it_concerns() {
        let good = "https://go.example.com";
        let no_team = AppConfig { ios_team: None, ..full() };
        let no_bundle = AppConfig { ios_bundle: None, ..full() };
        let no_package = AppConfig { android_package: None, ..full() };
        let no_certificate = AppConfig { android_fingerprints: Vec::new(), ..full() };
        let cases: [(&[AppConfig], &str, &[&str]); 11] = [
            (&[full()], good, &[]),
            (&[], "http://localhost:8080", &[]),
            (&[AppConfig::default()], "http://localhost:8080", &[]),
            (&[no_team], good, &["Apple: iosBundleId is set without iosTeamId"]),
            (&[no_bundle], good, &["Apple: iosTeamId is set without iosBundleId"]),
            (&[no_package], good, &["Google: androidSha256Fingerprints are set without androidPackageName"]),
            (std::slice::from_ref(&no_certificate), good, &["Google: androidPackageName is set without androidSha256Fingerprints"]),
            (&[full()], "http://go.example.com", &["Apple: public_url is not https", "Google: public_url is not https"]),
            (
                std::slice::from_ref(&no_certificate),
                "https://192.0.2.1",
                &["Google: androidPackageName", "Apple: public_url is an IP address"],
            ),
            (
                &[full()],
                "https://go.example.com:8443/x",
                &[
                    "Apple: public_url names a port",
                    "Apple: public_url has a path",
                    "Google: public_url names a port",
                    "Google: public_url has a path",
                ],
            ),
            (&vec![full(); 500], good, &["Apple: apple-app-site-association is larger than 128 KB"]),
        ];
        for (configs, url, expected) in cases {
            let found = findings(configs, &PublicUrl::parse(url).expect("a URL"));
            let found = found.iter().map(|finding| format!("{}: {}", finding.by.as_str(), finding.what)).collect::<Vec<_>>();
            assert_eq!(found.len(), expected.len(), "{url}: {found:?}");
            assert!(found.iter().zip(expected).all(|(found, expected)| found.starts_with(expected)), "{url}: {found:?}");
        }
    }
}
