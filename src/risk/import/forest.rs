//! Trees as a model document has them, made one node at a time.

use super::Fault;
use serde_json::{Map, Value, json};

/// Trees that are being written.
pub(super) struct Forest {
    pub arithmetic: &'static str,
    pub base: f64,
    names: Vec<String>,
    features: Vec<Feature>,
    splits: Vec<i64>,
    thresholds: Vec<f64>,
    unknown: String,
    leaves: Vec<f64>,
    covers: Vec<f64>,
    sets: Vec<Vec<u32>>,
}

/// How a split looks at a feature, which is named by its place in training.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Feature {
    pub index: usize,
    pub is_category: bool,
    pub zero_is_unknown: bool,
}

/// What a node is.
pub(super) enum Step {
    Leaf { value: f64, cover: f64 },
    Split { feature: Feature, test: Test, unknown_goes_left: bool, left: usize, right: usize },
}

/// What goes left.
pub(super) enum Test {
    Under(f64),
    Among(Vec<u32>),
}

impl Forest {
    /// `names` are those of all features, in the order of training.
    pub fn new(arithmetic: &'static str, base: f64, names: Vec<String>) -> Self {
        Forest {
            arithmetic,
            base,
            names,
            features: Vec::new(),
            splits: Vec::new(),
            thresholds: Vec::new(),
            unknown: String::new(),
            leaves: Vec::new(),
            covers: Vec::new(),
            sets: Vec::new(),
        }
    }

    /// Adds a tree of at most `nodes` nodes, of which `root` is the first and `step` tells any; left before right.
    pub fn plant(
        &mut self,
        root: usize,
        nodes: usize,
        step: &mut dyn FnMut(usize) -> Result<Step, Fault>,
    ) -> Result<(), Fault> {
        let mut open = vec![root];
        let mut seen = 0;
        while let Some(place) = open.pop() {
            seen += 1;
            if seen > nodes {
                return Err(Fault::broken("a tree goes in a circle"));
            }
            match step(place)? {
                Step::Leaf { value, cover } => {
                    self.splits.push(-1);
                    self.leaves.push(value);
                    self.covers.push(cover);
                }
                Step::Split { feature, test, unknown_goes_left, left, right } => {
                    let index = self.place_of(feature)?;
                    self.splits.push(index);
                    let threshold = match test {
                        // JSON has no infinity; no fact is larger than this.
                        Test::Under(threshold) => threshold.clamp(f64::MIN, f64::MAX),
                        Test::Among(codes) => self.set(codes),
                    };
                    self.thresholds.push(threshold);
                    self.unknown.push(if unknown_goes_left { 'l' } else { 'r' });
                    open.extend([right, left]);
                }
            }
        }
        Ok(())
    }

    fn place_of(&mut self, feature: Feature) -> Result<i64, Fault> {
        if feature.index >= self.names.len() {
            let message = format!("a split by feature {}, and there are {}", feature.index, self.names.len());
            return Err(Fault::broken(message));
        }
        let place = self.features.iter().position(|one| *one == feature).unwrap_or_else(|| {
            self.features.push(feature);
            self.features.len() - 1
        });
        i64::try_from(place).map_err(|_| Fault::broken("too many features"))
    }

    /// The set's place, as a threshold; equal sets are one.
    fn set(&mut self, codes: Vec<u32>) -> f64 {
        let place = self.sets.iter().position(|one| *one == codes).unwrap_or_else(|| {
            self.sets.push(codes);
            self.sets.len() - 1
        });
        crate::text::count(place)
    }

    /// Puts the features in the order of training.
    fn sort(&mut self) {
        let key = |feature: &Feature| (feature.index, feature.is_category, feature.zero_is_unknown);
        let mut sorted = self.features.clone();
        sorted.sort_by_key(key);
        let places: Vec<i64> = self
            .features
            .iter()
            .map(|feature| (0..).zip(&sorted).find(|(_, one)| *one == feature).map_or(0, |(place, _)| place))
            .collect();
        for split in &mut self.splits {
            *split = usize::try_from(*split).ok().and_then(|place| places.get(place).copied()).unwrap_or(*split);
        }
        self.features = sorted;
    }

    /// The members of the model document. Features that no split asks are left out.
    pub fn members(mut self) -> Map<String, Value> {
        self.sort();
        let features: Vec<Value> = self.features.iter().map(|feature| self.entry(*feature)).collect();
        let mut members = Map::new();
        members.insert("kind".to_owned(), json!("trees"));
        members.insert("arithmetic".to_owned(), json!(self.arithmetic));
        members.insert("base".to_owned(), json!(self.base));
        members.insert("features".to_owned(), json!(features));
        members.insert("splits".to_owned(), json!(self.splits));
        members.insert("thresholds".to_owned(), json!(self.thresholds));
        members.insert("unknown".to_owned(), json!(self.unknown));
        members.insert("leaves".to_owned(), json!(self.leaves));
        members.insert("covers".to_owned(), json!(self.covers));
        if !self.sets.is_empty() {
            members.insert("sets".to_owned(), json!(self.sets));
        }
        members
    }

    fn entry(&self, feature: Feature) -> Value {
        let name = self.names.get(feature.index).map_or("", String::as_str);
        if !feature.is_category && !feature.zero_is_unknown {
            return json!(name);
        }
        let mut entry = Map::new();
        entry.insert("feature".to_owned(), json!(name));
        if feature.is_category {
            entry.insert("categories".to_owned(), json!(true));
        }
        if feature.zero_is_unknown {
            entry.insert("zero_is_unknown".to_owned(), json!(true));
        }
        Value::Object(entry)
    }
}
