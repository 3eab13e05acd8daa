//! `trackway doctor`: what is wrong with an installation and says nothing by itself. Looks, and changes nothing but a file of its own that it
//! removes again.

mod clock;
mod database;
mod disk;
mod folder;
mod geography;
mod journal;
mod proxies;
mod public_url;
mod well_known;

use crate::arguments::Settings;
use crate::commands::block_on;
use crate::configuration::Configuration;
use crate::installation::{self, Folder};
use crate::{output, serve};
use anyhow::bail;
use serde_json::{Value, json};
use trackway_app::App;
use trackway_store_sqlite::SqliteStore;

/// What one look found.
pub(super) struct Finding {
    section: &'static str,
    state: State,
    /// Who would reject it; None for what is our own matter.
    by: Option<&'static str>,
    what: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Good,
    /// Something is to be done.
    Attention,
}

impl Finding {
    fn good(section: &'static str, what: impl Into<String>) -> Self {
        Self { section, state: State::Good, by: None, what: what.into() }
    }

    fn attention(section: &'static str, what: impl Into<String>) -> Self {
        Self { section, state: State::Attention, by: None, what: what.into() }
    }

    fn row(&self) -> Value {
        let state = match self.state {
            State::Good => "good",
            State::Attention => "attention",
        };
        json!({"section": self.section, "state": state, "by": self.by, "what": self.what})
    }
}

/// What is looked at.
pub(super) struct Patient {
    configuration: Configuration,
    folder: Folder,
    app: App,
}

pub(crate) fn run(settings: &Settings) -> anyhow::Result<()> {
    let configuration = settings.load()?;
    let findings = block_on(async {
        let folder = Folder::existing(&configuration.data)?;
        let migrations = SqliteStore::migrations_of(&folder.database())?;
        if !migrations.is_current() {
            // Whoever opens the database brings its tables up to date, which is more than looking.
            let mut findings = vec![self::settings(&configuration)];
            findings.extend(folder::look(&configuration.data));
            findings.extend(disk::look(&configuration));
            findings.push(database::behind(migrations));
            return Ok(findings);
        }
        let (folder, app) = installation::for_house(&configuration.data).await?;
        Ok(examine(&Patient { configuration, folder, app }).await)
    })?;
    output::table(&findings.iter().map(Finding::row).collect::<Vec<_>>(), &["section", "state", "by", "what"], settings.json);
    match findings.iter().filter(|finding| finding.state == State::Attention).count() {
        0 => Ok(()),
        1 => bail!("one thing needs attention"),
        count => bail!("{count} things need attention"),
    }
}

async fn examine(patient: &Patient) -> Vec<Finding> {
    let mut findings = vec![settings(&patient.configuration)];
    findings.extend(folder::look(&patient.configuration.data));
    findings.push(clock::look(patient));
    findings.extend(disk::look(&patient.configuration));
    findings.extend(database::look(patient).await);
    findings.push(journal::look(patient).await);
    findings.push(geography::look(patient));
    findings.push(proxies::look(patient));
    findings.extend(well_known::look(&patient.app).await);
    findings.push(public_url::look(&patient.app.public_url).await);
    findings
}

fn settings(configuration: &Configuration) -> Finding {
    match serve::try_settings(configuration) {
        Ok(()) => Finding::good("settings", "the server would start with them"),
        Err(error) => Finding::attention("settings", format!("{error:#}")),
    }
}
