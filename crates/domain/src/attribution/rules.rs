//! By which rules a workspace's totals are shared.

use super::model::Model;

/// What a workspace has chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The model of its totals.
    pub model: Model,
    /// The half-life, in hours, wherever weights decay: in its totals or only where somebody asks for that model.
    pub half_life: HalfLife,
}

impl Default for Rules {
    fn default() -> Self {
        Self::of(ModelKind::First, HalfLife::DEFAULT)
    }
}

impl Rules {
    /// The rules by this kind of model and a half-life.
    #[must_use]
    pub fn of(kind: ModelKind, half_life: HalfLife) -> Self {
        Self { model: kind.with(half_life), half_life }
    }

    /// A model of that kind, with this workspace's half-life.
    #[must_use]
    pub fn model_of(self, kind: ModelKind) -> Model {
        kind.with(self.half_life)
    }
}

/// The models that people choose among; how fast one decays is said apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelKind {
    /// [`Model::First`].
    First,
    /// [`Model::Last`].
    Last,
    /// [`Model::Linear`].
    Linear,
    /// [`Model::TimeDecay`].
    TimeDecay,
    /// [`Model::Position`].
    Position,
}

impl ModelKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::First, Self::Last, Self::Linear, Self::TimeDecay, Self::Position];

    /// The kind whose models have that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The kind of a model.
    #[must_use]
    pub fn of(model: Model) -> Self {
        match model {
            Model::First => Self::First,
            Model::Last => Self::Last,
            Model::Linear => Self::Linear,
            Model::TimeDecay { .. } => Self::TimeDecay,
            Model::Position => Self::Position,
        }
    }

    /// Its name on wires and in stores.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.with(HalfLife::DEFAULT).as_str()
    }

    /// The model of this kind.
    #[must_use]
    pub fn with(self, half_life: HalfLife) -> Model {
        match self {
            Self::First => Model::First,
            Self::Last => Model::Last,
            Self::Linear => Model::Linear,
            Self::TimeDecay => Model::TimeDecay { half_life: half_life.hours() },
            Self::Position => Model::Position,
        }
    }
}

/// After how many hours a touch weighs half as much: 1–2160.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HalfLife(u16);

impl HalfLife {
    /// A week.
    pub const DEFAULT: Self = Self(168);
    /// Ninety days, which is the longest window.
    pub const MAX: u16 = 2_160;

    /// Accepts 1–2160.
    #[must_use]
    pub fn from_hours(hours: i64) -> Option<Self> {
        u16::try_from(hours).ok().filter(|hours| (1..=Self::MAX).contains(hours)).map(Self)
    }

    /// The half-life in hours.
    #[must_use]
    pub fn hours(self) -> u16 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_and_half_lives_have_bounds() {
        for kind in ModelKind::ALL {
            assert_eq!(ModelKind::parse(kind.as_str()), Some(kind));
            assert_eq!(ModelKind::of(kind.with(HalfLife::DEFAULT)), kind);
        }
        assert_eq!(ModelKind::parse("newest"), None);
        let day = HalfLife::from_hours(24).expect("a day");
        assert_eq!(Rules::of(ModelKind::TimeDecay, day).model, Model::TimeDecay { half_life: 24 });
        assert_eq!([0, 1, 2_160, 2_161, -5].map(|hours| HalfLife::from_hours(hours).is_some()), [false, true, true, false, false]);
    }
}
