//! `trackway compact`: what a server does with old clicks when it has time, done now.

use crate::arguments::House;
use crate::commands::block_on;
use crate::{installation, output};
use serde_json::json;
use trackway_app::clicks::tend::tend;

pub(crate) fn run(house: House) -> anyhow::Result<()> {
    block_on(async move {
        let (_, app) = installation::for_house(&house.data).await?;
        let portions = tend(&app).await?;
        output::object(&json!({"portions": portions}), house.json);
        Ok(())
    })
}
