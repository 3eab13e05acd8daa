//! `trackway reclassify`: today's rules over the clicks of before.

use crate::arguments::House;
use crate::commands::block_on;
use crate::{installation, output};
use serde_json::json;
use std::sync::Arc;
use trackway_app::clicks::agents::Agents;
use trackway_app::clicks::reclassify::reclassify;

pub(crate) fn run(house: House) -> anyhow::Result<()> {
    block_on(async move {
        let (_, app) = installation::for_house(&house.data).await?;
        let changed = reclassify(&app, Arc::new(Agents::published()), output::progress("reclassifying")).await?;
        output::object(&json!({"reclassified": changed}), house.json);
        Ok(())
    })
}
