//! What a backup says of itself. It is written last, so that a folder without it is no backup.

use anyhow::{Context as _, ensure};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Component, Path, PathBuf};

/// Its name in the backup's folder.
pub(crate) const FILE: &str = "backup.json";

/// The form that is written here.
const FORMAT: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Manifest {
    format: u32,
    /// The program that made it.
    version: String,
    pub(crate) made_at: Timestamp,
    /// Clicks in its journal that its database has not taken in.
    pub(crate) waiting_clicks: u64,
    pub(crate) files: Vec<Fingerprint>,
}

/// A file, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fingerprint {
    /// Its path in the backup's folder.
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

impl Manifest {
    pub(super) fn of(made_at: Timestamp, waiting_clicks: u64, files: Vec<Fingerprint>) -> Self {
        Self { format: FORMAT, version: env!("CARGO_PKG_VERSION").to_owned(), made_at, waiting_clicks, files }
    }

    pub(super) fn write(&self, folder: &Path) -> anyhow::Result<()> {
        let path = folder.join(FILE);
        let about = || path.display().to_string();
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).with_context(about)?;
        file.write_all(&serde_json::to_vec_pretty(self)?).and_then(|()| file.sync_all()).with_context(about)?;
        File::open(folder).and_then(|folder| folder.sync_all()).with_context(about)
    }

    /// Reads a backup's manifest.
    ///
    /// # Errors
    /// Where there is none, where it is another form's, or where it names a file outside of the backup.
    pub(crate) fn read(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join(FILE);
        let text = fs::read(&path).with_context(|| format!("{} is no finished backup: {FILE}", folder.display()))?;
        let manifest: Self = serde_json::from_slice(&text).with_context(|| path.display().to_string())?;
        ensure!(manifest.format == FORMAT, "{} is of format {}, and this program reads {FORMAT}", path.display(), manifest.format);
        let is_inside = |file: &Fingerprint| file.path.components().all(|part| matches!(part, Component::Normal(_)));
        let outside = manifest.files.iter().find(|file| !is_inside(file));
        ensure!(outside.is_none(), "{} names a file outside of the backup", path.display());
        Ok(manifest)
    }
}
