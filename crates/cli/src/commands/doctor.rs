//! `trackway doctor`: what is wrong with an installation and says nothing by itself.

use crate::arguments::House;
use crate::commands::block_on;
use crate::{installation, output};
use anyhow::bail;
use serde_json::{Value, json};
use trackway_app::app_config::lint::{Finding, lint};

pub(crate) fn run(house: House) -> anyhow::Result<()> {
    block_on(async move {
        let (_, app) = installation::for_house(&house.data).await?;
        let findings = lint(&app).await?;
        output::table(&findings.iter().map(row).collect::<Vec<_>>(), &["section", "by", "what"], house.json);
        match findings.len() {
            0 => Ok(()),
            1 => bail!("one thing needs attention"),
            count => bail!("{count} things need attention"),
        }
    })
}

fn row(finding: &Finding) -> Value {
    json!({"section": "well-known", "by": finding.by.as_str(), "what": finding.what})
}
