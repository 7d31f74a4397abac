//! `Simulation` of `cartnudge/authoring`: past carts through the engine, step by step.

use super::authoring::to_js;
use super::zone::{formatter, offset_at};
use super::{error, from_js};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::replay;
use crate::time::Timestamp;
use js_sys::Function;
use wasm_bindgen::prelude::*;

/// What rules would have done with a shop's past carts.
#[wasm_bindgen(js_name = Simulation)]
pub struct JsSimulation {
    simulation: replay::Simulation,
    /// For each time zone, what writes its offset.
    clocks: Vec<(String, Function)>,
}

#[wasm_bindgen(js_class = Simulation)]
impl JsSimulation {
    /// From `{ rules, against?, model?, products?, settings?, messages?, review_words?, size_model?, mapping?, outcome_lag_days?, from?, until?,
    /// show_skipped? }`; throws with `diagnostics`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<JsSimulation, JsValue> {
        let refused = |found: Diagnostics| error("cannot simulate", &found);
        let options = from_js(options).map_err(refused)?;
        let (simulation, _warnings) = replay::Simulation::new(&options).map_err(refused)?;
        let clocks = clocks(&simulation).map_err(refused)?;
        Ok(JsSimulation { simulation, clocks })
    }

    /// Takes the next bytes of the file; throws with `diagnostics` when they can't be read.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        self.simulation.push(bytes).map_err(thrown)
    }

    /// Decides up to `carts` further carts: `{ rows, carts, decided, done }`. The first call ends the file; throws with
    /// `diagnostics` when it was none.
    pub fn run(&mut self, carts: u32) -> Result<JsValue, JsValue> {
        let JsSimulation { simulation, clocks } = self;
        let mut offset = |zone: &str, now: Timestamp| {
            #[allow(clippy::cast_precision_loss)] // milliseconds under 2^53
            let at = |clock: &Function| offset_at(clock, now.0 as f64);
            clocks.iter().find(|(name, _)| name == zone).and_then(|(_, clock)| at(clock)).unwrap_or(0)
        };
        let carts = usize::try_from(carts).unwrap_or(usize::MAX);
        simulation.run(carts, &mut offset).map(|progress| to_js(&progress)).map_err(thrown)
    }

    /// How far it is, as `run` says it.
    pub fn progress(&self) -> JsValue {
        to_js(&self.simulation.progress())
    }

    /// What it came to so far; `undefined` before the first `run`.
    pub fn report(&self) -> JsValue {
        self.simulation.report().map_or(JsValue::UNDEFINED, |report| to_js(&report))
    }
}

/// The beginning of a file of order history: its columns, its first rows, and which of cartnudge's columns each may be.
#[wasm_bindgen(js_name = previewOrders)]
pub fn preview_orders(start: &[u8], rows: u32) -> JsValue {
    to_js(&replay::preview(start, usize::try_from(rows).unwrap_or(usize::MAX)))
}

fn clocks(simulation: &replay::Simulation) -> Result<Vec<(String, Function)>, Diagnostics> {
    let mut found = Diagnostics::default();
    let mut clocks = Vec::new();
    for (pointer, zone) in simulation.time_zones() {
        match formatter(zone) {
            Some(clock) => clocks.push((zone.to_owned(), clock)),
            None => {
                let help = "write a name of the IANA database, like \"Europe/Berlin\"".to_owned();
                let message = format!("the time zone `{zone}` isn't known here");
                found.error("unknown_time_zone", pointer.to_owned(), message, help);
            }
        }
    }
    if found.is_empty() { Ok(clocks) } else { Err(found) }
}

fn thrown(diagnostic: Diagnostic) -> JsValue {
    let mut found = Diagnostics::default();
    found.push(diagnostic);
    error("cannot read the order history", &found)
}
