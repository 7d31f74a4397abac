//! `cartnudge backtest`: every past order line scored with what was known before it, and how good the probabilities were.

use crate::args::BacktestArgs;
use crate::csv_file::CsvFile;
use crate::failure::{Failure, print};
use crate::findings;
use crate::history;
use crate::table::{percent, row, table, thousands};
use cartnudge::json::to_string_pretty;
use cartnudge::replay::{Backtest, BacktestGroup, Bin, CostMatrix, Costs, Figures, LineCounts};
use cartnudge::risk::{Model, starter};
use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;

/// The report as JSON.
#[derive(Serialize)]
struct Report {
    file: String,
    model: Name,
    outcome_lag_days: u32,
    lines: LineCounts,
    predictions: usize,
    figures: Figures,
    groups: Vec<BacktestGroup>,
    calibration: Vec<Bin>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost_matrix: Option<CostMatrix>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost_per_line: Option<Costs>,
}

#[derive(Serialize)]
struct Name {
    id: String,
    version: u32,
}

/// Scores, writes the predictions, prints the report.
pub fn run(args: &BacktestArgs) -> Result<ExitCode, Failure> {
    let settings = crate::settings::read(args.past.settings.as_deref())?;
    let model = match &args.model {
        Some(path) => findings::read(path, "the model", Model::read)?,
        None => starter(),
    };
    let mut past = history::past(&args.order_lines, &args.past, Some(args.from), args.until)?;
    let backtest = Backtest::run(&mut past, &model, &settings);
    let file = args.order_lines.display().to_string();
    if backtest.predictions.is_empty() {
        return Err(Failure::refused(format!(
            "{file} has no order in the period\n  help: --from and --until must lie within the file"
        )));
    }
    if let Some(path) = &args.out {
        write_predictions(path, &backtest)?;
    }
    let matrix = args.return_cost.zip(args.lost_sale).map(|(return_cost, lost_sale)| CostMatrix {
        return_cost,
        lost_sale,
        warning_stops: args.warning_stops,
    });
    let report = Report {
        file,
        model: Name { id: model.id.clone(), version: model.version },
        outcome_lag_days: args.past.reading.outcome_lag,
        lines: past.counts().clone(),
        predictions: backtest.predictions.len(),
        figures: backtest.figures(),
        groups: backtest.groups(&settings),
        calibration: backtest.bins(),
        cost_matrix: matrix,
        cost_per_line: matrix.and_then(|matrix| backtest.costs(&matrix)),
    };
    if let Some(path) = &args.json {
        let failed = |error| Failure::usage(format!("can't write {}: {error}", path.display()));
        std::fs::write(path, to_string_pretty(&report) + "\n").map_err(failed)?;
    }
    if args.out.as_ref().is_none_or(|path| path.as_os_str() != "-") {
        print(&told(&report))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn write_predictions(path: &Path, backtest: &Backtest) -> Result<(), Failure> {
    let mut out = CsvFile::create(path, ["order_line_id", "probability"].into_iter())?;
    for one in &backtest.predictions {
        out.record([&one.id, &one.probability.to_string()].into_iter())?;
    }
    out.finish().map(drop)
}

fn told(report: &Report) -> String {
    let mut parts = vec![
        table(&[
            row("model", &[format!("{} {}", report.model.id, report.model.version)]),
            row("lines scored", &[thousands(u64::try_from(report.predictions).unwrap_or(u64::MAX))]),
            row("outcomes known after", &[format!("{} days", report.outcome_lag_days)]),
        ]),
        groups(report),
        calibration(&report.calibration),
    ];
    if let (Some(costs), Some(matrix)) = (&report.cost_per_line, &report.cost_matrix) {
        let money = |amount: f64| format!("{amount:.2}");
        parts.push(table(&[
            row("cost per line", &[format!("{} of the warned don't buy", percent(Some(matrix.warning_stops)))]),
            row("  no warnings", &[money(costs.no_warnings)]),
            row("  always a warning", &[money(costs.always_warning)]),
            row("  warnings by the model", &[money(costs.with_the_model)]),
            row("  lines with a warning", &[percent(Some(costs.warned))]),
        ]));
    }
    parts.join("\n\n")
}

fn groups(report: &Report) -> String {
    let head = ["with outcome", "returned", "expected", "AUC", "log-loss", "Brier"];
    let mut rows = vec![row("lines", &head.map(str::to_owned))];
    let all = std::iter::once(("all", &report.figures));
    for (name, figures) in all.chain(report.groups.iter().map(|group| (group.name, &group.figures))) {
        let number = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.4}"));
        rows.push(row(
            &format!("  {name}"),
            &[
                thousands(figures.lines),
                percent(figures.return_rate),
                percent(figures.expected_rate),
                number(figures.auc),
                number(figures.log_loss),
                number(figures.brier),
            ],
        ));
    }
    table(&rows)
}

fn calibration(bins: &[Bin]) -> String {
    let mut rows = vec![row("probability", &["lines", "expected", "returned", "lift"].map(str::to_owned))];
    for bin in bins {
        rows.push(row(
            &format!("  {:.3} to {:.3}", bin.from, bin.to),
            &[
                thousands(bin.lines),
                percent(Some(bin.expected)),
                percent(Some(bin.returned)),
                format!("{:.2}", bin.lift),
            ],
        ));
    }
    table(&rows)
}
