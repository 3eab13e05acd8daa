//! How old the GeoIP file is: addresses move.

use super::{Finding, Patient};
use jiff::SignedDuration;
use trackway_app::geography::Geography;

const SECTION: &str = "GeoIP";

/// Makers publish a new one once a month or more often.
const OLD: SignedDuration = SignedDuration::from_hours(24 * 60);

pub(super) fn look(patient: &Patient) -> Finding {
    let Some(file) = &patient.configuration.geoip else { return Finding::good(SECTION, "no file is given: countries are unknown") };
    let made_at = match Geography::open(file) {
        Ok(geography) => geography.made_at(),
        Err(error) => return Finding::attention(SECTION, format!("{}: {error}", file.display())),
    };
    let Some(made_at) = made_at else { return Finding::attention(SECTION, "the file does not say when it was made") };
    let age = patient.app.clock.now().duration_since(made_at);
    let said = format!("{} was made {} days ago", file.display(), age.as_hours() / 24);
    if age > OLD { Finding::attention(SECTION, said) } else { Finding::good(SECTION, said) }
}
