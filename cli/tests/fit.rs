//! `fit-features` and `backtest-fit` over small feedback, whole and broken, and over the real set where it is present.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test may panic, its helpers too

mod command;

use cartnudge::json::parse;
use command::{cartnudge, file};
use std::path::Path;

const FEEDBACK: &str = "feedback_id,reviewed_at,customer_id,item_id,size,fit,height_in,weight_lbs,bust\n\
    1,2025-01-01,ann,dress,36,small,66,140,34b\n\
    2,2025-01-02,ann,dress,38,true,66,140,34b\n\
    3,2025-01-02,bea,dress,38,large,,,\n\
    4,2025-01-03,ann,dress,38,,9000,140,34b\n\
    5,2025-01-03,,skirt,M,true,,,\n";

#[test]
fn features_are_what_was_known_on_earlier_days() {
    let (feedback, out) = (file("fit.csv", FEEDBACK), file("fit.matrix.csv", ""));
    let run = cartnudge(&["fit-features", "--feedback", &feedback, "--out", &out]);
    let said = format!(
        "{feedback}: some values are taken as unknown\n          1  heights in inches outside 48 to 84; the first on line 5\n          \
         1  sizes that aren't numbers: their answers count for the item, and for no size; the first on line 6\n\
         5 answers, neighbouring sizes 2 apart, 13 features: {out}\n"
    );
    assert_eq!((run.code, run.err), (0, said));
    let text = std::fs::read_to_string(&out).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let place = |column: &str| rows[0].iter().position(|name| *name == column).unwrap();
    let cell = |row: usize, column: &str| rows[row][place(column)];
    let answers = |row: usize| cell(row, "item.answers").parse::<f64>().unwrap().exp_m1().round();
    assert_eq!([1, 2, 3, 4, 5].map(answers), [0.0, 1.0, 1.0, 3.0, 0.0]);
    assert_eq!(
        (cell(2, "steps.from_usual"), cell(4, "steps.from_usual"), cell(3, "steps.from_usual")),
        ("1", "0.5", "")
    );
    assert_eq!((cell(4, "height_in"), cell(4, "weight_lbs"), cell(5, "size.position")), ("", "140", ""));
}

#[test]
fn predictions_are_chances_and_the_report_is_over_the_known_answers() {
    let (feedback, out, json) =
        (file("fit.back.csv", FEEDBACK), file("fit.predictions.csv", ""), file("fit.report.json", ""));
    let args = ["backtest-fit", "--feedback", &feedback, "--from", "2025-01-02", "--out", &out, "--json", &json];
    let run = cartnudge(&args);
    assert_eq!(run.code, 0, "{}", run.err);
    let head: Vec<Vec<&str>> =
        run.out.lines().take(3).map(|line| line.trim().split("  ").map(str::trim).collect()).collect();
    let head: Vec<(&str, &str)> = head.iter().map(|cells| (cells[0], cells[cells.len() - 1])).collect();
    assert_eq!(head, [("model", "starter-size 1"), ("answers predicted", "4"), ("of them known", "3")]);
    let text = std::fs::read_to_string(&out).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("feedback_id,small,true,large"));
    let mut ids = Vec::new();
    for line in lines {
        let (id, chances) = line.split_once(',').unwrap();
        ids.push(id.to_owned());
        let sum: f64 = chances.split(',').map(|chance| chance.parse::<f64>().unwrap()).sum();
        assert!((sum - 1.0).abs() < 1e-12, "{line}");
    }
    assert_eq!(ids, ["2", "3", "4", "5"]);
    let report = parse(&std::fs::read_to_string(&json).unwrap()).unwrap();
    assert_eq!((report["predictions"].as_u64(), report["figures"]["answers"].as_u64()), (Some(4), Some(3)));
}

#[test]
fn a_model_that_learned_from_what_it_predicts_is_warned_of() {
    let feedback = file("fit.leak.csv", FEEDBACK);
    let model = file(
        "fit.model.json",
        r#"{"id": "m", "trained_until": "2025-01-03", "intercept": {"small": -1, "large": -1}, "curves": []}"#,
    );
    let run = cartnudge(&["backtest-fit", "--feedback", &feedback, "--from", "2025-01-02", "--model", &model]);
    assert_eq!(run.code, 0);
    assert!(
        run.err.starts_with(
            "warning: the model `m` learned from answers before 2025-01-03, and this predicts from 2025-01-02 on: the figures are too good\n  \
             help: give a model that was trained before, or a later --from\n"
        ),
        "{}",
        run.err
    );
}

#[test]
fn broken_feedback_says_where_and_how_to_mend_it() {
    let run = |name: &str, text: &str| {
        let path = file(name, text);
        let run = cartnudge(&["backtest-fit", "--feedback", &path, "--from", "2025-01-01"]);
        (run.code, run.err.replace(&path, "F"))
    };
    assert_eq!(
        run("fit.columns.csv", "feedback_id,size\n1,2\n"),
        (
            2,
            "error: F has no column `reviewed_at`, `item_id`, `fit`\n  help: fit feedback has the columns feedback_id, \
             reviewed_at, item_id, size, fit; docs/size.md has more\n"
                .to_owned()
        )
    );
    let header = "feedback_id,reviewed_at,item_id,size,fit\n";
    let rows = "1,2025-01-01,a,2,true\n2,soon,a,2,true\n3,2025-01-01,,2,true\n4,2025-01-01,a,2,loose\n5,2025-01-01\n";
    assert_eq!(
        run("fit.rows.csv", &format!("{header}{rows}")),
        (
            1,
            "error: F: 4 of 5 lines were left out\n          1  `reviewed_at` is no date; write it like 2017-06-30; the first on line 3\
             \n          1  `item_id` is blank; the first on line 4\
             \n          1  `fit` is none of `small`, `true`, `large` and blank; the first on line 5\
             \n          1  not a line of CSV with as many fields as the header; the first on line 6\
             \n  help: mend them, or let more pass with --max-skipped\n"
                .to_owned()
        )
    );
    assert_eq!(
        run("fit.late.csv", &format!("{header}1,2024-01-01,a,2,true\n")),
        (1, "error: F has no answer in the period\n  help: --from and --until must lie within the file\n".to_owned())
    );
    assert_eq!(
        run("fit.empty.csv", header),
        (1, "error: F has no answer\n  help: give at least one line after the header\n".to_owned())
    );
}

/// On answers that it hasn't learned from, the shipped model is at least as good as LightGBM was over the data page's
/// features on the same split: macro AUC 0.7667, log-loss 0.631 with measures, and 0.7567 without (docs/size.md).
#[test]
fn the_shipped_model_holds_on_the_real_set() {
    let set = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/fit/fit_feedback.csv.gz");
    if !set.exists() {
        eprintln!("skipped: the fit set isn't in ../shared/data");
        return;
    }
    let figures = |name: &str, more: &[&str]| {
        let json = file(name, "");
        let path = set.display().to_string();
        let args =
            ["backtest-fit", "--feedback", &path, "--from", "2017-06-30", "--until", "2017-10-12", "--json", &json];
        let run = cartnudge(&[args.as_slice(), more].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        let report = parse(&std::fs::read_to_string(&json).unwrap()).unwrap();
        let of = |key: &str| report["figures"][key].as_f64().unwrap();
        (of("macro_auc"), of("log_loss"))
    };
    let (auc, log_loss) = figures("fit.real.json", &[]);
    assert!(auc >= 0.7667 && log_loss <= 0.631, "macro AUC {auc}, log-loss {log_loss}");
    let (auc, _) = figures("fit.real.without.json", &["--without-measures"]);
    assert!(auc >= 0.7567, "macro AUC without measures {auc}");
}
