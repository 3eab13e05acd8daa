//! Pages with checksums. The format has room for them, and its library checks what is there but writes none.

use bytes::Bytes;
use parquet::column::page::{CompressedPage, PageWriteSpec, PageWriter};
use parquet::errors::{ParquetError, Result};
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use std::sync::{Arc, Mutex, PoisonError};

/// The pages of one column of a row group, in memory until all of them are there.
#[derive(Clone, Default)]
pub(super) struct CheckedPages(Arc<Mutex<Vec<u8>>>);

impl CheckedPages {
    /// All pages as they are to stand in the file.
    pub(super) fn finish(self) -> Bytes {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).into()
    }
}

impl PageWriter for CheckedPages {
    fn write_page(&mut self, page: CompressedPage) -> Result<PageWriteSpec> {
        let (checksum, length) = (crc32fast::hash(page.data()), page.data().len());
        let mut plain = TrackedWrite::new(Vec::with_capacity(length + 64));
        let mut written = SerializedPageWriter::new(&mut plain).write_page(page)?;
        let plain = plain.into_inner()?;
        let (header, data) = plain.split_at(plain.len() - length);
        let checked = with_checksum(header, checksum);
        let checked = checked.ok_or_else(|| ParquetError::General("a page's header is not as it is known".to_owned()))?;
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let longer = checked.len() - header.len();
        written.offset = pages.len() as u64;
        written.bytes_written += longer as u64;
        written.compressed_size += longer;
        written.uncompressed_size += longer;
        pages.extend_from_slice(&checked);
        pages.extend_from_slice(data);
        Ok(written)
    }

    fn close(&mut self) -> Result<()> {
        Ok(())
    }
}

/// A field of 32 bits whose number is one more than that of the field before it, in Thrift's compact protocol.
const NEXT_NUMBER: u8 = 0x15;

/// Puts the checksum, which is the fourth field, behind the first three of a page's header. None where these are not three numbers.
fn with_checksum(header: &[u8], checksum: u32) -> Option<Vec<u8>> {
    let mut at = 0;
    for _ in 0..3 {
        if *header.get(at)? != NEXT_NUMBER {
            return None;
        }
        at += header.get(at + 1..)?.iter().position(|byte| byte & 0x80 == 0)? + 2;
    }
    // A field says in its upper four bits how far it is from the one before, and the one behind comes nearer now.
    let behind = header.get(at)?.checked_sub(0x10).filter(|field| field >> 4 > 0)?;
    let mut checked = header[..at].to_vec();
    checked.push(NEXT_NUMBER);
    let signed = checksum.cast_signed();
    let mut number = (signed << 1 ^ signed >> 31).cast_unsigned();
    while number >= 0x80 {
        checked.push(number as u8 | 0x80);
        number >>= 7;
    }
    checked.extend([number as u8, behind]);
    checked.extend_from_slice(&header[at + 1..]);
    Some(checked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_stands_between_the_sizes_and_what_kind_of_page_it_is() {
        let header = [0x15, 0x00, 0x15, 0x80, 0x01, 0x15, 0x02, 0x2c, 0x15, 0x04, 0x00, 0x00];
        let checked = with_checksum(&header, 1).expect("a header");
        assert_eq!(checked, [0x15, 0x00, 0x15, 0x80, 0x01, 0x15, 0x02, 0x15, 0x02, 0x1c, 0x15, 0x04, 0x00, 0x00]);
        assert_eq!(with_checksum(&header, u32::MAX).expect("a header")[7..10], [0x15, 0x01, 0x1c], "numbers are signed");
        for cut in 0..8 {
            assert_eq!(with_checksum(&header[..cut], 1), None, "cut at {cut}");
        }
    }
}
