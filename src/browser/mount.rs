//! `mount(options)`: starts cartnudge on a page and gives the page its handle.

use super::app::{App, now};
use super::cache;
use super::fetch;
use super::options::Options;
use super::rules;
use crate::customer::Signals;
use crate::diagnostic::Diagnostics;
use crate::engine::Engine;
use crate::json::Node;
use crate::product::Products;
use crate::session::Consent;
use crate::wasm::from_js;
use gloo::timers::callback::Timeout;
use js_sys::{Function, Promise, Reflect};
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Longer than this the first decision doesn't wait for signals and products.
const PATIENCE_MS: u32 = 2_000;

thread_local! {
    /// The app of this page. Two at once would show two nudges.
    static MOUNTED: RefCell<Option<Rc<App>>> = const { RefCell::new(None) };
}

/// What the page holds. Dropping it in JavaScript changes nothing; `dispose` does.
#[wasm_bindgen]
pub struct CartNudge {
    app: Weak<App>,
}

#[wasm_bindgen]
impl CartNudge {
    /// Gives the current cart.
    #[wasm_bindgen(js_name = setCart)]
    pub fn set_cart(&self, cart: &JsValue) {
        if let Some(app) = self.app.upgrade() {
            app.set_cart(from_js(cart));
        }
    }

    /// Gives what the shopper agreed to.
    #[wasm_bindgen(js_name = setConsent)]
    pub fn set_consent(&self, consent: &JsValue) {
        let Some(app) = self.app.upgrade() else { return };
        match from_js(consent) {
            Ok(document) => {
                let mut found = Diagnostics::default();
                let consent = Consent::read(Node::root(&document), &mut found);
                app.report("consent", &found);
                app.set_consent(consent);
            }
            Err(found) => app.report("consent", &found),
        }
    }

    /// Decides now; `undefined` until there are rules and a cart.
    pub fn decide(&self) -> JsValue {
        self.app.upgrade().and_then(|app| app.decide()).unwrap_or(JsValue::UNDEFINED)
    }

    /// Listens; the result stops listening.
    pub fn on(&self, event: &str, listener: JsValue) -> JsValue {
        let app = self.app.clone();
        let id = match (self.app.upgrade(), listener.dyn_into::<Function>()) {
            (Some(app), Ok(listener)) => Some(app.emitter.add(event, listener)),
            (Some(app), Err(_)) => {
                let mut found = Diagnostics::default();
                let help = "write on(\"exposure\", (event) => { … })".to_owned();
                found.error("not_a_function", String::new(), "the listener is not a function".to_owned(), help);
                app.report("on", &found);
                None
            }
            (None, _) => None,
        };
        let stop = move || {
            if let (Some(app), Some(id)) = (app.upgrade(), id) {
                app.emitter.remove(id);
            }
        };
        // The page may call it as often as it likes, so it belongs to JavaScript's collector.
        Closure::<dyn Fn()>::new(stop).into_js_value()
    }

    /// Leaves the page as it was.
    pub fn dispose(&self) {
        let Some(app) = self.app.upgrade() else { return };
        app.dispose();
        MOUNTED.with(|mounted| {
            let own = mounted.borrow().as_ref().is_some_and(|other| Rc::ptr_eq(other, &app));
            if own {
                mounted.take();
            }
        });
    }
}

/// Starts cartnudge. Never throws: what goes wrong is given to `onError`.
#[wasm_bindgen]
pub fn mount(options: &JsValue) -> CartNudge {
    let mut found = Diagnostics::default();
    let app = App::new(Options::read(options, &mut found));
    let before = MOUNTED.with(|mounted| mounted.replace(Some(Rc::clone(&app))));
    if let Some(before) = before {
        before.dispose();
        let message = "cartnudge was mounted twice; the first one was disposed of".to_owned();
        found.warning("mounted_twice", String::new(), message, "call dispose() before mounting again".to_owned());
    }
    app.report("options", &found);
    spawn_local(start(Rc::clone(&app)));
    CartNudge { app: Rc::downgrade(&app) }
}

/// Gets the documents that the page named, and decides as soon as those that matter are there.
async fn start(app: Rc<App>) {
    if app.options.ga4 {
        app.listen_to_data_layer();
    }
    // Asked for at once: signals don't wait for the rules.
    load_signals(&app);
    let engine = make_engine(&app).await;
    if app.disposed.get() {
        return;
    }
    let Some(engine) = engine else { return };
    app.engine.replace(Some(engine));
    load_products(&app);
    if app.waiting.get() > 0 {
        let weak = Rc::downgrade(&app);
        let patience = Timeout::new(PATIENCE_MS, move || {
            if let Some(app) = weak.upgrade() {
                app.waiting.set(0);
                app.schedule();
            }
        });
        app.patience.replace(Some(patience));
    }
    app.schedule();
}

/// The engine from rules, model and messages. Rules from an address are kept up to date from then on.
async fn make_engine(app: &Rc<App>) -> Option<Engine> {
    let model = document(app, &app.options.model, "model").await.unwrap_or(JsValue::UNDEFINED);
    match app.options.rules.as_string() {
        Some(url) => rules::load(app, &url, &model).await,
        None => rules::make_engine(app, &document(app, &app.options.rules, "rules").await?, &model),
    }
}

/// The document behind an address, a promise or a document; `None` with a report when there is none.
async fn document(app: &Rc<App>, value: &JsValue, what: &str) -> Option<JsValue> {
    if value.is_undefined() || value.is_null() {
        if what == "rules" {
            let mut found = Diagnostics::default();
            let help = "give an address or a document".to_owned();
            found.error("missing_option", "/rules".to_owned(), "`rules` is missing".to_owned(), help);
            app.report("options", &found);
        }
        return None;
    }
    let Some(url) = value.as_string() else { return Some(value.clone()) };
    match fetch::json(&url).await {
        Ok(Some(document)) => Some(document),
        Ok(None) => {
            let mut found = Diagnostics::default();
            let message = ["`", &url, "`: there is no document"].concat();
            found.error("fetch_failed", String::new(), message, "check the address".to_owned());
            app.report(what, &found);
            None
        }
        Err(found) => {
            app.report(what, &found);
            None
        }
    }
}

/// Runs a task that the first decision waits for.
fn awaited(app: &Rc<App>, task: impl Future<Output = ()> + 'static) {
    app.waiting.set(app.waiting.get().saturating_add(1));
    let app = Rc::clone(app);
    spawn_local(async move {
        task.await;
        app.waiting.set(app.waiting.get().saturating_sub(1));
        if app.waiting.get() == 0 {
            app.patience.take();
        }
        app.schedule();
    });
}

/// Adds the product facts that the page named.
pub(super) fn load_products(app: &Rc<App>) {
    for source in &app.options.products {
        match source.as_string().as_deref() {
            Some("json-ld") => app.add_page_facts(),
            Some(_) => {
                let (own, source) = (Rc::clone(app), source.clone());
                awaited(app, async move {
                    if let Some(document) = document(&own, &source, "products").await {
                        add_products(&own, &document);
                    }
                });
            }
            None => add_products(app, source),
        }
    }
}

fn add_products(app: &Rc<App>, document: &JsValue) {
    match from_js(document) {
        Ok(document) => {
            let mut found = Diagnostics::default();
            let products = Products::read(Node::root(&document), &mut found);
            app.report("products", &found);
            app.add_products(products.iter().cloned());
        }
        Err(found) => app.report("products", &found),
    }
}

/// Signals: the kept ones at once, and fresh ones when those are older than `maxAge`.
fn load_signals(app: &Rc<App>) {
    let source = app.options.signals.clone();
    if source.is_undefined() || source.is_null() {
        return;
    }
    let from_page = source.as_string().is_none() && !source.is_function();
    if from_page {
        take_signals(app, &source);
        return;
    }
    let name = source.as_string().unwrap_or_else(|| "function".to_owned());
    let name = [&name, "#", &app.options.customer_id].concat();
    let cached = cache::read(&app.storage, "signals", &name, now());
    let fresh = cached.as_ref().is_some_and(|cached| cached.age <= app.options.max_age);
    let usable = cached.is_some_and(|cached| take_signals(app, &cached.document));
    if usable && fresh {
        return;
    }
    let own = Rc::clone(app);
    let task = async move { refresh_signals(&own, &source, &name).await };
    if usable {
        // The first decision has what it needs; this one comes after.
        let own = Rc::clone(app);
        spawn_local(async move {
            task.await;
            own.schedule();
        });
        return;
    }
    awaited(app, task);
}

async fn refresh_signals(app: &Rc<App>, source: &JsValue, name: &str) {
    let answer = match source.as_string() {
        Some(url) => fetch::json(&url).await,
        None => call(source).await,
    };
    if app.disposed.get() {
        return;
    }
    match answer {
        Ok(Some(document)) => {
            if take_signals(app, &document) {
                cache::write(&app.storage, "signals", name, &document, now());
            }
        }
        // Nothing is known of this customer, whatever was kept.
        Ok(None) => {
            app.signals.replace(None);
            app.storage.remove("signals");
        }
        Err(found) => app.report("signals", &found),
    }
}

/// The page's own function, which may give a promise, throw, or give nothing.
async fn call(source: &JsValue) -> Result<Option<JsValue>, Diagnostics> {
    let function: &Function = source.unchecked_ref();
    let answer = match function.call0(&JsValue::NULL) {
        Ok(answer) => JsFuture::from(Promise::resolve(&answer)).await,
        Err(thrown) => Err(thrown),
    };
    match answer {
        Ok(document) if document.is_undefined() || document.is_null() => Ok(None),
        Ok(document) => Ok(Some(document)),
        Err(thrown) => {
            let mut found = Diagnostics::default();
            let help = "let the `signals` function give a document, or null when the customer is unknown".to_owned();
            let reason = Reflect::get(&thrown, &"message".into()).ok().and_then(|message| message.as_string());
            let message = ["the `signals` function threw: ", &reason.unwrap_or_default()].concat();
            found.error("signals_threw", "/signals".to_owned(), message, help);
            Err(found)
        }
    }
}

/// Uses a signals document; `false` with a report when it isn't one, and the last good one stays.
fn take_signals(app: &Rc<App>, document: &JsValue) -> bool {
    let mut found = Diagnostics::default();
    let signals = match from_js(document) {
        Ok(document) => Signals::read(Node::root(&document), &mut found),
        Err(fault) => {
            found = fault;
            None
        }
    };
    app.report("signals", &found);
    let Some(signals) = signals else { return false };
    app.signals.replace(Some(signals));
    true
}
