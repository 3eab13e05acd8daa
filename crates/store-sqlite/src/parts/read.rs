//! Reading a part: which row groups are worth it, and of these only the columns that are asked for.

use super::schema::{COLUMNS, FIRST_FLAG, FLAGS, ID, LINK, POSITION, TIME, VISITOR};
use super::{Coded, Columns, PartError, Text, pages};
use bytes::Bytes;
use parquet::column::reader::{ColumnReaderImpl, get_column_reader, get_typed_column_reader};
use parquet::data_type::{BoolType, DataType, FixedLenByteArrayType, Int64Type};
use parquet::errors::{ParquetError, Result as FormatResult};
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData};
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::serialized_reader::SerializedPageReader;
use parquet::file::statistics::Statistics;
use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::Arc;

/// An open part. It can be read though its file has been removed.
pub(crate) struct Part {
    file: File,
    metadata: ParquetMetaData,
}

impl Part {
    pub(crate) fn open(path: &Path) -> Result<Self, PartError> {
        let file = File::open(path)?;
        let metadata = ParquetMetaDataReader::new().parse_and_finish(&file)?;
        let rows = metadata.row_groups().iter().map(RowGroupMetaData::num_rows).sum::<i64>();
        let columns = metadata.file_metadata().schema_descr().num_columns();
        let is_ours = rows == metadata.file_metadata().num_rows() && columns == COLUMNS;
        if is_ours { Ok(Self { file, metadata }) } else { Err(PartError::Damaged) }
    }

    /// How many clicks it has.
    pub(crate) fn clicks(&self) -> u64 {
        (0..self.groups()).map(|group| self.rows(group) as u64).sum()
    }

    /// How many row groups it has.
    pub(crate) fn groups(&self) -> usize {
        self.metadata.num_row_groups()
    }

    /// How many clicks a row group has.
    pub(crate) fn rows(&self, group: usize) -> usize {
        usize::try_from(self.metadata.row_group(group).num_rows()).unwrap_or_default()
    }

    /// The lowest and the highest link of a row group.
    pub(crate) fn links_between(&self, group: usize) -> (i64, i64) {
        between(self.metadata.row_group(group), LINK)
    }

    /// When the earliest and the latest click of a row group were made.
    pub(crate) fn times_between(&self, group: usize) -> (i64, i64) {
        between(self.metadata.row_group(group), TIME)
    }

    /// Milliseconds since 1970 of all clicks of a row group.
    pub(crate) fn times(&self, group: usize) -> Result<Vec<i64>, PartError> {
        self.values::<Int64Type>(group, TIME)
    }

    /// Their positions.
    pub(crate) fn positions(&self, group: usize) -> Result<Vec<u64>, PartError> {
        Ok(self.values::<Int64Type>(group, POSITION)?.into_iter().map(i64::cast_unsigned).collect())
    }

    /// Their ids.
    pub(crate) fn ids(&self, group: usize) -> Result<Vec<[u8; 16]>, PartError> {
        let values = self.values::<FixedLenByteArrayType>(group, ID)?;
        values.iter().map(|value| value.data().try_into().map_err(|_| PartError::Damaged)).collect()
    }

    /// The links of the clicks at `wanted`; those of a row group ascend.
    pub(crate) fn links(&self, group: usize, wanted: Range<usize>) -> Result<Coded<i64>, PartError> {
        self.coded_numbers(group, LINK, wanted)
    }

    /// Their visitors, with 0 for nobody as the first value.
    pub(crate) fn visitors(&self, group: usize, wanted: Range<usize>) -> Result<Coded<i64>, PartError> {
        self.coded_numbers(group, VISITOR, wanted)
    }

    /// Their texts, with nothing as the first value.
    pub(crate) fn texts(&self, group: usize, text: Text, wanted: Range<usize>) -> Result<Coded, PartError> {
        let pages = pages::read(self.pages(group, text.column())?, true, wanted)?;
        let mut values = Vec::with_capacity(pages.values + 1);
        values.push(None);
        let mut rest = &pages.dictionary[..];
        for _ in 0..pages.values {
            let (length, behind) = rest.split_first_chunk::<4>().ok_or(PartError::Damaged)?;
            let (value, behind) = behind.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or(PartError::Damaged)?;
            values.push(Some(Arc::from(std::str::from_utf8(value).map_err(|_| PartError::Damaged)?)));
            rest = behind;
        }
        Ok(Coded { codes: pages.codes, values })
    }

    /// Everything in a row group.
    pub(crate) fn columns(&self, group: usize) -> Result<Columns, PartError> {
        let all = 0..self.rows(group);
        let links = self.links(group, all.clone())?;
        let visitors = self.visitors(group, all.clone())?;
        let mut columns = Columns {
            positions: self.positions(group)?,
            ids: self.ids(group)?,
            links: links.codes.iter().map(|code| links.values[*code as usize]).collect(),
            times: self.times(group)?,
            flags: vec![0; all.len()],
            visitors: visitors.codes.iter().map(|code| visitors.values[*code as usize].cast_unsigned()).collect(),
            texts: Default::default(),
        };
        for bit in 0..FLAGS.len() {
            let values = self.values::<BoolType>(group, FIRST_FLAG + bit)?;
            columns.flags.iter_mut().zip(values).for_each(|(flags, is_set)| *flags |= u8::from(is_set) << bit);
        }
        for text in Text::ALL {
            columns.texts[text as usize] = self.texts(group, text, all.clone())?;
        }
        Ok(columns)
    }

    fn coded_numbers(&self, group: usize, column: usize, wanted: Range<usize>) -> Result<Coded<i64>, PartError> {
        let pages = pages::read(self.pages(group, column)?, column == VISITOR, wanted)?;
        let (values, rest) = pages.dictionary.as_chunks::<8>();
        if !rest.is_empty() || values.len() != pages.values {
            return Err(PartError::Damaged);
        }
        Ok(Coded { codes: pages.codes, values: std::iter::once(0).chain(values.iter().map(|value| i64::from_le_bytes(*value))).collect() })
    }

    fn values<T: DataType>(&self, group: usize, column: usize) -> Result<Vec<T::T>, PartError> {
        let description = self.metadata.file_metadata().schema_descr().column(column);
        let mut reader: ColumnReaderImpl<T> = get_typed_column_reader(get_column_reader(description, Box::new(self.pages(group, column)?)));
        let (rows, mut values) = (self.rows(group), Vec::with_capacity(self.rows(group)));
        while values.len() < rows {
            let (records, ..) = reader.read_records(rows - values.len(), None, None, &mut values)?;
            if records == 0 {
                return Err(PartError::Damaged);
            }
        }
        Ok(values)
    }

    /// The pages of a column chunk, which is read at once.
    fn pages(&self, group: usize, column: usize) -> Result<SerializedPageReader<Stretch>, PartError> {
        let group = self.metadata.row_group(group);
        let (start, length) = group.column(column).byte_range();
        let mut bytes = vec![0; usize::try_from(length).map_err(|_| PartError::Damaged)?];
        self.file.read_exact_at(&mut bytes, start)?;
        let stretch = Arc::new(Stretch { start, bytes: bytes.into() });
        Ok(SerializedPageReader::new(stretch, group.column(column), usize::try_from(group.num_rows()).unwrap_or_default(), None)?)
    }
}

fn between(group: &RowGroupMetaData, column: usize) -> (i64, i64) {
    match group.column(column).statistics() {
        Some(Statistics::Int64(values)) => (values.min_opt().copied().unwrap_or(i64::MIN), values.max_opt().copied().unwrap_or(i64::MAX)),
        _ => (i64::MIN, i64::MAX),
    }
}

/// Some bytes of a file, found where they stand in it.
struct Stretch {
    start: u64,
    bytes: Bytes,
}

impl Stretch {
    fn from(&self, start: u64) -> FormatResult<Bytes> {
        let offset = start.checked_sub(self.start).and_then(|offset| usize::try_from(offset).ok());
        let offset = offset.filter(|offset| *offset <= self.bytes.len());
        offset.map(|offset| self.bytes.slice(offset..)).ok_or_else(|| ParquetError::EOF("a page lies outside of its column".to_owned()))
    }
}

impl Length for Stretch {
    fn len(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }
}

impl ChunkReader for Stretch {
    type T = bytes::buf::Reader<Bytes>;

    fn get_read(&self, start: u64) -> FormatResult<Self::T> {
        Ok(bytes::Buf::reader(self.from(start)?))
    }

    fn get_bytes(&self, start: u64, length: usize) -> FormatResult<Bytes> {
        let bytes = self.from(start)?;
        if length > bytes.len() {
            return Err(ParquetError::EOF("a page is longer than its column".to_owned()));
        }
        Ok(bytes.slice(..length))
    }
}
