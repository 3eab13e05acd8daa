//! Secrets that the first start generates: files of their own, for their owner only.

use anyhow::{Context as _, ensure};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use trackway_app::random::{Random, bytes};

/// The 32 bytes in `file`, which is made with random ones where it is missing.
pub(crate) fn load_or_create(file: &Path, random: &dyn Random) -> anyhow::Result<[u8; 32]> {
    let about = || format!("the secret in {}", file.display());
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(file) {
        Ok(mut new) => new.write_all(&bytes::<32>(random)).and_then(|()| new.sync_all()).with_context(about)?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error).with_context(about),
    }
    let secret = fs::read(file).with_context(about)?;
    ensure!(secret.len() == 32, "{} has {} bytes, not 32", about(), secret.len());
    Ok(secret.try_into().unwrap_or([0; 32]))
}
