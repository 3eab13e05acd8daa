//! Many clicks as one value: column by column, texts that repeat written once.
//!
//! A row of its own for each click costs ten times as much to write, and to read when few of its columns are asked for. A block is never changed:
//! it is written with the batch that it holds, small ones are later written together, and what must differ is written anew.
//!
//! Layout, little-endian: version (1), number of clicks (4), then each [`Column`] as its length (4) and its bytes. Texts and other values that
//! repeat are a [`coded`] column.

mod coded;
mod columns;
mod read;
mod write;

pub(crate) use read::{Block, Tally, Unreadable};
pub(crate) use write::encode;

/// The version that is written.
const VERSION: u8 = 1;

/// What a block keeps of each click, in this order.
#[derive(Clone, Copy)]
#[repr(usize)]
enum Column {
    /// 16 bytes each.
    Id,
    /// Coded, 8 bytes each.
    Link,
    /// 8 bytes each, milliseconds since 1970.
    Time,
    /// One byte each.
    Traffic,
    /// One byte each.
    Destination,
    /// One byte each: the position in `Platform::ALL`.
    Platform,
    /// One byte each: the bits below.
    Signals,
    /// Coded: nothing, 4 or 16 bytes each.
    Address,
    /// Coded, a document.
    Place,
    /// Coded: nothing or two letters.
    Language,
    /// Coded: nothing, or a zero byte and a text.
    Referrer,
    /// Coded, a document.
    UserAgent,
    /// 8 bytes each; 0 for nobody.
    Visitor,
    /// Coded: nothing or a document.
    Utm,
    /// Coded: nothing or a document.
    Metadata,
}

/// How many columns there are.
const COLUMNS: usize = Column::Metadata as usize + 1;

const HEAD: u8 = 1;
const PREFETCH: u8 = 2;
const OBJECTS: u8 = 4;
const DATACENTER: u8 = 8;
