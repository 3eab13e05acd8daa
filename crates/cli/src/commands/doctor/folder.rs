//! Who may read the data folder: visitors' addresses and secrets are in it.

use super::Finding;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

pub(super) fn look(data: &Path) -> Vec<Finding> {
    let mut open = Vec::new();
    let mut foreign = Vec::new();
    let owner = fs::metadata(data).map(|folder| folder.uid()).ok();
    for path in everything_below(data) {
        // One that has gone by now needs no care.
        let Ok(found) = fs::symlink_metadata(&path) else { continue };
        if found.permissions().mode() & 0o077 != 0 && !found.is_symlink() {
            open.push(path.display().to_string());
        }
        if Some(found.uid()) != owner {
            foreign.push(path.display().to_string());
        }
    }
    let mut findings = Vec::new();
    if !open.is_empty() {
        findings.push(Finding::attention("data folder", format!("others than its owner may use {}: chmod go= them", some(&open))));
    }
    if !foreign.is_empty() {
        let what = format!("{} belongs to somebody else than the folder: the server may not be able to use it", some(&foreign));
        findings.push(Finding::attention("data folder", what));
    }
    if findings.is_empty() {
        findings.push(Finding::good("data folder", format!("{} is its owner's alone", data.display())));
    }
    findings
}

fn some(paths: &[String]) -> String {
    match paths {
        [first, second, third, rest @ ..] if !rest.is_empty() => format!("{first}, {second}, {third} and {} more", rest.len()),
        few => few.join(", "),
    }
}

fn everything_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    let mut next = 0;
    while let Some(path) = found.get(next).cloned() {
        next += 1;
        if path.is_dir() {
            found.extend(fs::read_dir(&path).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())));
        }
    }
    found
}
