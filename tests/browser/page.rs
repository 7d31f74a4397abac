//! What the browser tests need of the page.

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Storage, window};

/// A plain object.
pub fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in members {
        Reflect::set(&object, &(*key).into(), value).unwrap();
    }
    object.into()
}

/// Lets the page go on for so many milliseconds.
pub async fn pause(ms: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        window().unwrap().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

pub fn storage() -> Storage {
    window().unwrap().local_storage().unwrap().unwrap()
}

/// The nudges on the page.
pub fn cards() -> Vec<Element> {
    let found = window().unwrap().document().unwrap().query_selector_all("[data-cartnudge]").unwrap();
    (0..found.length()).map(|index| found.item(index).unwrap().unchecked_into()).collect()
}

/// The page's body as text, but for the test runner's own output.
pub fn html() -> String {
    let body = window().unwrap().document().unwrap().body().unwrap();
    let children = body.children();
    let ours = (0..children.length()).filter_map(|index| children.item(index));
    ours.filter(|child| child.id() != "output" && child.tag_name() != "PRE").map(|child| child.outer_html()).collect()
}
