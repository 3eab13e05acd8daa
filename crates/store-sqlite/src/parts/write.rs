//! Writing a part: a row group at a time, to the disk before it is named.

use super::checked_pages::CheckedPages;
use super::schema::{
    COLUMNS, FIRST_FLAG, FIRST_TEXT, FLAGS, ID, LINK, POSITION, TAIL, TAIL_LENGTH, TIME, TIME_LENGTH, VISITOR, properties, schema,
};
use super::{Coded, Columns, PartError};
use crate::clicks::{QUARTER, QUARTERS_A_DAY};
use bytes::Bytes;
use parquet::column::writer::{get_column_writer, get_typed_column_writer};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, FixedLenByteArray, FixedLenByteArrayType, Int64Type};
use parquet::file::properties::WriterPropertiesPtr;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::SchemaDescriptor;
use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::BufWriter;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;

/// What finds a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Contents {
    pub(crate) clicks: u64,
    /// The lowest and the highest position.
    pub(crate) positions: (u64, u64),
    /// Milliseconds since 1970 of the earliest and the latest click.
    pub(crate) times: (i64, i64),
    /// The lowest and the highest id.
    pub(crate) ids: ([u8; 16], [u8; 16]),
    /// The days (UTC) of its clicks, counted from 1970.
    pub(crate) days: BTreeSet<i64>,
    /// The size of the file.
    pub(crate) bytes: u64,
}

/// A part that is being written.
pub(crate) struct PartWriter {
    file: SerializedFileWriter<BufWriter<File>>,
    schema: SchemaDescriptor,
    contents: Option<Contents>,
}

impl PartWriter {
    /// Begins a file, readable by its owner only.
    pub(crate) fn create(path: &Path) -> Result<Self, PartError> {
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        let schema = schema()?;
        let file = SerializedFileWriter::new(BufWriter::with_capacity(1 << 18, file), Arc::clone(&schema), Arc::new(properties()?))?;
        Ok(Self { file, schema: SchemaDescriptor::new(schema), contents: None })
    }

    /// Adds clicks, sorted by link and time and behind all that were added before.
    pub(crate) fn write(&mut self, columns: &Columns) -> Result<(), PartError> {
        self.contents = match (self.contents.take(), contents(columns)) {
            (Some(before), Some(now)) => Some(together(before, now)),
            (before, now) => before.or(now),
        };
        let properties = Arc::clone(self.file.properties());
        let mut group = Group { group: self.file.next_row_group()?, schema: &self.schema, properties, next: 0 };
        for column in 0..COLUMNS {
            match column {
                LINK => group.column::<Int64Type>(&columns.links, None)?,
                TIME => group.column::<Int64Type>(&columns.times, None)?,
                ID => group.ids(columns)?,
                POSITION => group.column::<Int64Type>(&signed(&columns.positions), None)?,
                VISITOR => group.visitors(&columns.visitors)?,
                TAIL => group.column::<FixedLenByteArrayType>(&fixed(&columns.ids, TAIL_LENGTH), None)?,
                column if column < FIRST_FLAG + FLAGS.len() => group.flags(&columns.flags, column - FIRST_FLAG)?,
                column => group.texts(&columns.texts[column - FIRST_TEXT])?,
            }
        }
        group.group.close()?;
        Ok(())
    }

    /// Ends the file, and returns when it is on the disk. None where no click was written.
    pub(crate) fn finish(self) -> Result<Option<Contents>, PartError> {
        let file = self.file.into_inner()?.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.sync_all()?;
        let bytes = file.metadata()?.len();
        Ok(self.contents.map(|contents| Contents { bytes, ..contents }))
    }
}

/// A row group that is being written, column by column.
struct Group<'a> {
    group: SerializedRowGroupWriter<'a, BufWriter<File>>,
    schema: &'a SchemaDescriptor,
    properties: WriterPropertiesPtr,
    next: usize,
}

impl Group<'_> {
    /// Writes the next column. Where there are levels, these say of each click whether one of the values is its own.
    fn column<T: DataType>(&mut self, values: &[T::T], levels: Option<&[i16]>) -> Result<(), PartError> {
        let pages = CheckedPages::default();
        let column = get_column_writer(self.schema.column(self.next), Arc::clone(&self.properties), Box::new(pages.clone()));
        let mut column = get_typed_column_writer::<T>(column);
        column.write_batch(values, levels, None)?;
        let closed = column.close()?;
        self.next += 1;
        Ok(self.group.append_column(&pages.finish(), closed)?)
    }

    /// The ids that are not made of time and tail.
    fn ids(&mut self, columns: &Columns) -> Result<(), PartError> {
        let is_made = |(id, time): (&[u8; 16], &i64)| id[..TIME_LENGTH] == time.to_be_bytes()[8 - TIME_LENGTH..];
        let levels = columns.ids.iter().zip(&columns.times).map(|click| i16::from(!is_made(click))).collect::<Vec<_>>();
        let others = columns.ids.iter().zip(&levels).filter(|(_, level)| **level == 1).map(|(id, _)| *id).collect::<Vec<_>>();
        self.column::<FixedLenByteArrayType>(&fixed(&others, 16), Some(&levels))
    }

    fn visitors(&mut self, visitors: &[u64]) -> Result<(), PartError> {
        let known = visitors.iter().copied().filter(|visitor| *visitor != 0).collect::<Vec<_>>();
        let levels = visitors.iter().map(|visitor| i16::from(*visitor != 0)).collect::<Vec<_>>();
        self.column::<Int64Type>(&signed(&known), Some(&levels))
    }

    fn flags(&mut self, flags: &[u8], bit: usize) -> Result<(), PartError> {
        let values = flags.iter().map(|flags| flags >> bit & 1 == 1).collect::<Vec<_>>();
        self.column::<BoolType>(&values, None)
    }

    fn texts(&mut self, coded: &Coded) -> Result<(), PartError> {
        let values = coded.values.iter().map(|value| value.as_ref().map(|value| ByteArray::from(Bytes::copy_from_slice(value.as_bytes()))));
        let values = values.collect::<Vec<_>>();
        let (mut known, mut levels) = (Vec::with_capacity(coded.codes.len()), Vec::with_capacity(coded.codes.len()));
        for code in &coded.codes {
            let value = values.get(*code as usize).and_then(Option::as_ref);
            levels.push(i16::from(value.is_some()));
            known.extend(value.cloned());
        }
        self.column::<ByteArrayType>(&known, Some(&levels))
    }
}

fn signed(values: &[u64]) -> Vec<i64> {
    values.iter().map(|value| value.cast_signed()).collect()
}

/// The last bytes of each id.
fn fixed(ids: &[[u8; 16]], length: usize) -> Vec<FixedLenByteArray> {
    let all = Bytes::from(ids.concat());
    let one = |index: usize| FixedLenByteArray::from(ByteArray::from(all.slice(16 * (index + 1) - length..16 * (index + 1))));
    (0..ids.len()).map(one).collect()
}

/// None where there is no click.
fn contents(columns: &Columns) -> Option<Contents> {
    let first = (columns.positions.first()?, columns.times.first()?, columns.ids.first()?);
    let mut found = Contents {
        clicks: columns.len() as u64,
        positions: (*first.0, *first.0),
        times: (*first.1, *first.1),
        ids: (*first.2, *first.2),
        days: columns.times.chunk_by(|one, other| day(*one) == day(*other)).map(|times| day(times[0])).collect(),
        bytes: 0,
    };
    for ((position, time), id) in columns.positions.iter().zip(&columns.times).zip(&columns.ids) {
        found.positions = (found.positions.0.min(*position), found.positions.1.max(*position));
        found.times = (found.times.0.min(*time), found.times.1.max(*time));
        found.ids = (found.ids.0.min(*id), found.ids.1.max(*id));
    }
    Some(found)
}

fn day(time: i64) -> i64 {
    time.div_euclid(QUARTERS_A_DAY * QUARTER)
}

fn together(first: Contents, mut second: Contents) -> Contents {
    second.days.extend(first.days);
    Contents {
        days: second.days,
        clicks: first.clicks + second.clicks,
        positions: (first.positions.0.min(second.positions.0), first.positions.1.max(second.positions.1)),
        times: (first.times.0.min(second.times.0), first.times.1.max(second.times.1)),
        ids: (first.ids.0.min(second.ids.0), first.ids.1.max(second.ids.1)),
        bytes: 0,
    }
}
