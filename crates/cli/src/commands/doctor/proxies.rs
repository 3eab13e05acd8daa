//! Whether a proxy in front is believed: if not, every visitor has the proxy's address.

use super::{Finding, Patient};

const SECTION: &str = "proxies";

pub(super) fn look(patient: &Patient) -> Finding {
    let trusted = &patient.configuration.trusted_proxy;
    let listen = patient.configuration.listen;
    let is_behind = listen.ip().is_loopback() && !patient.app.public_url.as_str().contains(&listen.to_string());
    match trusted.as_slice() {
        [] if is_behind => Finding::attention(
            SECTION,
            format!(
                "{} leads to {listen} through a proxy, and trusted_proxy names none: visitors have its address",
                patient.app.public_url.as_str()
            ),
        ),
        [] => Finding::good(SECTION, "none is believed: a visitor's address is the connection's"),
        trusted if trusted.iter().any(|range| range.prefix_len() == 0) => {
            Finding::attention(SECTION, "trusted_proxy believes everybody: visitors can say what address they like")
        }
        trusted => {
            let ranges = trusted.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            Finding::good(
                SECTION,
                format!("X-Forwarded-For is believed from {ranges}, its last address that is none of these is the visitor's"),
            )
        }
    }
}
