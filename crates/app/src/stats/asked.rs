//! What is asked about, whatever it is then told apart by.

use crate::{App, Error};
use trackway_domain::attribution::rules::ModelKind;
use trackway_domain::stats::{Dimension, Filter, Period, Question};
use trackway_store::credits::CreditQuestion;
use trackway_store::links::Within;

/// Some clicks of whoever asks, and what was credited to such.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What he may see.
    pub within: Within,
    /// When they were made.
    pub period: Period,
    /// What must hold for each of them.
    pub filters: Vec<Filter>,
    /// True where he may see where links lead that do not tell everybody.
    pub sees_destinations: bool,
    /// How credit is shared; None for what the workspace has chosen.
    pub model: Option<ModelKind>,
}

impl Asked {
    /// The same for another period.
    #[must_use]
    pub fn during(&self, period: Period) -> Self {
        Self { period, ..self.clone() }
    }

    /// In the store's words. Whoever may see one account only is asked about that.
    pub(crate) fn question(&self) -> Question {
        let mut filters = self.filters.clone();
        filters.extend(self.within.account.map(|account| Filter::only(Dimension::Account, [Some(account.to_string())])));
        Question { workspace: self.within.workspace, span: self.period.span, filters }
    }

    /// The same of credits.
    pub(crate) async fn credit_question(&self, app: &App) -> Result<CreditQuestion, Error> {
        let model = match self.model {
            Some(kind) => Some(app.store.models().rules(self.within.workspace).await?.model_of(kind)),
            None => None,
        };
        Ok(CreditQuestion { question: self.question(), model })
    }
}
