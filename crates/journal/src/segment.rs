//! What a segment is called: by its uuid in checkpoints, by its number in the directory.

use std::fmt;
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// A segment's identity. Checkpoints are kept by it, since a copied directory repeats numbers but its new segments have other ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SegmentId(Uuid);

impl SegmentId {
    /// Stands for a segment whose header is damaged and whose id nobody else knows: it has no readable records and no checkpoint.
    pub const UNKNOWN: Self = Self(Uuid::nil());

    /// The id as the store keeps it.
    pub fn as_uuid(&self) -> &Uuid {
        &self.0
    }

    pub(crate) fn from_random(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }
}

impl From<Uuid> for SegmentId {
    fn from(uuid: Uuid) -> Self {
        Self(uuid)
    }
}

impl fmt::Display for SegmentId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A place in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The segment.
    pub segment: SegmentId,
    /// The segment's number, for people and for order.
    pub number: u64,
    /// Where a record starts, in bytes from the start of the file.
    pub offset: u64,
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "segment {}, offset {}", self.number, self.offset)
    }
}

/// A segment that the journal holds, as the consumer needs it to look up its checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// The id under which checkpoints of it are kept.
    pub id: SegmentId,
    /// Its number; segments are read in this order.
    pub number: u64,
    /// How many bytes of it may be read at this moment.
    pub bytes: u64,
}

pub(crate) fn path_of(directory: &Path, number: u64) -> PathBuf {
    directory.join(format!("{number:020}.seg"))
}

/// The number in a segment's file name; `None` for any other file.
pub(crate) fn number_of(path: &Path) -> Option<u64> {
    let digits = path.file_name()?.to_str()?.strip_suffix(".seg")?;
    (digits.len() == 20 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_gives_its_number_back() {
        let path = path_of(Path::new("/journal"), 42);
        assert_eq!(path, Path::new("/journal/00000000000000000042.seg"));
        assert_eq!(number_of(&path), Some(42));
        assert_eq!(number_of(Path::new("/journal/LOCK")), None);
        assert_eq!(number_of(Path::new("/journal/+0000000000000000042.seg")), None);
    }
}
