//! `trackway reclassify`: today's rules over the clicks of before.

use crate::arguments::Place;
use crate::commands::block_on;
use crate::{installation, output};
use serde_json::json;
use std::sync::Arc;
use trackway_app::clicks::agents::Agents;
use trackway_app::clicks::reclassify::reclassify;

pub(crate) fn run(place: Place) -> anyhow::Result<()> {
    block_on(async move {
        let (_, app, _) = installation::for_command(&place.data).await?;
        let changed = reclassify(&app, Arc::new(Agents::published()), output::progress("reclassifying")).await?;
        output::object(&json!({"reclassified": changed}), place.json);
        Ok(())
    })
}
