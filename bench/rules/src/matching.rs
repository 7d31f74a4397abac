//! Which rules hold for which lines, over facts made beforehand.

use cartnudge::engine::{Engine, read_input};
use cartnudge::features::{Facts, Strings};
use cartnudge::rules::{Ground, Rules, Scratch};
use serde_json::Value;
use wasm_bindgen::prelude::*;

/// One rule document and the facts of several carts.
#[wasm_bindgen]
pub struct Matching {
    rules: &'static Rules,
    inputs: Vec<(Facts, Strings<'static>)>,
    /// Kept from cart to cart.
    scratch: Scratch,
    found: Vec<u32>,
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
        Ok(Matching { rules: engine.rules(), inputs: prepared, scratch: Scratch::default(), found: Vec::new() })
    }

    /// How many pairs of rule and line match in the input at `index`.
    pub fn run(&mut self, index: usize) -> u32 {
        let mut count = 0;
        self.each_line(index, |_, rules| count += u32::try_from(rules.len()).unwrap_or(u32::MAX));
        count
    }

    /// The pairs that match in the input at `index`, by rule, then by line: a rule's place, then a line's, for each.
    #[must_use]
    pub fn matches(&mut self, index: usize) -> Vec<u32> {
        let mut pairs = Vec::new();
        self.each_line(index, |line, rules| pairs.extend(rules.iter().map(|rule| [*rule, line])));
        pairs.sort_unstable();
        pairs.into_iter().flatten().collect()
    }
}

impl Matching {
    /// Calls `found` with each line and its rules, as a decision finds them.
    fn each_line(&mut self, index: usize, mut found: impl FnMut(u32, &[u32])) {
        let Some((facts, strings)) = self.inputs.get(index) else { return };
        let Facts { lines, segments, .. } = facts;
        for (line, row) in (0..).zip(lines) {
            let ground = Ground { row, lines, segments, strings };
            self.rules.program.matching(true, &ground, &mut self.scratch, &mut self.found);
            found(line, &self.found);
        }
    }
}
