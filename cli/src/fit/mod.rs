//! `cartnudge fit-features` and `cartnudge backtest-fit`: past fit answers, each with what was known before its day.

mod read;

use crate::args::{BacktestFitArgs, FitFeaturesArgs};
use crate::csv_file::CsvFile;
use crate::failure::{Failure, print};
use crate::findings;
use crate::table::{percent, row, table, thousands};
use cartnudge::json::to_string_pretty;
use cartnudge::size::advice::{Worn, advise};
use cartnudge::size::feedback::tell;
use cartnudge::size::measured::{Figures, OfAnswer, Prediction, Recommended, figures, recommended};
use cartnudge::size::{Evidence, FEATURES, Model, starter};
use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;

/// What comes before the features in the matrix.
const BEFORE: [&str; 8] =
    ["feedback_id", "reviewed_at", "customer_id", "fit", "height_in", "weight_lbs", "band_in", "cup"];

/// Writes the matrix that training reads, in the order of the days.
pub fn features(args: &FitFeaturesArgs) -> Result<ExitCode, Failure> {
    let read = read::feedback(&args.reading)?;
    let mut file = CsvFile::create(&args.out, BEFORE.into_iter().chain(FEATURES.iter().map(|(name, _)| *name)))?;
    let mut failure = None;
    let measures: std::collections::HashMap<&str, _> =
        read.answers.iter().zip(&read.measures).map(|(one, measures)| (one.id.as_str(), measures)).collect();
    tell(&read.answers, |one, evidence| {
        let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
        let at = jiff::Timestamp::from_millisecond(one.at.0).map(|at| at.to_string()).unwrap_or_default();
        let of = measures.get(one.id.as_str()).copied().copied().unwrap_or_default();
        let before = [
            one.id.clone(),
            at,
            one.customer_id.clone(),
            one.fit.map_or("", |fit| fit.name()).to_owned(),
            number(of.height_in),
            number(of.weight_lbs),
            number(of.band_in),
            number(of.cup),
        ];
        let values = evidence.features(one.position).0.map(|value| number((!value.is_nan()).then_some(value)));
        if let Err(error) = file.record(before.iter().chain(&values)) {
            failure.get_or_insert(error);
        }
    });
    if let Some(failure) = failure {
        return Err(failure);
    }
    let name = file.finish()?;
    let answers = thousands(u64::try_from(read.answers.len()).unwrap_or(u64::MAX));
    eprintln!("{answers} answers, neighbouring sizes {} apart, {} features: {name}", read.step, FEATURES.len());
    Ok(ExitCode::SUCCESS)
}

/// The report as JSON.
#[derive(Serialize)]
struct Report {
    file: String,
    model: Name,
    size_step: f64,
    predictions: usize,
    figures: Figures,
    recommended: Recommended,
}

#[derive(Serialize)]
struct Name {
    id: String,
    version: u32,
}

/// Predicts, writes the predictions, prints the report.
pub fn backtest(args: &BacktestFitArgs) -> Result<ExitCode, Failure> {
    let model = match &args.model {
        Some(path) => findings::read(path, "the size model", Model::read)?,
        None => starter().clone(),
    };
    if let Some(until) = model.trained_until.filter(|until| *until > args.from) {
        let day = |at: cartnudge::time::Timestamp| {
            jiff::Timestamp::from_millisecond(at.0).map_or(String::new(), |at| at.strftime("%Y-%m-%d").to_string())
        };
        eprintln!(
            "warning: the model `{}` learned from answers before {}, and this predicts from {} on: the figures are too good\n  \
             help: give a model that was trained before, or a later --from",
            model.id,
            day(until),
            day(args.from)
        );
    }
    let read = read::feedback(&args.reading)?;
    let mut predictions = Vec::new();
    tell(&read.answers, |one, evidence| {
        if one.at >= args.from && args.until.is_none_or(|until| one.at < until) {
            let chances = model.chances(&evidence.features(one.position));
            let from_recommended =
                one.position.zip(recommended_size(evidence, &model)).map(|(taken, best)| taken - best);
            predictions.push(Prediction { id: one.id.clone(), chances, fit: one.fit, from_recommended });
        }
    });
    let file = args.reading.feedback.display().to_string();
    if predictions.is_empty() {
        let help = "--from and --until must lie within the file";
        return Err(Failure::refused(format!("{file} has no answer in the period\n  help: {help}")));
    }
    if let Some(path) = &args.out {
        write_predictions(path, &predictions)?;
    }
    let report = Report {
        file,
        model: Name { id: model.id.clone(), version: model.version },
        size_step: read.step,
        predictions: predictions.len(),
        figures: figures(&predictions),
        recommended: recommended(&predictions),
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

/// The size that would have been recommended among those that others have had of the item, in steps. Feedback has no
/// brands: every earlier thing counts as one of another brand.
fn recommended_size(evidence: &Evidence<'_>, model: &Model) -> Option<f64> {
    let sizes: Vec<f64> = evidence.item.iter().filter_map(|size| size.position).collect();
    let worn: Vec<Worn> = evidence
        .customer
        .iter()
        .filter_map(|own| Some(Worn { position: own.position?, same_brand: false, answers: own.answers }))
        .collect();
    let advice = advise(&sizes, evidence.item, &worn, model).ok()?;
    sizes.get(advice.best).copied()
}

fn write_predictions(path: &Path, predictions: &[Prediction]) -> Result<(), Failure> {
    let mut out = CsvFile::create(path, ["feedback_id", "small", "true", "large"].into_iter())?;
    for one in predictions {
        let chances = [one.chances.small, one.chances.true_to_size, one.chances.large].map(|chance| chance.to_string());
        out.record([&one.id].into_iter().chain(&chances))?;
    }
    out.finish().map(drop)
}

#[allow(clippy::cast_precision_loss)] // counts of lines in a file
fn told(report: &Report) -> String {
    let figures = &report.figures;
    let number = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.4}"));
    let whole = |count: usize| thousands(u64::try_from(count).unwrap_or(u64::MAX));
    let head = table(&[
        row("model", &[format!("{} {}", report.model.id, report.model.version)]),
        row("answers predicted", &[whole(report.predictions)]),
        row("  of them known", &[whole(figures.answers)]),
        row("neighbouring sizes apart", &[report.size_step.to_string()]),
        row("macro AUC", &[number(figures.macro_auc)]),
        row("log-loss", &[number(figures.log_loss)]),
    ]);
    let mut rows = vec![row("answer", &["given", "expected", "AUC"].map(str::to_owned))];
    for one in &figures.by_answer {
        rows.push(row(
            &format!("  {}", one.answer),
            &[whole(one.given), format!("{:.1}", one.expected), number(one.auc)],
        ));
    }
    let part = |count: usize, of: usize| percent((of > 0).then(|| count as f64 / of as f64));
    let taken = &report.recommended;
    let sizes = table(&[
        row("recommended sizes", &[whole(taken.recommended), part(taken.recommended, figures.answers)]),
        row("  that was taken", &[whole(taken.taken), part(taken.taken, taken.recommended)]),
        row("    true to size", &[whole(taken.taken_true), part(taken.taken_true, taken.taken)]),
        row("  another was taken", &[whole(taken.other), part(taken.other, taken.recommended)]),
        row("    true to size", &[whole(taken.other_true), part(taken.other_true, taken.other)]),
        row(
            "  true, of these within a step",
            &[whole(taken.true_within_a_step), part(taken.true_within_a_step, taken.taken_true + taken.other_true)],
        ),
    ]);
    let tenths = figures.by_answer.iter().map(tenths);
    [head, table(&rows), sizes].into_iter().chain(tenths).collect::<Vec<_>>().join("\n\n")
}

/// Expected and given shares by tenths of the chance.
fn tenths(of: &OfAnswer) -> String {
    let mut rows = vec![row(&format!("`{}`, by tenths", of.answer), &["expected", "given"].map(str::to_owned))];
    for (at, tenth) in of.tenths.iter().enumerate() {
        rows.push(row(&format!("  {}", at + 1), &[percent(Some(tenth.expected)), percent(Some(tenth.given))]));
    }
    table(&rows)
}
