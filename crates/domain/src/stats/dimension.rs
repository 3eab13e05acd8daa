//! What clicks can be told apart by.

/// Something that each click has one value of, or none that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Dimension {
    /// The link, by its uuid.
    Link = 0,
    /// The template of its link, by its uuid.
    Template = 1,
    /// The project of its link, by its uuid.
    Project = 2,
    /// The account of its link, by its uuid.
    Account = 3,
    /// Each tag of its link: a click of a link with two tags counts under both, one of a link without tags is unknown.
    Tag = 4,
    /// The visitor's country, as two capital letters.
    Country = 5,
    /// The region, by its name.
    Region = 6,
    /// The city, by its name.
    City = 7,
    /// The visitor's time zone, by its IANA name.
    TimeZone = 8,
    /// The class of device, as [`crate::agent::DeviceClass::as_str`] says.
    Device = 9,
    /// The operating system's family.
    System = 10,
    /// The browser's family.
    Browser = 11,
    /// The first language, as it was kept.
    Language = 12,
    /// The host of the page that the visitor came from.
    Referrer = 13,
    /// `utm_source` as the link was opened.
    UtmSource = 14,
    /// `utm_medium`.
    UtmMedium = 15,
    /// `utm_campaign`.
    UtmCampaign = 16,
    /// `utm_term`.
    UtmTerm = 17,
    /// `utm_content`.
    UtmContent = 18,
    /// The platform that links choose by, as [`crate::platform::Platform::as_str`] says.
    Platform = 19,
    /// Where the visitor was sent, as [`crate::click::DestinationKind::as_str`] says.
    Destination = 20,
    /// The traffic class, as [`crate::traffic::TrafficClass::as_str`] says.
    Traffic = 21,
}

impl Dimension {
    /// All of them, by number.
    pub const ALL: [Self; 22] = [
        Self::Link,
        Self::Template,
        Self::Project,
        Self::Account,
        Self::Tag,
        Self::Country,
        Self::Region,
        Self::City,
        Self::TimeZone,
        Self::Device,
        Self::System,
        Self::Browser,
        Self::Language,
        Self::Referrer,
        Self::UtmSource,
        Self::UtmMedium,
        Self::UtmCampaign,
        Self::UtmTerm,
        Self::UtmContent,
        Self::Platform,
        Self::Destination,
        Self::Traffic,
    ];

    /// Its name in questions and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Template => "template",
            Self::Project => "project",
            Self::Account => "account",
            Self::Tag => "tag",
            Self::Country => "country",
            Self::Region => "region",
            Self::City => "city",
            Self::TimeZone => "visitor_timezone",
            Self::Device => "device",
            Self::System => "os",
            Self::Browser => "browser",
            Self::Language => "language",
            Self::Referrer => "referrer",
            Self::UtmSource => "utm_source",
            Self::UtmMedium => "utm_medium",
            Self::UtmCampaign => "utm_campaign",
            Self::UtmTerm => "utm_term",
            Self::UtmContent => "utm_content",
            Self::Platform => "platform",
            Self::Destination => "destination",
            Self::Traffic => "traffic",
        }
    }

    /// The dimension of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dimension| dimension.as_str() == name)
    }

    /// True where the value is its link's now, not the click's own: moving a link to another project moves its past clicks.
    #[must_use]
    pub fn is_of_link(self) -> bool {
        matches!(self, Self::Link | Self::Template | Self::Project | Self::Account | Self::Tag)
    }
}

#[cfg(test)]
mod tests {
    use super::Dimension;

    #[test]
    fn numbers_are_positions_and_names_lead_back() {
        for (index, dimension) in Dimension::ALL.into_iter().enumerate() {
            assert_eq!(dimension as usize, index);
            assert_eq!(Dimension::named(dimension.as_str()), Some(dimension));
        }
        assert_eq!(Dimension::named("utm"), None);
    }
}
