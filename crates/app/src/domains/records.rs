//! What DNS says of names.

use async_trait::async_trait;

/// Looks up text records.
#[async_trait]
pub trait TextRecords: Send + Sync + 'static {
    /// What the text records of a name say; none where there is no such name.
    ///
    /// # Errors
    /// In words, where nobody can be asked.
    async fn of(&self, name: &str) -> Result<Vec<String>, String>;
}

/// For who asks nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoRecords;

#[async_trait]
impl TextRecords for NoRecords {
    async fn of(&self, _name: &str) -> Result<Vec<String>, String> {
        Ok(Vec::new())
    }
}
