//! What phones would refuse.

use super::{Finding, State};
use trackway_app::App;
use trackway_app::app_config::lint::lint;

const SECTION: &str = "well-known";

pub(super) async fn look(app: &App) -> Vec<Finding> {
    match lint(app).await {
        Err(error) => vec![Finding::attention(SECTION, error.to_string())],
        Ok(found) if found.is_empty() => vec![Finding::good(SECTION, "nothing that phones would refuse")],
        Ok(found) => {
            let rejected = |(by, what)| Finding { section: SECTION, state: State::Attention, by: Some(by), what };
            found.into_iter().map(|found| (found.by.as_str(), found.what)).map(rejected).collect()
        }
    }
}
