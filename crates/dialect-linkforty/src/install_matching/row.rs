//! How the setting looks.

use serde_json::{Value, json};
use trackway_domain::window::AttributionWindow;

/// The bound where somebody switches it on and says none, in hours: docs/install-attribution.md says why.
pub(super) const USUAL: i64 = 2;

pub(super) fn row(cap: Option<AttributionWindow>) -> Value {
    json!({"enabled": cap.is_some(), "capHours": cap.map(AttributionWindow::hours)})
}
