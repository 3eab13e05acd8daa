//! What an app reports when it opens, and by what the same install is known again.

use super::decide::Naming;
use super::phone::Phone;
use crate::workspace::WorkspaceId;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::net::IpAddr;

/// What an app says of itself and its phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppReport {
    /// The phone.
    pub phone: Phone,
    /// The user agent that the app says, in full.
    pub user_agent: String,
    /// Width and height of the screen in pixels, where both are said.
    pub screen: Option<(u32, u32)>,
    /// The app's version.
    pub app_version: Option<String>,
    /// The library that reports, and its version.
    pub sdk_name: Option<String>,
    /// Its version.
    pub sdk_version: Option<String>,
    /// The click that the app names.
    pub naming: Option<Naming>,
}

impl AppReport {
    /// Longest text kept of each kind, in characters.
    pub const TEXT_MAX: usize = 512;
}

/// A device's own id, hashed for its workspace: kept only to know the device again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DeviceHash(pub [u8; 32]);

impl DeviceHash {
    /// The hash of an id.
    #[must_use]
    pub fn of(workspace: WorkspaceId, device: &str) -> Self {
        Self(digest(workspace.0.as_bytes(), &[device]))
    }
}

/// By what an install without a device's id is known again within a day.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 32]);

/// A day's secret, under which fingerprints are made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FingerprintKey(pub [u8; 16]);

impl FingerprintKey {
    /// The fingerprint of a report from an address.
    #[must_use]
    pub fn fingerprint(&self, workspace: WorkspaceId, address: IpAddr, report: &AppReport) -> Fingerprint {
        let AppReport { phone, user_agent, screen, .. } = report;
        let parts = [
            workspace.to_string(),
            address.to_canonical().to_string(),
            user_agent.clone(),
            phone.timezone.as_ref().map(|timezone| timezone.as_str().to_owned()).unwrap_or_default(),
            phone.language.as_ref().map(|language| language.as_str().to_owned()).unwrap_or_default(),
            screen.map(|(width, height)| format!("{width}x{height}")).unwrap_or_default(),
            phone.platform.as_str().to_owned(),
            phone.version.map(|version| format!("{version:?}")).unwrap_or_default(),
        ];
        Fingerprint(digest(&self.0, &parts.each_ref().map(String::as_str)))
    }
}

impl Fingerprint {
    /// Reads what [`std::fmt::Display`] writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes().as_chunks::<2>().0;
        let byte = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        let is_plain = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let bytes = digits.iter().filter(|_| is_plain).map_while(byte).collect::<Vec<_>>();
        bytes.try_into().ok().map(Self)
    }
}

impl std::fmt::Display for Fingerprint {
    /// As 64 hexadecimal digits.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Fingerprint({self})")
    }
}

impl std::fmt::Debug for FingerprintKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("FingerprintKey(…)")
    }
}

/// SHA-256 over a secret or a name and what follows it, each part with its length.
pub(super) fn digest(first: &[u8; 16], parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(first);
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::Platform;
    use uuid::Uuid;

    fn report(user_agent: &str) -> AppReport {
        let phone = Phone { platform: Platform::Ios, version: None, language: None, timezone: None };
        let (app_version, sdk_name, sdk_version) = (None, None, None);
        AppReport { phone, user_agent: user_agent.to_owned(), screen: None, app_version, sdk_name, sdk_version, naming: None }
    }

    #[test]
    fn a_fingerprint_depends_on_key_address_and_report() {
        let (workspace, here) = (WorkspaceId(Uuid::from_u128(1)), IpAddr::from([203, 0, 113, 7]));
        let key = FingerprintKey([1; 16]);
        let one = key.fingerprint(workspace, here, &report("a"));
        assert_eq!(one, key.fingerprint(workspace, here, &report("a")));
        let there = IpAddr::from([203, 0, 113, 8]);
        for other in [
            key.fingerprint(workspace, here, &report("b")),
            key.fingerprint(workspace, there, &report("a")),
            key.fingerprint(WorkspaceId(Uuid::from_u128(2)), here, &report("a")),
            FingerprintKey([2; 16]).fingerprint(workspace, here, &report("a")),
        ] {
            assert_ne!(one, other);
        }
        assert_eq!(Fingerprint::parse(&one.to_string()), Some(one));
        for text in ["", "ab", &"g".repeat(64), &"+1".repeat(32), &format!("{one}0")] {
            assert_eq!(Fingerprint::parse(text), None, "{text}");
        }
    }
}
