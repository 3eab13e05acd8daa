//! Clicks as a Parquet file with the columns of a part, for other programs.

use crate::parts::{Builder, PartWriter};
use std::path::Path;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::clicks::ClickRow;

/// A Parquet file of a workspace's clicks that is being written.
pub struct ParquetFile {
    writer: PartWriter,
    workspace: String,
    rows: u64,
}

impl ParquetFile {
    /// Begins a file, readable by its owner only.
    ///
    /// # Errors
    /// Where it is there already, or cannot be made.
    pub fn create(path: &Path, workspace: WorkspaceId) -> Result<Self, StoreError> {
        Ok(Self { writer: PartWriter::create(path)?, workspace: workspace.0.to_string(), rows: 0 })
    }

    /// Adds clicks, as a row group of their own. They are numbered in the order in which they come, as `position`.
    ///
    /// # Errors
    /// Where the disk is full, for one.
    pub fn write(&mut self, clicks: &[ClickRow]) -> Result<(), StoreError> {
        let mut builder = Builder::default();
        for click in clicks {
            self.rows += 1;
            builder.push(self.rows, click, Some(&self.workspace));
        }
        if builder.len() > 0 {
            self.writer.write(&builder.finish())?;
        }
        Ok(())
    }

    /// Ends the file, and returns when it is on the disk; gives how many clicks it holds.
    ///
    /// # Errors
    /// Where the disk is full, for one.
    pub fn finish(self) -> Result<u64, StoreError> {
        self.writer.finish().map(|_| self.rows).map_err(StoreError::from)
    }
}
