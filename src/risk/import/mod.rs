//! Models that others have trained, as model documents: XGBoost (JSON, UBJSON), LightGBM (text), and the coefficients of a
//! logistic regression (JSON, CSV).
//!
//! A model that can't be had exactly is refused, with what to do instead. The bytes may be anything.

mod coefficients;
mod data;
mod forest;
mod lightgbm;
mod ubjson;
mod xgboost;

use super::model::{Model, SCHEMA_VERSION};
use crate::diagnostic::Diagnostics;
use crate::json::Node;
use data::Data;
use forest::Forest;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What the source doesn't say.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The model's name.
    pub id: String,
    /// The model's version.
    pub version: u32,
    /// What its features are called in the catalogue.
    pub features: Names,
    /// The calibration of a model document; on the raw score.
    pub calibration: Option<Value>,
    /// For people.
    pub note: Option<String>,
}

/// Names of features.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Names {
    /// As the source has them.
    #[default]
    AsTrained,
    /// All of them, in the order of training.
    InOrder(Vec<String>),
    /// The catalogue's name by the source's; others stay.
    Renamed(BTreeMap<String, String>),
}

impl Names {
    /// Reads a list of names in the order of training, or an object of the catalogue's names by the source's.
    #[must_use]
    pub fn read(value: &Value) -> Option<Self> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        match value {
            Value::Array(list) => list.iter().map(text).collect::<Option<_>>().map(Names::InOrder),
            Value::Object(map) => {
                let pairs = map.iter().map(|(from, to)| Some((from.clone(), text(to)?)));
                pairs.collect::<Option<_>>().map(Names::Renamed)
            }
            _ => None,
        }
    }

    /// The names of `count` features that the source calls `own`.
    fn of(&self, own: Vec<String>, count: usize) -> Result<Vec<String>, Fault> {
        let names = match self {
            Names::InOrder(names) => names.clone(),
            Names::AsTrained => own,
            Names::Renamed(map) => own.into_iter().map(|name| map.get(&name).cloned().unwrap_or(name)).collect(),
        };
        if names.len() == count {
            return Ok(names);
        }
        let message = match names.len() {
            0 => format!("the model doesn't name its {count} features"),
            given => format!("{given} names for {count} features"),
        };
        Err(Fault::new(
            message,
            "give a JSON list of the names that they have in `cartnudge facts`, in the order of training",
        ))
    }
}

/// Why a source can't be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, in lower case.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Fault {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Fault { message: message.into(), help: help.into() }
    }

    /// The source isn't what it seems to be.
    fn broken(message: impl Into<String>) -> Self {
        Fault::new(message, "the file is cut off or damaged; save the model again")
    }
}

/// A model that was imported.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The model document.
    pub document: Value,
    /// What the source is, in words.
    pub source: String,
    /// What its owner should know.
    pub warnings: Vec<String>,
}

/// Why nothing was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The source.
    Source(Fault),
    /// The document that it would become: its features aren't in the catalogue, or its calibration doesn't hold.
    Document(Diagnostics),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Refusal::Source(fault)
    }
}

/// What a source comes to: the members of a model document that are its own.
struct Parts {
    members: Map<String, Value>,
    source: String,
    warnings: Vec<String>,
    /// The source's own way from score to probability, where it isn't the logistic function.
    calibration: Option<Value>,
}

/// Makes a model document of what `bytes` hold; the format is told by the bytes.
///
/// # Errors
/// When the bytes aren't a model that can be had exactly, or the document isn't one that an engine takes.
pub fn import(bytes: &[u8], options: &Options) -> Result<Imported, Refusal> {
    let parts = parts(bytes, &options.features)?;
    let Parts { mut members, source, warnings, calibration } = parts;
    members.insert("schema_version".to_owned(), json!(SCHEMA_VERSION));
    members.insert("id".to_owned(), json!(options.id));
    members.insert("version".to_owned(), json!(options.version));
    if let Some(note) = &options.note {
        members.insert("note".to_owned(), json!(note));
    }
    if let Some(calibration) = options.calibration.clone().or(calibration) {
        members.insert("calibration".to_owned(), calibration);
    }
    let document = Value::Object(members);
    let mut found = Diagnostics::default();
    match Model::read(Node::root(&document), &mut found) {
        Some(_) => Ok(Imported { document, source, warnings }),
        None => Err(Refusal::Document(found)),
    }
}

fn parts(bytes: &[u8], names: &Names) -> Result<Parts, Fault> {
    let known = "give a model of XGBoost (.json, .ubj) or LightGBM (.txt), or coefficients as JSON or CSV";
    if bytes.starts_with(&[0x80]) {
        return Err(Fault::new("a Python pickle", "save the model itself, with `save_model`: a pickle is a program"));
    }
    if ubjson::is_likely(bytes) {
        return xgboost::parts(&ubjson::parse(bytes)?, names);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Fault::new("neither text nor UBJSON", known))?;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') {
        let data: Data = serde_json::from_str(text).map_err(|error| {
            let help = "save it again; where numbers are NaN or infinite, XGBoost's `.ubj` holds them and JSON can't";
            Fault::new(format!("not JSON: {error}"), help)
        })?;
        if data.get("learner").is_some() {
            return xgboost::parts(&data, names);
        }
        if data.get("tree_info").is_some() {
            return Err(Fault::new("LightGBM's `dump_model`", "save it with `save_model`, which loses no digits"));
        }
        return coefficients::of_json(&data, names);
    }
    if text.starts_with("tree") {
        return lightgbm::parts(text, names);
    }
    if text.lines().next().is_some_and(|line| line.contains("feature")) {
        return coefficients::of_csv(text, names);
    }
    Err(Fault::new("an unknown format", known))
}
