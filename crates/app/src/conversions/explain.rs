//! Why a conversion was credited as it was.

use crate::error::Thing;
use crate::{App, Error};
use trackway_domain::attribution::rules::ModelKind;
use trackway_domain::attribution::{Explanation, History, Model, explain as why};
use trackway_domain::conversion::ConversionId;
use trackway_store::conversions::CreditCase;
use trackway_store::links::Within;

/// Explains a conversion by a model, or else by the workspace's.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn explain(app: &App, within: Within, id: ConversionId, kind: Option<ModelKind>) -> Result<(CreditCase, Explanation), Error> {
    let found = app.store.conversions().case(within.workspace, within.account, id).await?;
    let case = found.ok_or(Error::NotFound(Thing::Conversion))?;
    let model = kind.map_or(case.rules.model, |kind| case.rules.model_of(kind));
    let explanation = told(&case, model, id).ok_or(Error::NotFound(Thing::Conversion))?;
    Ok((case, explanation))
}

fn told(case: &CreditCase, model: Model, id: ConversionId) -> Option<Explanation> {
    let history = History { is_identified: case.is_identified, touches: &case.touches, events: &case.events };
    why(history, case.rules, model, &|link| case.links.get(&link).and_then(|link| link.window), id)
}
