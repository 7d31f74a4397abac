//! What the parts of a nudge share: its host, its shadow root, its owner's ear, and how it comes and goes.

use super::Signal;
use super::dom::{Dom, append, set};
use crate::nudge::View;
use gloo::timers::callback::Timeout;
use js_sys::Array;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, Element, FocusOptions, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

/// As long as the exit in `style.css`.
const EXIT_MS: u32 = 150;
/// A live region must be known to a screen reader before its text comes.
const ANNOUNCE_AFTER_MS: u32 = 300;
/// And is empty again before anybody reads the page by line and finds the headline twice.
const ANNOUNCED_AFTER_MS: u32 = 5_000;

pub(super) struct Stage {
    pub dom: Dom,
    pub host: HtmlElement,
    pub root: ShadowRoot,
    status: Element,
    announcement: String,
    heard: Box<dyn Fn(Signal)>,
    came_from: Cell<Option<HtmlElement>>,
    timers: Cell<Vec<Timeout>>,
    pub came: Cell<bool>,
    leaving: Cell<bool>,
}

impl Stage {
    pub fn new(dom: Dom, view: &View, heard: Box<dyn Fn(Signal)>) -> Result<Self, JsValue> {
        let sheet = CssStyleSheet::new()?;
        sheet.replace_sync(include_str!("style.css"))?;
        let host: HtmlElement = dom.element("div", &[("lang", &view.locale)], &[]).unchecked_into();
        let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))?;
        root.set_adopted_style_sheets(&Array::of1(&sheet));
        let status = dom.element("div", &[("role", "status"), ("class", "unseen")], &[]);
        append(&root, &status);
        Ok(Self {
            dom,
            host,
            root,
            status,
            announcement: [view.labels.region.as_str(), view.headline.as_str()].join(": "),
            heard,
            came_from: Cell::default(),
            timers: Cell::default(),
            came: Cell::default(),
            leaving: Cell::default(),
        })
    }

    pub fn signal(&self, signal: Signal) {
        (self.heard)(signal);
    }

    /// Calls back a while later, in place of whatever was to come.
    pub fn later(&self, milliseconds: u32, then: impl FnOnce() + 'static) {
        self.timers.set(vec![Timeout::new(milliseconds, then)]);
    }

    /// It came in: said politely, once.
    pub fn announce(&self) {
        self.came.set(true);
        let (status, text) = (self.status.clone(), self.announcement.clone());
        let say = Timeout::new(ANNOUNCE_AFTER_MS, move || status.set_text_content(Some(&text)));
        let status = self.status.clone();
        self.timers.set(vec![say, Timeout::new(ANNOUNCED_AFTER_MS, move || status.set_text_content(None))]);
    }

    /// Leaves because the shopper said so.
    pub fn dismiss(self: &Rc<Self>) {
        if !self.leaving.get() {
            self.leave();
            self.signal(Signal::Dismissed);
        }
    }

    /// Leaves the way it came.
    pub fn leave(self: &Rc<Self>) {
        if self.leaving.replace(true) {
            return;
        }
        if let Some(element) = self.focus_to_give_back() {
            focus_in_place(&element);
        }
        set(&self.host, "inert", "");
        let own = Rc::clone(self);
        self.later(EXIT_MS, move || {
            own.host.remove();
            own.signal(Signal::Gone);
        });
    }

    /// At once, and for good.
    pub fn clear(&self) {
        let back = self.focus_to_give_back();
        self.timers.take();
        self.host.remove();
        // Only now: while a dialog of ours is open the page can't take the focus.
        if let Some(element) = back {
            focus_in_place(&element);
        }
    }

    /// Where the focus was before it came in here.
    pub fn came_from(&self, element: Option<HtmlElement>) {
        self.came_from.set(element);
    }

    /// Where the focus came from, if it is still in here.
    fn focus_to_give_back(&self) -> Option<HtmlElement> {
        self.came_from.take().filter(|_| self.root.active_element().is_some())
    }
}

/// Focus that doesn't scroll: nothing moves under the shopper's eyes.
pub(super) fn focus_in_place(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}
