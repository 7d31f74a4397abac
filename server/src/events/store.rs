//! Events in the database: each once, and counted by rule and day as it comes.

use super::event::Event;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use std::collections::BTreeMap;

const COLUMNS: [&str; 25] = [
    "source",
    "id",
    "at",
    "type",
    "decision_id",
    "rules_version",
    "model_id",
    "model_version",
    "rule_id",
    "nudge_type",
    "placement",
    "item_id",
    "item_group_id",
    "variation",
    "action",
    "outcome",
    "from_value",
    "to_value",
    "value",
    "currency",
    "cart_band",
    "line_band",
    "session_id",
    "visitor_id",
    "features",
];

/// Keeps events that aren't there yet, and says how many those were.
///
/// # Errors
/// The database doesn't answer; then none is kept.
pub async fn add(connection: &mut AnyConnection, events: &[Event], now: i64) -> Result<u64, sqlx::Error> {
    if events.is_empty() {
        return Ok(0);
    }
    let width = COLUMNS.len() + 1;
    let row = |index: usize| {
        let places: Vec<String> = (1..=width).map(|column| format!("${}", index * width + column)).collect();
        format!("({})", places.join(","))
    };
    let rows: Vec<String> = (0..events.len()).map(row).collect();
    let statement = format!(
        "INSERT INTO events (received_at, {}) VALUES {} ON CONFLICT (source, id) DO NOTHING RETURNING source, id",
        COLUMNS.join(","),
        rows.join(",")
    );
    let mut query = sqlx::query_as::<_, (String, String)>(&statement);
    for event in events {
        query = query.bind(now).bind(&event.source).bind(&event.id).bind(event.at).bind(&event.kind);
        query =
            query.bind(&event.decision_id).bind(event.rules_version).bind(&event.model_id).bind(event.model_version);
        query = query.bind(&event.rule_id).bind(&event.nudge_type).bind(&event.placement).bind(&event.item_id);
        query = query.bind(&event.item_group_id).bind(&event.variation).bind(&event.action).bind(&event.outcome);
        query = query.bind(&event.from_value).bind(&event.to_value).bind(event.value).bind(&event.currency);
        query = query.bind(&event.cart_band).bind(&event.line_band).bind(&event.session_id).bind(&event.visitor_id);
        query = query.bind(&event.features);
    }
    let kept = query.fetch_all(&mut *connection).await?;
    // Of events that came twice in one batch, one was kept.
    let by_key: BTreeMap<(&str, &str), &Event> =
        events.iter().map(|event| ((event.source.as_str(), event.id.as_str()), event)).collect();
    let kept: Vec<&Event> =
        kept.iter().filter_map(|(source, id)| by_key.get(&(source.as_str(), id.as_str())).copied()).collect();
    count(connection, &kept).await?;
    Ok(kept.len() as u64)
}

async fn count(connection: &mut AnyConnection, kept: &[&Event]) -> Result<(), sqlx::Error> {
    // In one order, so that two who count at once never wait for each other in a circle.
    let mut counts: BTreeMap<(&str, i64, &str), i64> = BTreeMap::new();
    for event in kept {
        if let Some(rule_id) = event.rule_id.as_deref().filter(|_| event.kind != "outcome") {
            *counts.entry((rule_id, event.day(), event.what())).or_default() += 1;
        }
    }
    let statement = "INSERT INTO rule_days (rule_id, day, what, events) VALUES ($1, $2, $3, $4) \
                     ON CONFLICT (rule_id, day, what) DO UPDATE SET events = rule_days.events + excluded.events";
    for ((rule_id, day, what), events) in counts {
        sqlx::query(statement)
            .bind(rule_id.to_owned())
            .bind(day)
            .bind(what.to_owned())
            .bind(events)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// The next events by time, from `(at, source, id)` on, before `until`.
///
/// # Errors
/// The database doesn't answer.
pub async fn page(
    connection: &mut AnyConnection,
    after: &(i64, String, String),
    until: i64,
    limit: i64,
) -> Result<Vec<Event>, sqlx::Error> {
    let statement = format!(
        "SELECT {} FROM events WHERE (at, source, id) > ($1, $2, $3) AND at < $4 ORDER BY at, source, id LIMIT $5",
        COLUMNS.join(",")
    );
    let query =
        sqlx::query(&statement).bind(after.0).bind(after.1.clone()).bind(after.2.clone()).bind(until).bind(limit);
    query.fetch_all(connection).await?.iter().map(read).collect()
}

fn read(row: &AnyRow) -> Result<Event, sqlx::Error> {
    Ok(Event {
        source: row.try_get("source")?,
        id: row.try_get("id")?,
        at: row.try_get("at")?,
        kind: row.try_get("type")?,
        decision_id: row.try_get("decision_id")?,
        rules_version: row.try_get("rules_version")?,
        model_id: row.try_get("model_id")?,
        model_version: row.try_get("model_version")?,
        rule_id: row.try_get("rule_id")?,
        nudge_type: row.try_get("nudge_type")?,
        placement: row.try_get("placement")?,
        item_id: row.try_get("item_id")?,
        item_group_id: row.try_get("item_group_id")?,
        variation: row.try_get("variation")?,
        action: row.try_get("action")?,
        outcome: row.try_get("outcome")?,
        from_value: row.try_get("from_value")?,
        to_value: row.try_get("to_value")?,
        value: row.try_get("value")?,
        currency: row.try_get("currency")?,
        cart_band: row.try_get("cart_band")?,
        line_band: row.try_get("line_band")?,
        session_id: row.try_get("session_id")?,
        visitor_id: row.try_get("visitor_id")?,
        features: row.try_get("features")?,
    })
}
