//! The nudges on the page: they come, are seen and answered, and leave.

use super::app::{App, now, now_ms};
use super::render::{self, RenderOptions, Rendered, Signal, Unit};
use super::visit;
use crate::decision::{Decision, Nudge, Why};
use crate::event::cloud::{Background, Told};
use crate::event::{Action, HoldoutEvent, NudgeEvent};
use crate::session::{Memory, Moment, Placed};
use js_sys::{Function, Object, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

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
        let options = RenderOptions { unit, avoid: None, quiet: self.quiet.borrow().clone() };
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
            Signal::Closed => {}
        }
    }

    fn accept(self: &Rc<Self>, live: &Rc<Live>) {
        let chat = match (&live.nudge.content.detail, &self.options.chat) {
            (crate::nudge::Detail::Chat { item_id, item_name }, Some(chat)) => Some((chat, item_id, item_name)),
            _ => None,
        };
        let Some((chat, item_id, item_name)) = chat else {
            self.tell_of(live, Some(Action::Accepted));
            return;
        };
        let context = Object::new();
        let rule_id = Some(live.nudge.rule_id.clone());
        for (key, value) in [("item_id", item_id), ("item_name", item_name), ("rule_id", &rule_id)] {
            if let Some(value) = value {
                // A fresh object takes any property.
                let _ = Reflect::set(&context, &key.into(), &JsValue::from_str(value));
            }
        }
        self.tell_of(live, Some(Action::ChatStarted));
        let open = Reflect::get(chat, &"open".into()).ok().and_then(|open| open.dyn_into::<Function>().ok());
        if let Some(Err(thrown)) = open.map(|open| open.call1(chat, &context)) {
            self.emitter.emit_js("error", &thrown);
        }
        live.leaving.set(true);
        self.answered.borrow_mut().push(live.nudge.placed());
        if let Some(rendered) = live.rendered.borrow().as_ref() {
            rendered.leave();
        }
    }

    /// Writes into the memory as it is now on the device: another tab may have written, too.
    fn remember(&self, live: &Live, write: fn(&mut Memory, Moment)) {
        let session = self.storefront.borrow().session.id.clone();
        let moment = Moment { placed: live.nudge.placed(), kind: Some(live.nudge.kind), at: now_ms(), session };
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

fn is_about(live: &Live, nudge: &Nudge) -> bool {
    live.nudge.rule_id == nudge.rule_id && live.nudge.item_id == nudge.item_id
}
