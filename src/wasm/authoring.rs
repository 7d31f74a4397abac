//! `cartnudge/authoring`: for the console, CI and Node.

use super::zone::add_offset;
use super::{error, from_js};
use crate::authoring;
use crate::diagnostic::Diagnostics;
use crate::engine::{Engine, read_input};
use crate::json::Node;
use crate::product::Products;
use crate::rules::analysis::{Analysis, NOW, analyze};
use crate::rules::difference::{Language, difference};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

/// A result as a plain JavaScript object, whatever its types: these results are larger than a decision, and weigh less
/// than the page they are shown on.
pub fn to_js(value: &impl Serialize) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

/// Checks a rule document, with `{ products }` also against the values that products have: `{ ok, diagnostics }`.
#[wasm_bindgen(js_name = validateRules)]
pub fn validate_rules(document: &JsValue, options: &JsValue) -> JsValue {
    match from_js(document).and_then(|document| Ok((document, from_js(options)?))) {
        Ok((document, options)) => {
            let root = Node::root(&options);
            // Faults of products are said where products are used.
            let products = root.get("products").map(|node| Products::read(node, &mut Diagnostics::default()));
            to_js(&authoring::validate_rules(&document, products.as_ref()))
        }
        Err(found) => to_js(&authoring::Validation::from(found)),
    }
}

/// Evaluates plain JsonLogic over any data; throws for an unknown operator or a logic without bounds.
#[wasm_bindgen(js_name = evaluateLogic)]
pub fn evaluate_logic(logic: &JsValue, data: &JsValue) -> Result<JsValue, JsValue> {
    let what = "cannot evaluate";
    let logic = from_js(logic).map_err(|found| error(what, &found))?;
    let data = from_js(data).map_err(|found| error(what, &found))?;
    let value = crate::rules::logic::evaluate(&logic, &data).map_err(|fault| {
        let mut found = Diagnostics::default();
        found.push(authoring::logic_diagnostic(&fault));
        error(what, &found)
    })?;
    Ok(to_js(&value))
}

/// Decides, and says why: `{ decision, rules }` for `{ rules, model?, products?, settings?, messages?, review_words?, size_model? }` and a decision's
/// input; throws with `diagnostics`.
#[wasm_bindgen]
pub fn explain(options: &JsValue, input: &JsValue) -> Result<JsValue, JsValue> {
    let what = "cannot explain";
    let refused = |found: Diagnostics| error(what, &found);
    let (engine, _warnings) = Engine::new(&from_js(options).map_err(refused)?).map_err(refused)?;
    let mut given = from_js(input).map_err(refused)?;
    add_offset(&engine, &mut given);
    let (input, _warnings) = read_input(&given).map_err(refused)?;
    Ok(to_js(&crate::explain::explain(&engine, &input)))
}

/// What a rule document comes to: rules that can never show or that others always outrank, pairs that compete, gaps, and
/// what differs from `before`, each proven or with an input that the engine confirmed. Faults are its `diagnostics`.
#[wasm_bindgen(js_name = analyzeRules)]
pub fn analyze_rules(document: &JsValue, options: &JsValue) -> JsValue {
    match from_js(document).and_then(|document| Ok((document, from_js(options)?))) {
        Ok((document, mut options)) => {
            let rules = serde_json::json!({ "rules": document });
            if let (Ok((engine, _)), Some(members)) = (Engine::new(&rules), options.as_object_mut()) {
                members.entry("now").or_insert_with(|| NOW.0.into());
                add_offset(&engine, &mut options);
            }
            to_js(&analyze(&document, &options))
        }
        Err(found) => to_js(&Analysis { diagnostics: found.iter().cloned().collect(), ..Analysis::default() }),
    }
}

/// What differs between two rule documents, in words: `{ changes }`. Takes anything; what isn't a document has no keys.
#[wasm_bindgen(js_name = diffRules)]
pub fn diff_rules(before: &JsValue, after: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    let refused = |found: Diagnostics| error("cannot compare", &found);
    let (before, after) = (from_js(before).map_err(refused)?, from_js(after).map_err(refused)?);
    let options = from_js(options).map_err(refused)?;
    let locale = options.get("locale").and_then(serde_json::Value::as_str).unwrap_or_default();
    let changes = difference(&before, &after, Language::of(locale));
    Ok(to_js(&serde_json::json!({ "changes": changes })))
}

/// Lifts a rule document to the newest schema version: `{ document, changes }`; throws with `diagnostics`.
#[wasm_bindgen(js_name = migrateRules)]
pub fn migrate_rules(document: &JsValue) -> Result<JsValue, JsValue> {
    let refused = |found: Diagnostics| error("cannot migrate", &found);
    let document = from_js(document).map_err(refused)?;
    Ok(to_js(&crate::rules::migrate::migrate(&document).map_err(refused)?))
}

/// A text in ICU MessageFormat, filled as a nudge in the language of `locale` fills it; `undefined` where one of its names
/// has no value; throws with `diagnostics` for what isn't in the format.
#[wasm_bindgen(js_name = formatMessage)]
pub fn format_message(text: &str, locale: &str, values: &JsValue) -> Result<Option<String>, JsValue> {
    let refused = |found: Diagnostics| error("cannot format", &found);
    let values = from_js(values).map_err(refused)?;
    authoring::format_message(text, locale, &values).map_err(refused)
}

/// The fact list: `{ name, type, unit?, range?, meaning, when_missing }[]`.
#[wasm_bindgen(js_name = listFacts)]
pub fn list_facts() -> JsValue {
    to_js(&authoring::list_facts())
}

/// The model in the package as a document, each weight with its reason and source.
#[wasm_bindgen(js_name = starterModel)]
pub fn starter_model() -> JsValue {
    to_js(&crate::risk::starter_document())
}
