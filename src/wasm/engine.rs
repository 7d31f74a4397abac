//! `cartnudge/engine`: headless and deterministic.

use super::zone::add_offset;
use super::{error, from_js, to_js};
use crate::engine::{Engine, read_input};
use crate::features::Input;
use serde_json::Value;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

/// Decides and scores. Hold one per shop; free it when done.
#[wasm_bindgen(js_name = Engine)]
pub struct JsEngine {
    // Borrowed only where no JavaScript runs, so that a throwing getter can't leave it borrowed.
    engine: RefCell<Engine>,
}

#[wasm_bindgen(js_class = Engine)]
impl JsEngine {
    /// Makes an engine from `{ rules, model?, products?, settings?, messages?, review_words?, size_model? }`; throws with `diagnostics`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<JsEngine, JsValue> {
        let what = "cannot make an engine";
        let options = from_js(options).map_err(|found| error(what, &found))?;
        let (engine, _warnings) = Engine::new(&options).map_err(|found| error(what, &found))?;
        Ok(JsEngine { engine: RefCell::new(engine) })
    }

    /// Decides what to show; throws with `diagnostics` when the cart or the time is unusable.
    pub fn decide(&self, input: &JsValue) -> Result<JsValue, JsValue> {
        let mut given = from_js(input).map_err(|found| error(CANNOT, &found))?;
        add_offset(&self.engine.borrow(), &mut given);
        let input = read(&given)?;
        let decision = self.engine.borrow().decide(&input);
        Ok(to_js(&decision))
    }

    /// Scores without deciding; throws as `decide` does.
    pub fn score(&self, input: &JsValue) -> Result<JsValue, JsValue> {
        let given = from_js(input).map_err(|found| error(CANNOT, &found))?;
        let input = read(&given)?;
        let report = self.engine.borrow().score(&input);
        Ok(to_js(&report))
    }

    /// Replaces the rules, unless the document has an error; the list says what was found.
    #[wasm_bindgen(js_name = setRules)]
    pub fn set_rules(&self, document: &JsValue) -> JsValue {
        let found = match from_js(document) {
            Ok(document) => self.engine.borrow_mut().set_rules(&document),
            Err(found) => found,
        };
        to_js(&found.into_vec())
    }
}

const CANNOT: &str = "cannot decide";

fn read(input: &Value) -> Result<Input, JsValue> {
    let (input, _warnings) = read_input(input).map_err(|found| error(CANNOT, &found))?;
    Ok(input)
}
