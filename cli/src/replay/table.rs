//! The report as people read it.

use crate::replay::Named;
use crate::table::{examples, percent, row, table, thousands};
use cartnudge::replay::{Report, Row};

/// The whole report.
pub fn shown(named: &Named<'_>) -> String {
    let report = named.report;
    [
        lines(report, &named.file),
        returns(report),
        carts(report),
        segments(report),
        bands(report),
        nudges(report),
        reached(report),
        changes(report),
        held_back(report),
        risk(report),
    ]
    .into_iter()
    .filter(|part| !part.is_empty())
    .collect::<Vec<_>>()
    .join("\n\n")
}

fn lines(report: &Report, file: &str) -> String {
    let lines = &report.lines;
    let mut rows = vec![
        vec!["  read".to_owned(), thousands(lines.read)],
        vec!["  bought".to_owned(), thousands(lines.bought)],
        vec!["  returns".to_owned(), thousands(lines.returns)],
        vec!["  skipped".to_owned(), thousands(lines.skipped)],
    ];
    rows.extend(
        lines.skipped_by_reason.iter().map(|group| vec![format!("    {}", group.meaning), thousands(group.count)]),
    );
    let mut text = format!("lines of {file}\n{}", table(&rows));
    for group in &lines.skipped_by_reason {
        text.push_str(&examples(group));
    }
    text
}

fn returns(report: &Report) -> String {
    let Some(matched) = report.return_invoices else { return String::new() };
    table(&[
        row("return lines", &[thousands(matched.lines)]),
        row("  of an earlier purchase", &[thousands(matched.whole)]),
        row("  of an earlier purchase, in part", &[thousands(matched.in_part)]),
        row("  without a purchase in this file", &[thousands(matched.without_purchase)]),
        row("  without a customer", &[thousands(matched.without_customer)]),
    ])
}

fn carts(report: &Report) -> String {
    let carts = &report.carts;
    let period = match (&carts.first, &carts.last) {
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "none".to_owned(),
    };
    table(&[
        row("carts", &[period]),
        row("  carts", &[thousands(carts.carts)]),
        row("  lines in them", &[thousands(carts.lines)]),
        row("  of known customers", &[thousands(carts.of_known_customers)]),
        row("  first orders in this file", &[thousands(carts.first_orders)]),
        row("  over the page's 200 lines", &[thousands(carts.over_200_lines)]),
        row("  with a nudge", &[thousands(carts.with_a_nudge)]),
    ])
}

fn segments(report: &Report) -> String {
    let mut rows = vec![row("segment", &["carts".to_owned(), "share".to_owned()])];
    rows.extend(
        report.segments.iter().map(|one| row(&format!("  {}", one.name), &[thousands(one.carts), percent(one.share)])),
    );
    table(&rows)
}

fn bands(report: &Report) -> String {
    let head = ["carts", "share", "lines", "with outcome", "returned", "return rate", "95 % interval", "expected"];
    let mut rows = vec![row("band", &head.map(str::to_owned))];
    for (cart, line) in report.cart_bands.iter().zip(&report.line_bands) {
        let interval = line
            .interval
            .map_or("–".to_owned(), |(low, high)| format!("{} to {}", percent(Some(low)), percent(Some(high))));
        rows.push(row(
            &format!("  {}", cart.name),
            &[
                thousands(cart.carts),
                percent(cart.share),
                thousands(line.lines),
                thousands(line.with_outcome),
                thousands(line.returned),
                percent(line.return_rate),
                interval,
                percent(line.expected_rate),
            ],
        ));
    }
    table(&rows)
}

fn nudges(report: &Report) -> String {
    let mut rows = vec![row("rule", &["nudges".to_owned(), "of carts".to_owned()])];
    rows.extend(
        report.nudges.iter().map(|one| row(&format!("  {}", one.rule_id), &[thousands(one.shown), percent(one.share)])),
    );
    table(&rows)
}

/// Whom the rules reached, and what came of it.
fn reached(report: &Report) -> String {
    let head = ["carts", "customers", "lines", "with outcome", "returned", "return rate", "95 % interval"];
    let mut rows = vec![row("reached", &head.map(str::to_owned))];
    let mut values = vec![row(
        "value of reached lines",
        &["all", "at stake", "95 % interval", "came back", "95 % interval"].map(str::to_owned),
    )];
    for one in all(report) {
        let rate = &one.outcome.rate;
        rows.push(row(
            &named(one),
            &[
                thousands(one.carts),
                thousands(one.customers),
                thousands(one.lines),
                thousands(one.outcome.lines),
                thousands(one.outcome.returned),
                percent(rate.estimate),
                interval(rate.interval, |share| percent(Some(share))),
            ],
        ));
        for value in &one.values {
            values.push(row(
                &format!("{} {}", named(one), value.currency),
                &[
                    money(value.value),
                    money(value.at_stake.estimate),
                    interval(value.at_stake.interval, money),
                    money(value.returned.estimate),
                    interval(value.returned.interval, money),
                ],
            ));
        }
    }
    let values = if values.len() > 1 { format!("\n\n{}", table(&values)) } else { String::new() };
    table(&rows) + &values
}

/// Whom they reach that the second document didn't, and the other way round.
fn changes(report: &Report) -> String {
    let head = ["before", "now", "newly", "no longer", "same", "other nudge", "at stake", "95 % interval"];
    let mut rows = vec![row("against the second document", &head.map(str::to_owned))];
    for one in all(report) {
        let Some(against) = &one.against else { continue };
        let carts = &against.carts;
        let counts = [against.carts_before, one.carts, carts.newly, carts.no_longer, carts.same, carts.other];
        let value = against.values.first();
        let mut cells: Vec<String> = counts.into_iter().map(thousands).collect();
        cells.push(
            value.map_or("–".to_owned(), |value| format!("{} {}", signed(value.at_stake.estimate), value.currency)),
        );
        cells.push(interval(value.and_then(|value| value.at_stake.interval), signed));
        rows.push(row(&named(one), &cells));
        for value in against.values.iter().skip(1) {
            let mut cells = vec![String::new(); counts.len()];
            cells.push(format!("{} {}", signed(value.at_stake.estimate), value.currency));
            cells.push(interval(value.at_stake.interval, signed));
            rows.push(row("", &cells));
        }
    }
    if rows.len() > 1 { table(&rows) } else { String::new() }
}

fn all(report: &Report) -> impl Iterator<Item = &Row> {
    std::iter::once(&report.reached.any).chain(&report.reached.rules)
}

fn named(one: &Row) -> String {
    format!("  {}", one.rule_id.as_deref().unwrap_or("any rule"))
}

fn interval(bounds: Option<(f64, f64)>, words: impl Fn(f64) -> String) -> String {
    bounds.map_or("–".to_owned(), |(low, high)| format!("{} to {}", words(low), words(high)))
}

/// Whole units; an amount under 100 to the hundredth.
fn money(amount: f64) -> String {
    let size = amount.abs();
    if size < 100.0 {
        return format!("{amount:.2}");
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // positive, and sums of prices are under 2^53
    let whole = thousands(size.round() as u64);
    if amount < 0.0 { format!("-{whole}") } else { whole }
}

fn signed(amount: f64) -> String {
    if amount > 0.0 { format!("+{}", money(amount)) } else { money(amount) }
}

fn held_back(report: &Report) -> String {
    if report.suppressed.is_empty() {
        return String::new();
    }
    let mut rows = vec![row("not shown", &["carts".to_owned()])];
    let mut rule = "";
    for one in &report.suppressed {
        if one.rule_id != rule {
            rule = &one.rule_id;
            rows.push(row(&format!("  {rule}"), &[]));
        }
        rows.push(row(&format!("    {}", one.why), &[thousands(one.carts)]));
    }
    table(&rows)
}

fn risk(report: &Report) -> String {
    let model = report.model.as_ref().map_or(String::new(), |model| format!("{} {}", model.id, model.version));
    let risk = &report.risk;
    table(&[
        row("risk", &[model]),
        row("  lines with an outcome", &[thousands(risk.with_outcome)]),
        row("  returned", &[thousands(risk.returned)]),
        row("  return rate", &[percent(risk.return_rate)]),
        row("  expected by the model", &[percent(risk.expected_rate)]),
        row("  AUC", &[risk.auc.map_or("–".to_owned(), |auc| format!("{auc:.3}"))]),
    ])
}
