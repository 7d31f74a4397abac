//! The same for JavaScript.

use crate::Scoring;
use wasm_bindgen::prelude::*;

/// A model, and the rows that it scores.
#[wasm_bindgen(js_name = Scoring)]
pub struct JsScoring(Scoring);

#[wasm_bindgen(js_class = Scoring)]
impl JsScoring {
    /// Takes a model document as JSON text, and the names of the rows' columns.
    ///
    /// # Errors
    /// When the document isn't a model.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::needless_pass_by_value)] // wasm-bindgen gives owned texts only
    pub fn new(document: &str, features: Vec<String>) -> Result<JsScoring, JsError> {
        let features: Vec<&str> = features.iter().map(String::as_str).collect();
        Scoring::new(document, &features).map(JsScoring).map_err(|message| JsError::new(&message))
    }

    /// Takes rows, one after the other; NaN is unknown.
    #[wasm_bindgen(js_name = setRows)]
    pub fn set_rows(&mut self, cells: &[f64]) {
        self.0.set_rows(cells);
    }

    /// The score of each row.
    #[must_use]
    pub fn margins(&self) -> Vec<f64> {
        self.0.margins()
    }

    /// The probability of each row.
    #[must_use]
    pub fn probabilities(&self) -> Vec<f64> {
        self.0.probabilities()
    }

    /// For each row the contribution of each feature, then the base, then the total.
    #[must_use]
    pub fn contributions(&self) -> Vec<f64> {
        self.0.contributions()
    }
}
