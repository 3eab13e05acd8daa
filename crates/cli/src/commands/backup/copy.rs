//! Files of a backup: which there are, what they hold, and copying them.

use crate::commands::backup::manifest::{FILE, Fingerprint};
use crate::installation::Folder;
use anyhow::{Context as _, ensure};
use sha2::{Digest as _, Sha256};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// Bytes that are copied at once.
const STEP: usize = 1 << 20;

/// Refuses a folder that holds something: a copy never overwrites, and never mixes.
pub(crate) fn is_free(folder: &Path) -> anyhow::Result<()> {
    let mut entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.with_context(|| folder.display().to_string())?,
    };
    ensure!(entries.next().is_none(), "{} is not empty", folder.display());
    Ok(())
}

/// What is neither in the database nor in the journal. Secrets never change; of the quarantine's file only the end grows.
pub(super) fn secrets_and_quarantine(from: &Folder, to: &Folder) -> anyhow::Result<()> {
    for file in files_below(&from.secrets())? {
        copy(&from.secrets().join(&file), &to.secrets().join(&file))?;
    }
    if from.quarantine().exists() {
        copy(&from.quarantine(), &to.quarantine())?;
    }
    Ok(())
}

/// Copies a file for its owner only, brings it to the disk, and gives what it holds.
pub(crate) fn copy(from: &Path, to: &Path) -> anyhow::Result<Fingerprint> {
    if let Some(folder) = to.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder).with_context(|| folder.display().to_string())?;
    }
    let mut copy = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to).with_context(|| to.display().to_string())?;
    let fingerprint = read(from, |bytes| copy.write_all(bytes).with_context(|| to.display().to_string()))?;
    copy.sync_all().with_context(|| to.display().to_string())?;
    Ok(fingerprint)
}

/// What every file of a folder holds, but for the manifest.
pub(super) fn fingerprints(folder: &Path) -> anyhow::Result<Vec<Fingerprint>> {
    let files = files_below(folder)?.into_iter().filter(|file| file.as_os_str() != FILE);
    files.map(|file| Ok(Fingerprint { path: file.clone(), ..read(&folder.join(&file), |_| Ok(()))? })).collect()
}

/// Reads a file to its end and hands on what it reads.
fn read(path: &Path, mut take: impl FnMut(&[u8]) -> anyhow::Result<()>) -> anyhow::Result<Fingerprint> {
    let about = || path.display().to_string();
    let mut file = File::open(path).with_context(about)?;
    let (mut hash, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; STEP]);
    loop {
        let count = file.read(&mut buffer).with_context(about)?;
        if count == 0 {
            let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
            return Ok(Fingerprint { path: path.to_owned(), bytes, sha256 });
        }
        hash.update(&buffer[..count]);
        take(&buffer[..count])?;
        bytes += count as u64;
    }
}

/// The files below a folder, by their paths in it, in order.
fn files_below(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let (mut files, mut left) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = left.pop() {
        for entry in fs::read_dir(&next).with_context(|| next.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                left.push(path);
            } else {
                files.push(path.strip_prefix(folder)?.to_owned());
            }
        }
    }
    files.sort();
    Ok(files)
}
