//! What became of each rule's nudges: counts by day. Effects on returns need outcomes that come later.

use crate::app::{App, rfc3339};
use crate::events::event::DAY;
use crate::extract::Query;
use crate::people::guard::{Caller, Right};
use crate::problem::{Answer, Problem};
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(Deserialize, IntoParams)]
struct Period {
    /// How many days up to today, 1 to 400; 14 when missing.
    #[param(minimum = 1, maximum = 400, default = 14)]
    days: Option<u16>,
}

#[derive(Serialize, ToSchema)]
struct Results {
    /// RFC 3339, UTC.
    as_of: String,
    days: u16,
    /// Rules that events name, by id.
    rules: Vec<RuleResults>,
}

#[derive(Default, Serialize, ToSchema)]
struct RuleResults {
    rule_id: String,
    /// Times that the nudge was really visible.
    exposures: i64,
    interactions: Interactions,
    /// Times that it was withheld to measure its effect.
    holdouts: i64,
    /// Every day of the period, in UTC.
    by_day: Vec<DayResults>,
}

#[derive(Default, Serialize, ToSchema)]
struct Interactions {
    opened: i64,
    accepted: i64,
    dismissed: i64,
    chat_started: i64,
}

#[derive(Clone, Default, Serialize, ToSchema)]
struct DayResults {
    /// Like 2026-11-24.
    day: String,
    exposures: i64,
    interactions: i64,
    holdouts: i64,
}

/// Exposures, interactions and holdouts of each rule, by day.
#[utoipa::path(get, path = "/v1/results/rules", tag = "results", security(("session" = []), ("token" = [])), params(Period),
    responses((status = 200, body = Results), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn rules(State(app): State<App>, caller: Caller, Query(period): Query<Period>) -> Answer<Json<Results>> {
    caller.needs(Right::See)?;
    let days = period.days.unwrap_or(14).clamp(1, 400);
    let now = app.now();
    let first = now.div_euclid(DAY) - i64::from(days) + 1;
    let statement = "SELECT rule_id, day, what, events FROM rule_days WHERE day >= $1 ORDER BY rule_id, day, what";
    let rows: Vec<(String, i64, String, i64)> = sqlx::query_as(statement).bind(first).fetch_all(app.db.read()).await?;
    let empty: Vec<DayResults> =
        (0..i64::from(days)).map(|day| DayResults { day: date(first + day), ..DayResults::default() }).collect();
    let mut rules: BTreeMap<String, RuleResults> = BTreeMap::new();
    for (rule_id, day, what, events) in rows {
        let rule = rules.entry(rule_id.clone()).or_insert_with(|| RuleResults {
            rule_id,
            by_day: empty.clone(),
            ..RuleResults::default()
        });
        // A sender's clock may be a day ahead.
        let place = usize::try_from(day - first).ok();
        let Some(by_day) = place.and_then(|place| rule.by_day.get_mut(place)) else { continue };
        match what.as_str() {
            "exposure" => {
                rule.exposures += events;
                by_day.exposures += events;
            }
            "holdout" => {
                rule.holdouts += events;
                by_day.holdouts += events;
            }
            action => {
                let count = match action {
                    "opened" => &mut rule.interactions.opened,
                    "accepted" => &mut rule.interactions.accepted,
                    "dismissed" => &mut rule.interactions.dismissed,
                    "chat_started" => &mut rule.interactions.chat_started,
                    _ => continue,
                };
                *count += events;
                by_day.interactions += events;
            }
        }
    }
    Ok(Json(Results { as_of: rfc3339(now), days, rules: rules.into_values().collect() }))
}

fn date(day: i64) -> String {
    rfc3339(day * DAY).split('T').next().unwrap_or_default().to_owned()
}

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(rules))
}
