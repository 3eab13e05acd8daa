//! The columns of a part, as other programs see them.

use parquet::basic::{Compression, Encoding, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel};
use parquet::errors::Result;
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::{ColumnPath, Type, TypePtr};
use std::sync::Arc;

/// A column of texts, each kept once in a row group; what is unknown is null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Text {
    Workspace,
    Traffic,
    Destination,
    Platform,
    Address,
    Country,
    Region,
    City,
    TimeZone,
    Language,
    Referrer,
    UserAgent,
    Browser,
    BrowserVersion,
    System,
    SystemVersion,
    Device,
    UtmSource,
    UtmMedium,
    UtmCampaign,
    UtmTerm,
    UtmContent,
    /// A JSON document: pairs of a name and a value.
    Metadata,
}

impl Text {
    /// How many there are.
    pub(crate) const COUNT: usize = 23;

    /// All of them, by number.
    pub(crate) const ALL: [Self; Self::COUNT] = [
        Self::Workspace,
        Self::Traffic,
        Self::Destination,
        Self::Platform,
        Self::Address,
        Self::Country,
        Self::Region,
        Self::City,
        Self::TimeZone,
        Self::Language,
        Self::Referrer,
        Self::UserAgent,
        Self::Browser,
        Self::BrowserVersion,
        Self::System,
        Self::SystemVersion,
        Self::Device,
        Self::UtmSource,
        Self::UtmMedium,
        Self::UtmCampaign,
        Self::UtmTerm,
        Self::UtmContent,
        Self::Metadata,
    ];

    /// Its name in a part.
    fn name(self) -> &'static str {
        match self {
            Self::Workspace => "workspace",
            Self::Traffic => "traffic",
            Self::Destination => "destination",
            Self::Platform => "platform",
            Self::Address => "address",
            Self::Country => "country",
            Self::Region => "region",
            Self::City => "city",
            Self::TimeZone => "timezone",
            Self::Language => "language",
            Self::Referrer => "referrer",
            Self::UserAgent => "user_agent",
            Self::Browser => "browser",
            Self::BrowserVersion => "browser_version",
            Self::System => "os",
            Self::SystemVersion => "os_version",
            Self::Device => "device",
            Self::UtmSource => "utm_source",
            Self::UtmMedium => "utm_medium",
            Self::UtmCampaign => "utm_campaign",
            Self::UtmTerm => "utm_term",
            Self::UtmContent => "utm_content",
            Self::Metadata => "metadata",
        }
    }

    /// Where the column stands in a part.
    pub(super) fn column(self) -> usize {
        FIRST_TEXT + self as usize
    }
}

/// Where the other columns stand.
pub(super) const LINK: usize = 0;
pub(super) const TIME: usize = 1;
pub(super) const ID: usize = 2;
pub(super) const POSITION: usize = 3;
pub(super) const VISITOR: usize = 4;
/// Four columns, in the order of [`FLAGS`].
pub(super) const FIRST_FLAG: usize = 5;
pub(super) const FIRST_TEXT: usize = FIRST_FLAG + FLAGS.len();
/// The last ten bytes of each id. The first six are the click's time, so that `id` says only what is not made of the two.
pub(super) const TAIL: usize = FIRST_TEXT + Text::COUNT;
/// How many columns there are. Older parts have no tails, and every id as a whole.
pub(super) const COLUMNS: usize = TAIL + 1;
/// Bytes of an id that say when it was made, in milliseconds since 1970; and of its tail.
pub(super) const TIME_LENGTH: usize = 6;
pub(super) const TAIL_LENGTH: usize = 10;

/// What a visit was, bit by bit, and the bits' columns.
pub(super) const FLAGS: [&str; 4] = ["is_head", "is_prefetch", "objects_to_tracking", "is_datacenter"];

/// The columns with their types.
pub(super) fn schema() -> Result<TypePtr> {
    let column = |name: &str, physical: Physical, repetition: Repetition, logical: Option<LogicalType>| {
        let length = match (physical, &logical) {
            (Physical::FIXED_LEN_BYTE_ARRAY, Some(_)) => 16,
            (Physical::FIXED_LEN_BYTE_ARRAY, None) => TAIL_LENGTH as i32,
            _ => -1,
        };
        let column = Type::primitive_type_builder(name, physical).with_repetition(repetition).with_logical_type(logical);
        column.with_length(length).build().map(Arc::new)
    };
    let (required, optional) = (Repetition::REQUIRED, Repetition::OPTIONAL);
    let time = LogicalType::timestamp(true, TimeUnit::MILLIS);
    let mut columns = vec![
        column("link", Physical::INT64, required, None)?,
        column("time", Physical::INT64, required, Some(time))?,
        column("id", Physical::FIXED_LEN_BYTE_ARRAY, optional, Some(LogicalType::Uuid))?,
        column("position", Physical::INT64, required, None)?,
        column("visitor", Physical::INT64, optional, Some(LogicalType::integer(64, false)))?,
    ];
    for name in FLAGS {
        columns.push(column(name, Physical::BOOLEAN, required, None)?);
    }
    for text in Text::ALL {
        columns.push(column(text.name(), Physical::BYTE_ARRAY, optional, Some(LogicalType::String))?);
    }
    columns.push(column("id_tail", Physical::FIXED_LEN_BYTE_ARRAY, required, None)?);
    Type::group_type_builder("click").with_fields(columns).build().map(Arc::new)
}

/// How the columns are written.
pub(super) fn properties() -> Result<WriterProperties> {
    let path = |name: &str| ColumnPath::from(name);
    let sorting = [LINK, TIME].map(|column| SortingColumn {
        column_idx: i32::try_from(column).unwrap_or_default(),
        descending: false,
        nulls_first: false,
    });
    let mut properties = WriterProperties::builder()
        .set_created_by("trackway".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_sorting_columns(Some(sorting.to_vec()))
        .set_data_page_row_count_limit(PAGE)
        .set_write_batch_size(PAGE)
        // What reads parts relies on each coded column's being coded to its end.
        .set_dictionary_page_size_limit(1 << 30)
        .set_data_page_size_limit(1 << 24)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_statistics_truncate_length(Some(32));
    for name in ["link", "time"] {
        properties = properties.set_column_statistics_enabled(path(name), EnabledStatistics::Page);
    }
    // Taken apart byte by byte, the bytes of a hash that are zero take no room. Nothing makes a tail smaller.
    for (name, encoding) in [
        ("time", Encoding::DELTA_BINARY_PACKED),
        ("position", Encoding::DELTA_BINARY_PACKED),
        ("id", Encoding::PLAIN),
        ("id_tail", Encoding::PLAIN),
        ("visitor", Encoding::BYTE_STREAM_SPLIT),
    ] {
        properties = properties.set_column_dictionary_enabled(path(name), false).set_column_encoding(path(name), encoding);
    }
    for name in ["id", "id_tail", "visitor"] {
        properties = properties.set_column_statistics_enabled(path(name), EnabledStatistics::None);
    }
    Ok(properties.build())
}

/// Clicks in a page, at most.
const PAGE: usize = 16_384;
