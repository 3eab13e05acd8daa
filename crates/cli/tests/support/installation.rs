//! A folder with an installation, and the commands that work on it.

use super::server::Server;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

pub(crate) struct Installation(TempDir);

/// A command that has ended.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Installation {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self(TempDir::new().expect("a folder"))
    }

    /// The same installation once more, in another folder. Sparse files stay so.
    pub(crate) fn copy(&self) -> Self {
        let copy = Self::new();
        copy_folder(&self.data(), &copy.data());
        copy
    }

    /// The folder that commands are run in.
    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder().join("data")
    }

    pub(crate) fn journal(&self) -> PathBuf {
        self.data().join("journal")
    }

    /// The journal's segment files, oldest first.
    pub(crate) fn segments(&self) -> Vec<PathBuf> {
        let files = fs::read_dir(self.journal()).expect("a journal").map(|file| file.expect("a file").path());
        let mut segments = files.filter(|file| file.extension().is_some_and(|extension| extension == "seg")).collect::<Vec<_>>();
        segments.sort();
        segments
    }

    /// The program, in this folder, with nothing in its environment but what is given.
    pub(crate) fn command(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trackway"));
        command.args(arguments).current_dir(self.folder()).env_clear().envs(environment.iter().copied());
        command
    }

    /// A server that takes whatever port is free.
    pub(crate) fn start(&self) -> Server {
        self.start_with(&[])
    }

    pub(crate) fn start_with(&self, environment: &[(&str, &str)]) -> Server {
        Server::start(self.command(&["serve", "--listen", "127.0.0.1:0"], environment))
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Finished {
        self.run_with(arguments, &[])
    }

    pub(crate) fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Finished {
        let output = self.command(arguments, environment).output().expect("the binary");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Finished { code: output.status.code().expect("an exit code"), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Runs a command that succeeds, and gives what it prints as JSON.
    #[track_caller]
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let finished = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(finished.code, 0, "{arguments:?}: {}", finished.stderr);
        serde_json::from_str(&finished.stdout).expect("JSON")
    }

    /// A look into the database, beside a running server too. It should not outlive the check that it is for: while it is open the
    /// next server does not have to recover the file by itself.
    pub(crate) fn database(&self) -> Connection {
        let connection =
            Connection::open_with_flags(self.data().join("trackway.db"), OpenFlags::SQLITE_OPEN_READ_ONLY).expect("a database");
        connection.busy_timeout(Duration::from_secs(10)).expect("a timeout");
        connection
    }
}

/// Copies a folder with its modes. `cp` is asked because it leaves holes where segments have them.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-a").arg(from).arg(to).status().expect("cp");
    assert!(copied.success(), "{} → {}", from.display(), to.display());
}
