//! Writing a part: a row group at a time, to the disk before it is named.

use super::schema::{FIRST_FLAG, FLAGS, ID, LINK, POSITION, TIME, VISITOR, properties, schema};
use super::{Columns, PartError, Text};
use crate::clicks::{QUARTER, QUARTERS_A_DAY};
use bytes::Bytes;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType, Int64Type};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
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
    contents: Option<Contents>,
}

impl PartWriter {
    /// Begins a file, readable by its owner only.
    pub(crate) fn create(path: &Path) -> Result<Self, PartError> {
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        let file = SerializedFileWriter::new(BufWriter::with_capacity(1 << 18, file), schema()?, Arc::new(properties()?))?;
        Ok(Self { file, contents: None })
    }

    /// Adds clicks, sorted by link and time and behind all that were added before.
    pub(crate) fn write(&mut self, columns: &Columns) -> Result<(), PartError> {
        self.contents = match (self.contents.take(), contents(columns)) {
            (Some(before), Some(now)) => Some(together(before, now)),
            (before, now) => before.or(now),
        };
        let mut group = self.file.next_row_group()?;
        let times = columns.times.as_slice();
        let positions = columns.positions.iter().map(|position| position.cast_signed()).collect::<Vec<_>>();
        let known = columns.visitors.iter().filter(|visitor| **visitor != 0).map(|visitor| visitor.cast_signed()).collect::<Vec<_>>();
        let levels = columns.visitors.iter().map(|visitor| i16::from(*visitor != 0)).collect::<Vec<_>>();
        for column in 0..FIRST_FLAG + FLAGS.len() {
            match column {
                LINK => numbers(&mut group, &columns.links, None)?,
                TIME => numbers(&mut group, times, None)?,
                ID => ids(&mut group, &columns.ids)?,
                POSITION => numbers(&mut group, &positions, None)?,
                VISITOR => numbers(&mut group, &known, Some(&levels))?,
                flag => flags(&mut group, &columns.flags, flag - FIRST_FLAG)?,
            }
        }
        Text::ALL.into_iter().try_for_each(|text| texts(&mut group, columns, text))?;
        group.close()?;
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

type Group<'a> = SerializedRowGroupWriter<'a, BufWriter<File>>;

fn numbers(group: &mut Group<'_>, values: &[i64], levels: Option<&[i16]>) -> Result<(), PartError> {
    let mut column = group.next_column()?.ok_or(PartError::Damaged)?;
    column.typed::<Int64Type>().write_batch(values, levels, None)?;
    Ok(column.close()?)
}

fn ids(group: &mut Group<'_>, ids: &[[u8; 16]]) -> Result<(), PartError> {
    let all = Bytes::from(ids.concat());
    let values = (0..ids.len()).map(|index| FixedLenByteArray::from(ByteArray::from(all.slice(16 * index..16 * index + 16))));
    let mut column = group.next_column()?.ok_or(PartError::Damaged)?;
    column.typed::<FixedLenByteArrayType>().write_batch(&values.collect::<Vec<_>>(), None, None)?;
    Ok(column.close()?)
}

fn flags(group: &mut Group<'_>, flags: &[u8], bit: usize) -> Result<(), PartError> {
    let values = flags.iter().map(|flags| flags >> bit & 1 == 1).collect::<Vec<_>>();
    let mut column = group.next_column()?.ok_or(PartError::Damaged)?;
    column.typed::<BoolType>().write_batch(&values, None, None)?;
    Ok(column.close()?)
}

fn texts(group: &mut Group<'_>, columns: &Columns, text: Text) -> Result<(), PartError> {
    let coded = &columns.texts[text as usize];
    let values = coded.values.iter().map(|value| value.as_ref().map(|value| ByteArray::from(Bytes::copy_from_slice(value.as_bytes()))));
    let values = values.collect::<Vec<_>>();
    let (mut known, mut levels) = (Vec::with_capacity(coded.codes.len()), Vec::with_capacity(coded.codes.len()));
    for code in &coded.codes {
        let value = values.get(*code as usize).and_then(Option::as_ref);
        levels.push(i16::from(value.is_some()));
        known.extend(value.cloned());
    }
    let mut column = group.next_column()?.ok_or(PartError::Damaged)?;
    column.typed::<ByteArrayType>().write_batch(&known, Some(&levels), None)?;
    Ok(column.close()?)
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
