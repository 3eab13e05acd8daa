//! What a share shows, as JSON. Money is not there where the share hides it, not even as nothing.

use serde_json::{Map, Value, json};
use trackway_app::shares::look::Look;
use trackway_domain::stats::{ClickNumbers, CreditNumbers};

pub(super) fn row(look: &Look) -> Value {
    let hides_money = look.share.hides_money;
    let days = look.days.iter().map(|day| {
        let mut row = numbers(&day.clicks, &day.credits, hides_money);
        row["day"] = day.day.to_string().into();
        row
    });
    json!({
        "name": look.share.name.as_str(),
        "subject": look.subject,
        "totals": numbers(&look.clicks, &look.credits, hides_money),
        "days": days.collect::<Vec<_>>(),
    })
}

fn numbers(clicks: &ClickNumbers, credits: &CreditNumbers, hides_money: bool) -> Value {
    let mut row = json!({
        "clicks": clicks.clicks,
        "visitors": clicks.visitors,
        "claims": credits.claims,
        "follows": credits.follows,
        "subscriptions": credits.subscriptions,
        "sales": credits.sales,
    });
    if !hides_money {
        let money = |currency: &trackway_domain::money::Currency| currency.as_str().to_owned();
        let rows =
            credits.money.iter().map(|(currency, of)| (money(currency), json!({"gross": of.gross.to_string(), "net": of.net.to_string()})));
        row["money"] = rows.collect::<Map<_, _>>().into();
    }
    row
}
