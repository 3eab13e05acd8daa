//! `POST /api/links/preview`: who would go where by a link that is not made yet. The body is that of a new link, and `visitors`.

use crate::LinkForty;
use crate::debug::report::{Report, Visitor};
use crate::debug::simulate;
use crate::failure::Failure;
use crate::faults::{Fault, Faults};
use crate::fields::{Fields, Parsed};
use crate::links::create;
use crate::request::{Body, Writer};
use crate::row::Row;
use axum::Json;
use axum::extract::State;
use serde_json::Value;
use trackway_app::simulate::open::open_draft;
use trackway_domain::visit::Visit;

/// Most visitors that are asked for at once.
const MOST: usize = 20;

/// Tries a link out before it is made. Nothing is kept.
pub(crate) async fn preview(State(state): State<LinkForty>, Writer(actor): Writer, Body(object): Body) -> Result<Json<Vec<Row>>, Failure> {
    let mut fields = Fields::new(&object);
    let visitors = fields.required("visitors", |value| visitors(&state, value));
    let visitors = fields.finish(visitors)?;
    let new = create::read(&state, &actor, &object).await?;
    let at = state.app.clock.now();
    let visits = visitors.iter().map(|visitor| visitor.visit(at)).collect::<Vec<Visit<'_>>>();
    let simulations = open_draft(&state.app, &actor, new, &visits).await?;
    let reports = visitors.iter().zip(&visits).zip(&simulations);
    Ok(Json(reports.map(|((visitor, visit), simulation)| Report { visitor, visit, simulation }.row()).collect()))
}

fn visitors(state: &LinkForty, value: &Value) -> Parsed<Vec<Visitor>> {
    let listed = value.as_array().filter(|list| list.len() <= MOST);
    let listed = listed.ok_or_else(|| Fault::of(format!("must be a list of at most {MOST} visitors")))?;
    let (mut visitors, mut faults) = (Vec::new(), Faults::default());
    for (index, item) in listed.iter().enumerate() {
        let read = Fields::of(item).and_then(|mut fields| {
            let visitor = simulate::visitor(state, &mut fields);
            fields.finish(visitor)
        });
        match read {
            Ok(visitor) => visitors.push(visitor),
            Err(found) => faults.extend_under(&index.to_string(), found),
        }
    }
    faults.or(Some(visitors))
}
