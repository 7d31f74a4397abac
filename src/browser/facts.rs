//! Product facts from the page's own schema.org markup.

use crate::diagnostic::Diagnostics;
use crate::product::Product;
use crate::source::json_ld;
use crate::wasm::from_js_limited;
use js_sys::JSON;

/// More values than the markup of a page ever has.
const MAX_VALUES: u32 = 100_000;

/// The products in every `<script type="application/ld+json">`; what can't be read is a finding.
pub(super) fn from_page(found: &mut Diagnostics) -> Vec<Product> {
    let mut products = Vec::new();
    let document = web_sys::window().and_then(|window| window.document());
    let scripts = document.and_then(|document| document.query_selector_all("script[type='application/ld+json']").ok());
    let Some(scripts) = scripts else { return products };
    for index in 0..scripts.length() {
        let Some(text) = scripts.item(index).and_then(|script| script.text_content()) else { continue };
        match JSON::parse(&text) {
            Ok(value) => match from_js_limited(&value, MAX_VALUES) {
                Ok(document) => products.extend(json_ld::products(&document, found)),
                Err(fault) => found.extend(fault),
            },
            Err(_) => {
                let help = "check the script with a JSON or schema.org validator".to_owned();
                found.warning("bad_json", String::new(), "a JSON-LD script is not JSON".to_owned(), help);
            }
        }
    }
    products
}
