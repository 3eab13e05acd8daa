//! What is true of SQLite's file alone: who may read it, which files are refused, and several processes at one file.

use rusqlite::{Connection, TransactionBehavior};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use trackway_domain::user::Role;
use trackway_domain::workspace::{UserId, WorkspaceId};
use trackway_store::clicks::{Checkpoint, IngestError};
use trackway_store::{Store as _, StoreError};
use trackway_store_sqlite::SqliteStore;
use uuid::Uuid;

/// A folder, and a file in it that is not there yet.
fn new_file() -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("trackway.db");
    (folder, file)
}

fn open(file: &Path) -> Arc<SqliteStore> {
    Arc::new(SqliteStore::open(file, 1).expect("a store"))
}

fn refusal(file: &Path) -> StoreError {
    SqliteStore::open(file, 1).err().expect("a refusal")
}

/// Makes a file by SQL, as another program would.
fn made_by(file: &Path, sql: &str) {
    Connection::open(file).and_then(|connection| connection.execute_batch(sql)).expect("SQL");
}

#[tokio::test]
async fn only_the_owner_reads_the_file_and_what_lies_beside_it() {
    let (folder, file) = new_file();
    let store = open(&file);
    store.settings().put("salt", "secret").await.expect("a write");
    let mode = |path: PathBuf| fs::metadata(path).expect("a file").permissions().mode() & 0o777;
    let mut files = fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("a file").path()).collect::<Vec<_>>();
    files.sort();
    let expected = ["trackway.db", "trackway.db-shm", "trackway.db-wal"].map(|name| folder.path().join(name));
    assert_eq!(files, expected);
    for file in files {
        assert_eq!(mode(file.clone()), 0o600, "{}", file.display());
    }
}

#[tokio::test]
async fn a_file_opens_again_with_its_data() {
    let (_folder, file) = new_file();
    open(&file).settings().put("salt", "1").await.expect("a write");
    for _ in 0..2 {
        assert_eq!(open(&file).settings().get("salt").await.expect("a read").as_deref(), Some("1"));
    }
}

#[test]
fn a_newer_versions_file_is_refused() {
    let (_folder, file) = new_file();
    drop(open(&file));
    made_by(&file, "PRAGMA user_version = 999");
    let before = fs::read(&file).expect("a file");
    let StoreError::Broken(message) = refusal(&file) else { panic!("not a lasting trouble") };
    assert!(message.contains("newer version (999)"), "{message}");
    assert_eq!(fs::read(&file).expect("a file"), before, "it is left as it was");
}

#[test]
fn another_programs_database_is_refused_and_left_as_it_was() {
    for sql in [
        "CREATE TABLE theirs (a)",
        "CREATE TABLE links (a); PRAGMA user_version = 1",
        "CREATE TABLE theirs (a); PRAGMA user_version = 5; PRAGMA application_id = 7",
        "PRAGMA application_id = 7",
        "PRAGMA user_version = 1",
    ] {
        let (_folder, file) = new_file();
        made_by(&file, sql);
        let before = fs::read(&file).expect("a file");
        let StoreError::Broken(message) = refusal(&file) else { panic!("not a lasting trouble: {sql}") };
        assert!(message.contains("another program's database"), "{sql}: {message}");
        assert_eq!(fs::read(&file).expect("a file"), before, "{sql}");
    }
}

#[test]
fn what_is_no_database_is_refused_and_left_as_it_was() {
    let (_folder, file) = new_file();
    let text = "not a database\n".repeat(1_000);
    fs::write(&file, &text).expect("a file");
    let StoreError::Broken(message) = refusal(&file) else { panic!("not a lasting trouble") };
    assert!(message.contains("not a database"), "{message}");
    assert_eq!(fs::read_to_string(&file).expect("a file"), text);
}

#[test]
fn a_place_that_is_not_there_is_named() {
    let (folder, _) = new_file();
    let StoreError::Unavailable(message) = refusal(&folder.path().join("nowhere/trackway.db")) else { panic!("a lasting trouble") };
    assert!(message.contains("nowhere/trackway.db"), "{message}");
}

#[tokio::test]
async fn the_owner_of_an_older_files_workspace_becomes_a_member() {
    let (_folder, file) = new_file();
    let [workspace, owner] = [1, 2].map(Uuid::from_u128);
    let (first, blob) = (include_str!("../src/migrations/0001_house.sql"), |id: Uuid| format!("x'{}'", id.simple()));
    let insert = format!("INSERT INTO workspaces VALUES ({}, 'Workspace', {}, 1774066125007)", blob(workspace), blob(owner));
    made_by(&file, &format!("{first}; {insert}; PRAGMA application_id = 1953655671; PRAGMA user_version = 1"));
    let members = open(&file).users().members(WorkspaceId(workspace)).await.expect("members");
    let [member] = &members[..] else { panic!("one member: {members:?}") };
    assert_eq!((member.user.id, member.role, &member.user.email), (UserId(owner), Role::Owner, &None));
}

#[tokio::test]
async fn an_empty_file_becomes_a_store() {
    let (_folder, file) = new_file();
    fs::write(&file, "").expect("a file");
    open(&file).ping().await.expect("a store");
}

#[test]
fn many_may_open_a_new_file_at_once() {
    for _ in 0..5 {
        let (_folder, file) = new_file();
        let opened = std::thread::scope(|scope| {
            let threads = [(); 8].map(|()| scope.spawn(|| SqliteStore::open(&file, 1).map(|_| ()).map_err(|error| error.to_string())));
            threads.map(|thread| thread.join().expect("no panic"))
        });
        assert_eq!(opened, [const { Ok(()) }; 8]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_write_at_once_and_neither_finds_the_file_locked() {
    let (_folder, file) = new_file();
    let handles = [open(&file), open(&file)];
    let writers = [0, 1, 2, 3].map(|number| {
        let store = Arc::clone(&handles[number % 2]);
        tokio::spawn(async move {
            let segment = Uuid::from_u128(number as u128);
            for position in 0..100 {
                store.settings().put(&format!("{number}-{position}"), "x").await?;
                store.clicks().ingest(Vec::new(), Checkpoint { segment, from: position, to: position + 1 }).await?;
            }
            Ok::<_, IngestError>(())
        })
    });
    for (number, writer) in (0..).zip(writers) {
        writer.await.expect("no panic").expect("no lock");
        assert_eq!(handles[0].clicks().position(Uuid::from_u128(number)).await.expect("a read"), Some(100));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_writer_waits_for_another_processs_transaction_and_readers_do_not() {
    let (_folder, file) = new_file();
    let store = open(&file);
    let mut other = Connection::open(&file).expect("a connection");
    let transaction = other.transaction_with_behavior(TransactionBehavior::Immediate).expect("a transaction");
    transaction.execute("INSERT INTO settings VALUES ('theirs', '1')", []).expect("a write");
    let writer = Arc::clone(&store);
    let writing = tokio::spawn(async move { writer.settings().get_or_put("theirs", "2").await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!writing.is_finished(), "it waits");
    assert_eq!(store.settings().get("theirs").await.expect("a read"), None);
    transaction.commit().expect("a commit");
    assert_eq!(writing.await.expect("no panic").expect("a write"), "1");
}

#[tokio::test]
async fn what_was_asked_for_is_done_though_the_asker_goes_away() {
    let (_folder, file) = new_file();
    let store = open(&file);
    for number in 0..50 {
        let name = number.to_string();
        // Asked once and then forgotten: a client that hung up.
        let _ = tokio::time::timeout(Duration::ZERO, store.settings().put(&name, "x")).await;
    }
    drop(store);
    for number in 0..50 {
        assert!(open(&file).settings().get(&number.to_string()).await.expect("a read").is_some(), "{number}");
    }
}
