//! Which rules hold for which lines, over facts made beforehand.

use cartnudge::engine::{Engine, read_input};
use cartnudge::features::{Facts, Strings};
use cartnudge::rules::Rules;
use serde_json::Value;
use wasm_bindgen::prelude::*;

/// One rule document and the facts of several carts.
#[wasm_bindgen]
pub struct Matching {
    rules: &'static Rules,
    inputs: Vec<(Facts, Strings<'static>)>,
}

#[wasm_bindgen]
impl Matching {
    /// Takes a rule document and a list of a decision's inputs, both as JSON text.
    ///
    /// # Errors
    /// When one of them can't be read.
    #[wasm_bindgen(constructor)]
    pub fn new(document: &str, inputs: &str) -> Result<Matching, JsError> {
        let rules: Value = serde_json::from_str(document)?;
        let options = Value::Object([("rules".to_owned(), rules)].into_iter().collect());
        let (engine, _) = Engine::new(&options).map_err(|_| JsError::new("the rules have an error"))?;
        // The facts' texts borrow from the rules; a bench's engines live as long as it does.
        let engine: &'static Engine = Box::leak(Box::new(engine));
        let mut prepared = Vec::new();
        for input in serde_json::from_str::<Vec<Value>>(inputs)? {
            let (input, _) = read_input(&input).map_err(|_| JsError::new("an input has an error"))?;
            prepared.push(engine.facts(&input));
        }
        Ok(Matching { rules: engine.rules(), inputs: prepared })
    }

    /// How many pairs of rule and line match in the input at `index`.
    #[must_use]
    pub fn run(&self, index: usize) -> u32 {
        let mut count = 0;
        self.each_match(index, |_, _| count += 1);
        count
    }

    /// The pairs that match in the input at `index`: a rule's place, then a line's, for each.
    #[must_use]
    pub fn matches(&self, index: usize) -> Vec<u32> {
        let mut pairs = Vec::new();
        self.each_match(index, |rule, line| {
            pairs.extend([rule, line].map(|place| u32::try_from(place).unwrap_or(u32::MAX)));
        });
        pairs
    }
}

impl Matching {
    fn each_match(&self, index: usize, found: impl FnMut(usize, usize)) {
        if let Some((facts, strings)) = self.inputs.get(index) {
            each_match(self.rules, facts, strings, found);
        }
    }
}

/// Calls `found` with each rule and line that match, as a decision finds them.
fn each_match(rules: &Rules, facts: &Facts, strings: &Strings<'_>, mut found: impl FnMut(usize, usize)) {
    for rule in 0..rules.document.rules.len() {
        for (line, row) in facts.lines.iter().enumerate() {
            if rules.program.holds(rule, row, &facts.segments, strings) {
                found(rule, line);
            }
        }
    }
}
