//! Secrets that the first start generates: files of their own, for their owner only.

use anyhow::Context as _;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// What `file` holds; where it is missing, it is made with what `make` gives. Of two processes that make it at once, both end up with the
/// same.
pub(crate) fn load_or_create(file: &Path, make: impl FnOnce() -> anyhow::Result<Vec<u8>>) -> anyhow::Result<Vec<u8>> {
    let about = || format!("the secret in {}", file.display());
    if !file.exists() {
        publish(file, &make()?).with_context(about)?;
    }
    fs::read(file).with_context(about)
}

/// Puts a file in its place whole, unless another process was first. One that was begun there would stop every start after a crash.
fn publish(file: &Path, content: &[u8]) -> io::Result<()> {
    let draft = file.with_extension(format!("draft-{}", std::process::id()));
    let mut written = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    written.write_all(content)?;
    written.sync_all()?;
    let linked = fs::hard_link(&draft, file);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    }
}
