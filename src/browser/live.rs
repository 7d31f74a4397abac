//! The nudges on the page: they come, are seen and answered, and leave.

use super::app::{App, now, now_ms};
use super::render::{self, RenderOptions, Rendered, Signal, Unit};
use super::visit;
use crate::decision::{Decision, Nudge, Why};
use crate::event::cloud::{Background, Told};
use crate::event::{Action, HoldoutEvent, NudgeEvent};
use crate::nudge::{ComparedSize, Detail};
use crate::session::{Memory, Moment, Placed};
use js_sys::{Array, Function, Object, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// A nudge that is on the page now.
pub(super) struct Live {
    nudge: Rc<Nudge>,
    /// The decision that shows it.
    behind: Rc<Background>,
    exposed: Cell<bool>,
    /// Sent away, on its way out.
    leaving: Cell<bool>,
    rendered: RefCell<Option<Rendered>>,
}

impl App {
    /// Each would-be nudge is told once a page view.
    pub fn tell_holdout(&self, decision: &Decision, behind: &Background) {
        for one in decision.suppressed.iter().filter(|one| one.why == Why::Holdout) {
            let placed = Placed { rule_id: one.rule_id.clone(), item_id: one.item_id.clone() };
            if self.held_out.borrow().contains(&placed) {
                continue;
            }
            let event = self.engine.borrow().as_ref().and_then(|engine| {
                let rule = engine.rules().document.rules.iter().find(|rule| rule.id == one.rule_id)?;
                Some(HoldoutEvent::new(decision, rule, one.item_id.clone(), now_ms()))
            });
            self.held_out.borrow_mut().push(placed);
            let Some(event) = event else { continue };
            self.send(Told::Holdout(&event), Some(behind));
            self.emitter.emit("holdout", &event);
        }
    }

    pub fn show(self: &Rc<Self>, decision: Decision, behind: &Rc<Background>) {
        if self.options.headless {
            return;
        }
        self.drop_outdated(&decision.nudges);
        for nudge in decision.nudges {
            let known = self.live.borrow().iter().any(|live| is_about(live, &nudge));
            let answered = self.answered.borrow().iter().any(|placed| nudge.is(placed));
            if !known && !answered {
                self.show_one(nudge, Rc::clone(behind));
            }
        }
    }

    /// What this page view has shown, without what still waits to come in: a decision may put another in its place.
    pub fn seen(&self) -> Vec<Placed> {
        let live = self.live.borrow();
        let waits = |placed: &Placed| live.iter().any(|live| live.nudge.is(placed) && live.waits());
        self.shown.borrow().iter().filter(|placed| !waits(placed)).cloned().collect()
    }

    /// Takes away what no longer applies. What was never really seen hasn't taken any attention.
    fn drop_outdated(&self, nudges: &[Nudge]) {
        let (stay, go): (Vec<_>, Vec<_>) = self
            .live
            .take()
            .into_iter()
            .partition(|live| live.leaving.get() || nudges.iter().any(|nudge| is_about(live, nudge)));
        self.live.replace(stay);
        for live in go {
            if !live.exposed.get() {
                self.shown.borrow_mut().retain(|placed| !live.nudge.is(placed));
            }
            live.rendered.take();
        }
    }

    fn show_one(self: &Rc<Self>, nudge: Nudge, behind: Rc<Background>) {
        let nudge = Rc::new(nudge);
        let live = Rc::new(Live {
            nudge: Rc::clone(&nudge),
            behind,
            exposed: Cell::new(false),
            leaving: Cell::new(false),
            rendered: RefCell::default(),
        });
        let (weak, own) = (Rc::downgrade(self), Rc::downgrade(&live));
        let signal = move |signal: Signal| {
            if let (Some(app), Some(live)) = (weak.upgrade(), own.upgrade()) {
                app.signalled(&live, signal);
            }
        };
        let unit = self.storage.read("unit").and_then(|kept| Unit::from_symbol(&kept.body.as_string()?));
        let options = RenderOptions {
            unit,
            measures: self.measures.borrow().clone(),
            avoid: None,
            quiet: self.quiet.borrow().clone(),
        };
        let slot = self.options.slot(&nudge.placement);
        match render::show(&nudge, slot.as_ref(), &options, signal) {
            Ok(rendered) => {
                live.rendered.replace(Some(rendered));
                self.shown.borrow_mut().push(nudge.placed());
                self.live.borrow_mut().push(live);
            }
            Err(thrown) => self.emitter.emit_js("error", &thrown),
        }
    }

    fn signalled(self: &Rc<Self>, live: &Rc<Live>, signal: Signal) {
        if self.disposed.get() {
            return;
        }
        match signal {
            Signal::Exposed => {
                live.exposed.set(true);
                self.remember(live, Memory::expose);
                self.tell_of(live, None);
            }
            Signal::Opened => self.tell_of(live, Some(Action::Opened)),
            Signal::Accepted => self.accept(live),
            Signal::Measured(unit) => self.storage.write("unit", now(), &JsValue::from_str(unit.symbol())),
            Signal::Typed(measures) => {
                visit::keep_measures(&measures, &self.storage, now());
                self.measures.replace(measures);
            }
            Signal::Keep(place) => self.keep(live, place),
            Signal::KeepAll => {
                self.remember(live, Memory::dismiss);
                self.answered(live);
            }
            Signal::Dismissed => {
                live.leaving.set(true);
                self.remember(live, Memory::dismiss);
                self.tell_of(live, Some(Action::Dismissed));
            }
            Signal::Gone => {
                self.live.borrow_mut().retain(|other| !Rc::ptr_eq(other, live));
                live.rendered.take();
                // What the console and panels show of it changed: it is dismissed now.
                self.schedule();
            }
            Signal::Closed => {
                if self.answered.borrow().iter().any(|placed| live.nudge.is(placed)) {
                    self.answered(live);
                }
            }
        }
    }

    fn accept(self: &Rc<Self>, live: &Rc<Live>) {
        let rule_id = Some(live.nudge.rule_id.clone());
        match &live.nudge.content.detail {
            Detail::Chat { item_id, item_name } => {
                self.tell_of(live, Some(Action::ChatStarted));
                let context = [("item_id", item_id), ("item_name", item_name), ("rule_id", &rule_id)];
                self.open(self.options.chat.as_ref(), &context);
            }
            Detail::TryOn { item_id, item_name, model_url } => {
                self.tell_of(live, Some(Action::Accepted));
                let item_id = Some(item_id.clone());
                let context =
                    [("item_id", &item_id), ("item_name", item_name), ("model_url", model_url), ("rule_id", &rule_id)];
                self.open(self.options.try_on.as_ref(), &context);
            }
            Detail::Line { .. } => self.tell_of(live, Some(Action::Accepted)),
            _ => {
                self.tell_of(live, Some(Action::Accepted));
                return;
            }
        }
        self.answered(live);
    }

    /// The shopper answered: it leaves, and doesn't come back in this page view.
    fn answered(&self, live: &Rc<Live>) {
        live.leaving.set(true);
        let placed = live.nudge.placed();
        if !self.answered.borrow().contains(&placed) {
            self.answered.borrow_mut().push(placed);
        }
        if let Some(rendered) = live.rendered.borrow().as_ref() {
            rendered.leave();
        }
    }

    /// Opens something of the shop's, with what it is about.
    fn open(&self, opener: Option<&JsValue>, context: &[(&str, &Option<String>)]) {
        let Some(opener) = opener else { return };
        let open = Reflect::get(opener, &"open".into()).ok().and_then(|open| open.dyn_into::<Function>().ok());
        if let Some(Err(thrown)) = open.map(|open| open.call1(opener, &object(context))) {
            self.emitter.emit_js("error", &thrown);
        }
    }

    /// Has the shop's cart changed to one of the compared sizes, and says what became of it.
    fn keep(self: &Rc<Self>, live: &Rc<Live>, place: usize) {
        let Detail::SizeComparison(comparison) = &live.nudge.content.detail else { return };
        let (Some(kept), Some(change_cart)) = (comparison.sizes.get(place), &self.options.change_cart) else { return };
        let list = |sizes: &mut dyn Iterator<Item = &ComparedSize>| -> Array {
            let ids = sizes.flat_map(|size| size.item_ids.iter().map(move |id| (id, &size.size)));
            ids.map(|(id, size)| object(&[("item_id", &Some(id.clone())), ("size", &Some(size.clone()))])).collect()
        };
        let change = object(&[("rule_id", &Some(live.nudge.rule_id.clone()))]);
        let others = comparison.sizes.iter().enumerate().filter(|(index, _)| *index != place).map(|(_, size)| size);
        for (name, items) in [("keep", list(&mut std::iter::once(kept))), ("remove", list(&mut others.into_iter()))] {
            // A fresh object takes any property.
            let _ = Reflect::set(&change, &name.into(), &items);
        }
        // The shop's cart may change at once, and the choice must stay to be answered.
        live.leaving.set(true);
        let asked = change_cart.call1(&JsValue::NULL, &change);
        let (app, live) = (Rc::clone(self), Rc::clone(live));
        spawn_local(async move {
            let answer = match asked {
                Ok(answer) => JsFuture::from(Promise::resolve(&answer)).await,
                Err(thrown) => Err(thrown),
            };
            app.kept(&live, place, answer);
        });
    }

    fn kept(self: &Rc<Self>, live: &Rc<Live>, place: usize, answer: Result<JsValue, JsValue>) {
        let Detail::SizeComparison(comparison) = &live.nudge.content.detail else { return };
        if self.disposed.get() {
            return;
        }
        let is_done = answer.as_ref().is_ok_and(|answer| answer.as_bool() != Some(false));
        if let Err(thrown) = answer {
            self.emitter.emit_js("error", &thrown);
        }
        let text = comparison.sizes.get(place).filter(|_| is_done).map_or(&comparison.failed, |size| &size.kept);
        live.leaving.set(is_done);
        if is_done {
            self.answered.borrow_mut().push(live.nudge.placed());
        }
        let is_read = live.rendered.borrow().as_ref().is_some_and(|rendered| rendered.answer(text, is_done));
        // The shop took longer than the shopper waited.
        if is_done && !is_read {
            self.answered(live);
        }
    }

    /// Writes into the memory as it is now on the device: another tab may have written, too.
    fn remember(&self, live: &Live, write: fn(&mut Memory, Moment)) {
        let session = self.storefront.borrow().session.id.clone();
        let reason = Some(live.nudge.reason.clone());
        let moment = Moment { placed: live.nudge.placed(), kind: Some(live.nudge.kind), at: now_ms(), session, reason };
        let kept = visit::memory(&self.storage);
        let mut memory = self.memory.borrow_mut();
        if kept.exposures.len() >= memory.exposures.len() && kept.dismissals.len() >= memory.dismissals.len() {
            *memory = kept;
        }
        write(&mut memory, moment);
        visit::keep_memory(&memory, &self.storage, now());
    }

    /// Tells of an exposure, or of an interaction.
    fn tell_of(&self, live: &Live, action: Option<Action>) {
        let event = NudgeEvent::new(&live.nudge, &live.behind.decision, action, now_ms());
        self.send(Told::Nudge(&event), Some(&live.behind));
        self.emitter.emit(if action.is_some() { "interaction" } else { "exposure" }, &event);
    }

    /// Takes every nudge off the page.
    pub fn clear_nudges(&self) {
        for live in self.live.take() {
            live.rendered.take();
        }
    }
}

impl Live {
    fn waits(&self) -> bool {
        self.rendered.borrow().as_ref().is_some_and(Rendered::waits)
    }
}

/// An object with the members that have a value.
fn object(members: &[(&str, &Option<String>)]) -> Object {
    let object = Object::new();
    for (key, value) in members {
        if let Some(value) = value {
            // A fresh object takes any property.
            let _ = Reflect::set(&object, &(*key).into(), &JsValue::from_str(value));
        }
    }
    object
}

fn is_about(live: &Live, nudge: &Nudge) -> bool {
    live.nudge.rule_id == nudge.rule_id && live.nudge.item_id == nudge.item_id
}
