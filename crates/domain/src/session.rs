//! Sessions: that a person has signed in, in one browser.

use crate::secret::{Secret, SecretHash};
use crate::workspace::UserId;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;

/// A session as the store keeps it: without the secret that the browser shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Of the browser's secret.
    pub hash: SecretHash,
    /// Who signed in.
    pub user: UserId,
    /// When.
    pub created_at: Timestamp,
    /// When it was last shown, roughly.
    pub last_seen_at: Timestamp,
}

impl Session {
    /// How long a session lives that nobody shows.
    pub const IDLE: SignedDuration = SignedDuration::from_hours(7 * 24);
    /// How long a session lives at most.
    pub const LIFETIME: SignedDuration = SignedDuration::from_hours(30 * 24);

    /// True where it still counts.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        now.duration_since(self.created_at) < Self::LIFETIME && now.duration_since(self.last_seen_at) < Self::IDLE
    }
}

/// What a form of ours must bring along, so that no other site can send it: bound to the secret in the browser's cookie, which others
/// cannot read. It says nothing about that secret.
#[must_use]
pub fn form_token(cookie: &Secret) -> String {
    mac(cookie).finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// True where `token` is the form token of that cookie. Takes as long for a wrong one as for the right one.
#[must_use]
pub fn is_form_token(cookie: &Secret, token: &str) -> bool {
    let byte = |pair: &[u8]| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let bytes = token.as_bytes().chunks(2).map(byte).collect::<Option<Vec<_>>>();
    bytes.is_some_and(|bytes| mac(cookie).verify_slice(&bytes).is_ok())
}

fn mac(cookie: &Secret) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(cookie.reveal().as_bytes()).expect("a key of any length will do");
    mac.update(b"form");
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_token_fits_its_cookie_only() {
        let [cookie, other] = ["abc", "abd"].map(Secret::presented);
        let token = form_token(&cookie);
        assert!(is_form_token(&cookie, &token));
        assert!(!is_form_token(&other, &token));
        for wrong in ["", "zz", "é", &token[1..], &token[..62]] {
            assert!(!is_form_token(&cookie, wrong), "{wrong}");
        }
    }

    #[test]
    fn a_session_idles_out_and_ends() {
        let at = |hours: i64| Timestamp::from_second(1_800_000_000 + hours * 3_600).expect("a time");
        let session = |seen| Session { hash: [0; 32], user: UserId(uuid::Uuid::nil()), created_at: at(0), last_seen_at: at(seen) };
        for (seen, now, expected) in [(0, 0, true), (0, 167, true), (0, 168, false), (700, 719, true), (700, 720, false)] {
            assert_eq!(session(seen).is_live(at(now)), expected, "{seen} {now}");
        }
    }
}
