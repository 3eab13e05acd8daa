//! `PUT /api/attribution`: chooses the model, the half-life, or both. What comes follows at once, what was in the background.

use super::row;
use crate::failure::{Failure, Faults};
use crate::{Trackway, door};
use axum::Json;
use axum::extract::{Request, State};
use serde_json::Value;
use trackway_app::attribution::{choose, rules};
use trackway_domain::attribution::rules::{HalfLife, ModelKind};
use trackway_domain::key::KeyScope;
use trackway_web::body::{Object, read_object};

pub(crate) async fn change(State(state): State<Trackway>, request: Request) -> Result<Json<Value>, Failure> {
    let actor = door::for_whole_workspace(request.extensions(), KeyScope::Admin)?;
    let (kind, half_life) = read(&read_object(request).await?)?;
    choose::choose(&state.app, actor.workspace, actor.doer(), kind, half_life).await?;
    let (rules, waiting) = rules::of_workspace(&state.app, actor.workspace).await?;
    Ok(Json(row::row(rules, &waiting)))
}

fn read(object: &Object) -> Result<(Option<ModelKind>, Option<HalfLife>), Failure> {
    let (mut kind, mut half_life, mut faults) = (None, None, Faults::new());
    let mut fault = |name: &str, words: String| faults.push((name.to_owned(), words));
    for (name, value) in object {
        match name.as_str() {
            "model" => {
                kind = value.as_str().and_then(ModelKind::parse);
                if kind.is_none() {
                    fault(name, format!("must be one of {}", row::names()));
                }
            }
            "halfLifeHours" => {
                half_life = value.as_i64().and_then(HalfLife::from_hours);
                if half_life.is_none() {
                    fault(name, format!("must be a whole number from 1 to {}", HalfLife::MAX));
                }
            }
            _ => fault(name, "is not known".to_owned()),
        }
    }
    if object.is_empty() {
        fault("model", "is required where halfLifeHours is not given".to_owned());
    }
    if faults.is_empty() { Ok((kind, half_life)) } else { Err(Failure::Invalid(faults)) }
}
