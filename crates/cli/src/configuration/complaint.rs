//! What is said of settings that are no good: where each comes from, and which name may have been meant.

use figment::error::Kind;
use figment::{Figment, Source};

/// Names that differ more are another's.
const SIMILAR: f64 = 0.75;

/// One line for each fault.
pub(super) fn complaint(faults: figment::Error) -> anyhow::Error {
    anyhow::anyhow!(faults.into_iter().map(|fault| said(&fault)).collect::<Vec<_>>().join("; "))
}

fn said(fault: &figment::Error) -> String {
    let Kind::UnknownField(name, known) = &fault.kind else { return fault.to_string() };
    let from = fault.metadata.as_ref().map(|metadata| match &metadata.source {
        Some(Source::File(path)) => format!(" in {}", path.display()),
        _ if metadata.name.contains("environment") => format!(" (TRACKWAY_{})", name.to_uppercase()),
        _ => String::new(),
    });
    let meant =
        closest(name, known).map_or_else(|| "`trackway config schema` knows all".to_owned(), |name| format!("did you mean `{name}`?"));
    format!("there is no setting `{name}`{}; {meant}", from.unwrap_or_default())
}

fn closest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let scored = known.iter().map(|known| (strsim::jaro_winkler(&name.to_lowercase(), known), *known));
    scored.filter(|(score, _)| *score >= SIMILAR).max_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, known)| known)
}

/// Where a setting's value comes from, for people.
pub(super) fn origin(layers: &Figment, name: &str) -> String {
    let Some(metadata) = layers.find_metadata(name) else { return "not set".to_owned() };
    match &metadata.source {
        Some(Source::File(path)) => path.display().to_string(),
        Some(Source::Code(_)) if metadata.name == super::DEFAULTS => "default".to_owned(),
        Some(Source::Code(_)) => "flag".to_owned(),
        _ => "environment".to_owned(),
    }
}
