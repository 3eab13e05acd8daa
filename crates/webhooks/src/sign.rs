//! Signatures: of LinkForty, and of Standard Webhooks, by which a receiver knows that a delivery is ours and new.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;
use std::fmt::Write as _;
use trackway_domain::webhook::{Webhook, WebhookSecret};

/// `webhook-signature`: one signature for each secret that signs at this instant, of id, time and body.
#[must_use]
pub fn standard(webhook: &Webhook, id: &str, at: Timestamp, body: &[u8]) -> String {
    let head = format!("{id}.{}.", at.as_second());
    let sign = |secret: &WebhookSecret| format!("v1,{}", STANDARD.encode(digest(&secret.key(), &[head.as_bytes(), body])));
    webhook.signing(at).map(sign).collect::<Vec<_>>().join(" ")
}

/// `X-LinkForty-Signature`: of the body alone, by the secret as its maker was shown it. There is room for one signature, which is the
/// present secret's.
#[must_use]
pub fn linkforty(webhook: &Webhook, body: &[u8]) -> String {
    let mut text = "sha256=".to_owned();
    for byte in digest(webhook.secret.reveal().as_bytes(), &[body]) {
        // A string takes everything.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn digest(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let Ok(keyed) = Hmac::<Sha256>::new_from_slice(key) else { unreachable!("HMAC takes keys of any length") };
    parts.iter().fold(keyed, hmac::Mac::chain_update).finalize().into_bytes().into()
}
