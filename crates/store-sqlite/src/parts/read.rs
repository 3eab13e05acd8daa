//! Reading a part: which row groups are worth it, and of these only the columns that are asked for.

use super::schema::{COLUMNS, FIRST_FLAG, FLAGS, ID, LINK, POSITION, TAIL, TIME, TIME_LENGTH, VISITOR};
use super::{Coded, Columns, PartError, Text, pages};
use bytes::Bytes;
use parquet::column::reader::{ColumnReaderImpl, get_column_reader, get_typed_column_reader};
use parquet::data_type::{BoolType, DataType, FixedLenByteArrayType, Int64Type};
use parquet::errors::{ParquetError, Result as FormatResult};
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData};
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
    file: Arc<PartFile>,
    metadata: ParquetMetaData,
    has_tails: bool,
}

impl Part {
    pub(crate) fn open(path: &Path) -> Result<Self, PartError> {
        let file = File::open(path)?;
        let metadata = ParquetMetaDataReader::new().with_offset_index_policy(PageIndexPolicy::Required).parse_and_finish(&file)?;
        let rows = metadata.row_groups().iter().map(RowGroupMetaData::num_rows).sum::<i64>();
        let columns = metadata.file_metadata().schema_descr().num_columns();
        let is_ours = rows == metadata.file_metadata().num_rows() && (TAIL..=COLUMNS).contains(&columns);
        let has_tails = columns == COLUMNS;
        if is_ours { Ok(Self { file: Arc::new(PartFile::new(file)?), metadata, has_tails }) } else { Err(PartError::Damaged) }
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

    /// Milliseconds since 1970 of the clicks at `wanted` of a row group.
    pub(crate) fn times(&self, group: usize, wanted: Range<usize>) -> Result<Vec<i64>, PartError> {
        self.values::<Int64Type>(group, TIME, wanted)
    }

    /// Their positions.
    pub(crate) fn positions(&self, group: usize, wanted: Range<usize>) -> Result<Vec<u64>, PartError> {
        Ok(self.values::<Int64Type>(group, POSITION, wanted)?.into_iter().map(i64::cast_unsigned).collect())
    }

    /// Their ids.
    pub(crate) fn ids(&self, group: usize, wanted: Range<usize>) -> Result<Vec<[u8; 16]>, PartError> {
        let mut ids = self.whole_ids(group, wanted.clone())?;
        if self.has_tails {
            let times = self.times(group, wanted.clone())?;
            let tails = self.values::<FixedLenByteArrayType>(group, TAIL, wanted)?;
            for ((id, time), tail) in ids.iter_mut().zip(times).zip(tails).filter(|((id, _), _)| id.is_none()) {
                let mut made = [0; 16];
                made[..TIME_LENGTH].copy_from_slice(&time.to_be_bytes()[8 - TIME_LENGTH..]);
                made[TIME_LENGTH..].copy_from_slice(tail.data());
                *id = Some(made);
            }
        }
        ids.into_iter().collect::<Option<_>>().ok_or(PartError::Damaged)
    }

    /// Their ids where these do not say when the click was made.
    pub(crate) fn whole_ids(&self, group: usize, wanted: Range<usize>) -> Result<Vec<Option<[u8; 16]>>, PartError> {
        let values = self.optional::<FixedLenByteArrayType>(group, ID, wanted)?;
        values.into_iter().map(|value| value.map(|value| value.data().try_into().map_err(|_| PartError::Damaged)).transpose()).collect()
    }

    /// Their links; those of a row group ascend.
    pub(crate) fn links(&self, group: usize, wanted: Range<usize>) -> Result<Coded<i64>, PartError> {
        let pages = pages::read(self.pages(group, LINK)?, false, wanted)?;
        let (values, rest) = pages.dictionary.as_chunks::<8>();
        if !rest.is_empty() || values.len() != pages.values {
            return Err(PartError::Damaged);
        }
        Ok(Coded { codes: pages.codes, values: std::iter::once(0).chain(values.iter().map(|value| i64::from_le_bytes(*value))).collect() })
    }

    /// Their visitors, 0 for nobody.
    pub(crate) fn visitors(&self, group: usize, wanted: Range<usize>) -> Result<Vec<u64>, PartError> {
        let (levels, values) = self.read::<Int64Type>(group, VISITOR, wanted)?;
        if levels.len() == values.len() {
            return Ok(values.into_iter().map(i64::cast_unsigned).collect());
        }
        let mut values = values.into_iter();
        Ok(levels.into_iter().map(|level| if level == 1 { values.next().map_or(0, i64::cast_unsigned) } else { 0 }).collect())
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

    /// Everything about the clicks at `wanted`.
    pub(crate) fn columns(&self, group: usize, wanted: Range<usize>) -> Result<Columns, PartError> {
        let links = self.links(group, wanted.clone())?;
        let mut columns = Columns {
            positions: self.positions(group, wanted.clone())?,
            ids: self.ids(group, wanted.clone())?,
            links: links.codes.iter().map(|code| links.values[*code as usize]).collect(),
            times: self.times(group, wanted.clone())?,
            flags: vec![0; wanted.len()],
            visitors: self.visitors(group, wanted.clone())?,
            texts: Default::default(),
        };
        for bit in 0..FLAGS.len() {
            let values = self.values::<BoolType>(group, FIRST_FLAG + bit, wanted.clone())?;
            columns.flags.iter_mut().zip(values).for_each(|(flags, is_set)| *flags |= u8::from(is_set) << bit);
        }
        for text in Text::ALL {
            columns.texts[text as usize] = self.texts(group, text, wanted.clone())?;
        }
        Ok(columns)
    }

    /// The values of a column that has one for each click.
    fn values<T: DataType>(&self, group: usize, column: usize, wanted: Range<usize>) -> Result<Vec<T::T>, PartError> {
        let (levels, values) = self.read::<T>(group, column, wanted)?;
        if levels.iter().all(|level| *level == 1) { Ok(values) } else { Err(PartError::Damaged) }
    }

    /// The values of a column that has one for some clicks.
    fn optional<T: DataType>(&self, group: usize, column: usize, wanted: Range<usize>) -> Result<Vec<Option<T::T>>, PartError> {
        let (levels, values) = self.read::<T>(group, column, wanted)?;
        if levels.is_empty() {
            return Ok(values.into_iter().map(Some).collect());
        }
        let mut values = values.into_iter();
        Ok(levels.into_iter().map(|level| if level == 1 { values.next() } else { None }).collect())
    }

    /// The values there are, and for each click whether there is one; nothing of that where there always is.
    fn read<T: DataType>(&self, group: usize, column: usize, wanted: Range<usize>) -> Result<(Vec<i16>, Vec<T::T>), PartError> {
        let description = self.metadata.file_metadata().schema_descr().column(column);
        let is_optional = description.max_def_level() > 0;
        let mut reader: ColumnReaderImpl<T> = get_typed_column_reader(get_column_reader(description, Box::new(self.pages(group, column)?)));
        let (mut levels, mut values) = (Vec::new(), Vec::with_capacity(wanted.len()));
        let (mut left, skipped) = (wanted.len(), if wanted.start == 0 { 0 } else { reader.skip_records(wanted.start)? });
        while left > 0 {
            let (records, ..) = reader.read_records(left, is_optional.then_some(&mut levels), None, &mut values)?;
            if records == 0 || skipped != wanted.start {
                return Err(PartError::Damaged);
            }
            left -= records;
        }
        Ok((levels, values))
    }

    /// The pages of a column, each of which is read when it is looked at.
    fn pages(&self, group: usize, column: usize) -> Result<SerializedPageReader<PartFile>, PartError> {
        let pages = self.metadata.page_index_for_row_group(group).page_locations(column).ok_or(PartError::Damaged)?.clone();
        let column = self.metadata.row_group(group).column(column);
        Ok(SerializedPageReader::new(Arc::clone(&self.file), column, self.rows(group), Some(pages))?)
    }
}

fn between(group: &RowGroupMetaData, column: usize) -> (i64, i64) {
    match group.column(column).statistics() {
        Some(Statistics::Int64(values)) => (values.min_opt().copied().unwrap_or(i64::MIN), values.max_opt().copied().unwrap_or(i64::MAX)),
        _ => (i64::MIN, i64::MAX),
    }
}

/// A file of which any stretch can be read by anybody at any time.
struct PartFile {
    file: File,
    length: u64,
}

impl PartFile {
    fn new(file: File) -> Result<Self, PartError> {
        let length = file.metadata()?.len();
        Ok(Self { file, length })
    }
}

impl Length for PartFile {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for PartFile {
    type T = bytes::buf::Reader<Bytes>;

    fn get_read(&self, start: u64) -> FormatResult<Self::T> {
        let length = self.length.checked_sub(start).and_then(|length| usize::try_from(length).ok());
        let length = length.ok_or_else(|| ParquetError::EOF("a page lies behind the end of its file".to_owned()))?;
        Ok(bytes::Buf::reader(self.get_bytes(start, length)?))
    }

    fn get_bytes(&self, start: u64, length: usize) -> FormatResult<Bytes> {
        // What a damaged file says of itself is not believed.
        if start.checked_add(length as u64).is_none_or(|end| end > self.length) {
            return Err(ParquetError::EOF("a page lies behind the end of its file".to_owned()));
        }
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, start)?;
        Ok(bytes.into())
    }
}
