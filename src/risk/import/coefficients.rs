//! A logistic regression's coefficients, as a scorecard: `intercept + Σ coef × (x − mean) / scale`.
//!
//! JSON has scikit-learn's lists, in the order of training: `{ "intercept": …, "coef": […], "feature_names"?: […],
//! "mean"?: […], "scale"?: […] }`, the last two of a `StandardScaler` where one came before. CSV has a line a feature,
//! `feature,weight` and any of `mean`, `scale`, `min`, `max`, `transform`, and a line of the feature `intercept`.

use super::{Data, Fault, Names, Parts};
use serde_json::{Map, Value, json};

/// One feature's line.
struct Term {
    feature: String,
    weight: f64,
    mean: f64,
    scale: f64,
    bounds: [Option<f64>; 2],
    transform: Option<String>,
}

pub(super) fn of_json(data: &Data, names: &Names) -> Result<Parts, Fault> {
    let Data::Object(members) = data else { return Err(unknown("the JSON is no object")) };
    let known = ["intercept", "coef", "feature_names", "mean", "scale"];
    if let Some((key, _)) = members.iter().find(|(key, _)| !known.contains(&key.as_str())) {
        return Err(unknown(&format!("the JSON's `{key}` is neither a model's nor a logistic regression's")));
    }
    let weights = row(data.get("coef")).ok_or_else(|| unknown("`coef` is no list of numbers"))?;
    let intercept = match data.get("intercept") {
        Some(Data::Number(number)) => *number,
        other => match row(other) {
            Some(&[number]) => number,
            _ => return Err(unknown("`intercept` is no number")),
        },
    };
    let own = data.get("feature_names").and_then(Data::texts).unwrap_or_default();
    let names = names.of(own, weights.len())?;
    let list = |key: &str, usual: f64| match data.get(key) {
        None => Ok(vec![usual; weights.len()]),
        given => match row(given) {
            Some(list) if list.len() == weights.len() => Ok(list.to_vec()),
            _ => Err(unknown(&format!("`{key}` is no list of {} numbers", weights.len()))),
        },
    };
    let (means, scales) = (list("mean", 0.0)?, list("scale", 1.0)?);
    let columns = names.into_iter().zip(weights).zip(means.into_iter().zip(scales));
    let terms = columns.map(|((feature, weight), (mean, scale))| Term {
        feature,
        weight: *weight,
        mean,
        scale,
        bounds: [None, None],
        transform: None,
    });
    scorecard(intercept, terms.collect(), data.get("mean").is_some())
}

/// A list of numbers; scikit-learn's lists of one list are that one.
fn row(data: Option<&Data>) -> Option<&[f64]> {
    match data? {
        Data::List(rows) => match rows.as_slice() {
            [row] => row.numbers(),
            _ => None,
        },
        list => list.numbers(),
    }
}

fn unknown(message: &str) -> Fault {
    let help = "give `{ \"intercept\": …, \"coef\": […], \"feature_names\": […], \"mean\"?: […], \"scale\"?: […] }`";
    Fault::new(message, help)
}

pub(super) fn of_csv(text: &str, names: &Names) -> Result<Parts, Fault> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let head: Vec<&str> = lines.next().map_or("", |(_, line)| line).split(',').map(str::trim).collect();
    let known = ["feature", "weight", "mean", "scale", "min", "max", "transform"];
    if let Some(column) = head.iter().find(|column| !known.contains(column)) {
        return Err(Fault::new(format!("a column `{column}`"), format!("the columns are {}", known.join(", "))));
    }
    let place = |name: &str| head.iter().position(|column| *column == name);
    if place("feature").is_none() || place("weight").is_none() {
        return Err(Fault::new(
            "a CSV without `feature` and `weight`",
            format!("the columns are {}", known.join(", ")),
        ));
    }
    let (mut terms, mut intercept) = (Vec::new(), None);
    for (index, line) in lines {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let cell = |place: Option<usize>| place.and_then(|at| cells.get(at)).copied().filter(|cell| !cell.is_empty());
        let number = |name: &str| match cell(place(name)) {
            None => Ok(None),
            Some(cell) => match cell.parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(Some(number)),
                _ => Err(Fault::new(format!("line {}: `{cell}` is no number", index + 1), "write it like -0.25")),
            },
        };
        let missing =
            |what: &str| Fault::new(format!("line {}: no {what}", index + 1), "give every line a feature and a weight");
        let feature = cell(place("feature")).ok_or_else(|| missing("feature"))?;
        let weight = number("weight")?.ok_or_else(|| missing("weight"))?;
        if feature == "intercept" {
            intercept = Some(weight);
            continue;
        }
        terms.push(Term {
            feature: feature.to_owned(),
            weight,
            mean: number("mean")?.unwrap_or(0.0),
            scale: number("scale")?.unwrap_or(1.0),
            bounds: [number("min")?, number("max")?],
            transform: cell(place("transform")).map(str::to_owned),
        });
    }
    let intercept = intercept.ok_or_else(|| {
        Fault::new(
            "a CSV without an intercept",
            "add a line whose feature is `intercept` and whose weight is its value",
        )
    })?;
    let own: Vec<String> = terms.iter().map(|term| term.feature.clone()).collect();
    let names = names.of(own, terms.len())?;
    for (term, name) in terms.iter_mut().zip(names) {
        term.feature = name;
    }
    scorecard(intercept, terms, place("mean").is_some())
}

fn scorecard(intercept: f64, terms: Vec<Term>, has_means: bool) -> Result<Parts, Fault> {
    let source = format!("a logistic regression of {} features", terms.len());
    let mut written = Vec::new();
    for term in terms {
        let Term { feature, weight, mean, scale, bounds: [min, max], transform } = term;
        if scale <= 0.0 {
            return Err(Fault::new(
                format!("a scale of {scale} for `{feature}`"),
                "a scale is over 0; leave out what is constant",
            ));
        }
        let mut one = Map::new();
        one.insert("feature".to_owned(), json!(feature));
        one.insert("mean".to_owned(), json!(mean));
        one.insert("weight".to_owned(), json!(weight / scale));
        for (key, value) in [("min", min), ("max", max)] {
            one.extend(value.map(|value| (key.to_owned(), json!(value))));
        }
        one.extend(transform.map(|transform| ("transform".to_owned(), json!(transform))));
        written.push(Value::Object(one));
    }
    let mut members = Map::new();
    members.insert("kind".to_owned(), json!("scorecard"));
    members.insert("intercept".to_owned(), json!(intercept));
    members.insert("terms".to_owned(), json!(written));
    let no_means = "there are no means: what is unknown counts as 0, not as the average";
    let warnings = if has_means { Vec::new() } else { vec![no_means.to_owned()] };
    Ok(Parts { members, source, warnings, calibration: None })
}
