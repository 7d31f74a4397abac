//! The size chart: a table that scrolls inside itself, in centimetres or inches, with what stands out in it.

use super::dialog::TITLE;
use super::dom::{Dom, append, listen, set};
use super::stage::Stage;
use super::{RenderOptions, Signal, Unit, measures_form};
use crate::messages::number;
use crate::nudge::{ChartRow, Compare, SizeAdvice, SizeChartDetail};
use crate::size::measures::Measures;
use crate::text::{joined, same};
use gloo::events::EventListener;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlSelectElement};

pub(super) fn build(
    stage: &Rc<Stage>,
    chart: &SizeChartDetail,
    locale: &str,
    options: &RenderOptions,
    listeners: &mut Vec<EventListener>,
) -> Element {
    let dom = &stage.dom;
    let own = Unit::from_symbol(chart.unit).unwrap_or(Unit::Cm);
    let unit = options.unit.unwrap_or(own);
    let mut figures = Figures { cells: Vec::new(), own, locale: locale.to_owned() };
    let (table, marks) = table(dom, chart, &mut figures);
    figures.show(unit);
    // Reached by keyboard, so that it can be scrolled by keyboard.
    let window = [("class", "window"), ("tabindex", "0"), ("role", "region"), ("aria-labelledby", TITLE)];
    let window = dom.element("div", &window, &[&table]);
    let switch = switch(dom, &chart.unit_label, unit);
    let body = dom.element("div", &[("class", "content")], &[]);
    if let Some(advice) = &chart.advice {
        append(&body, &recommendation(dom, advice));
    }
    append(&body, &switch);
    append(&body, &window);
    if let Some(compare) = &chart.compare {
        append(&body, &choice_of_kept(dom, compare, &marks, listeners));
    }
    let measured = chart.measures.measured.clone();
    let (columns, own_marks) = (chart.columns.clone(), Rc::clone(&marks));
    let show_row = move |measures: &Measures| {
        let mut marks = own_marks.borrow_mut();
        let row = measures.row(&columns, own == Unit::In, marks.rows.iter().map(|row| row.row.values.as_slice()));
        marks.mark(Why::Measured, row, &measured);
        row.is_some()
    };
    show_row(&options.measures);
    let (form, fields) = measures_form::build(stage, chart, locale, unit, &options.measures, show_row, listeners);
    append(&body, &form);
    if let Some(how) = &chart.how_to_measure {
        let label = dom.text("summary", &[], &how.label);
        let text = dom.text("p", &[], &how.text);
        append(&body, &dom.element("details", &[("part", "how")], &[&label, &text]));
    }
    let own = Rc::clone(stage);
    listeners.push(listen(&switch, "change", move |event| {
        let chosen = event.target().and_then(|target| target.unchecked_into::<Element>().get_attribute("value"));
        if let Some(unit) = chosen.as_deref().and_then(Unit::from_symbol) {
            figures.show(unit);
            fields.show(unit);
            own.signal(Signal::Measured(unit));
        }
    }));
    body
}

/// The recommended size and why.
pub(super) fn recommendation(dom: &Dom, advice: &SizeAdvice) -> Element {
    let headline = dom.text("strong", &[], &advice.headline);
    let reason = dom.text("span", &[], &advice.reason);
    dom.element("p", &[("part", "advice")], &[&headline, &reason])
}

fn table(dom: &Dom, chart: &SizeChartDetail, figures: &mut Figures) -> (Element, Rc<RefCell<Marks>>) {
    let head = dom.element("tr", &[], &[]);
    for label in std::iter::once(chart.size_label.as_str()).chain(chart.columns.iter().map(String::as_str)) {
        append(&head, &dom.text("th", &[("scope", "col")], label));
    }
    let head = dom.element("thead", &[], &[&head]);
    let body = dom.element("tbody", &[], &[]);
    let mut rows = Vec::new();
    for row in &chart.rows {
        let size = dom.text("span", &[("class", "size")], &row.size);
        let note = dom.element("span", &[("part", "note")], &[]);
        let header = dom.element("th", &[("scope", "row")], &[&size, &note]);
        let line = dom.element("tr", &[], &[&header]);
        for value in &row.values {
            // From left to right in every script: "84–88" is a range of Latin digits.
            let cell = dom.element("td", &[("dir", "ltr")], &[]);
            append(&line, &cell);
            if let Some(range) = value {
                figures.cells.push((cell, *range));
            }
        }
        append(&body, &line);
        let row = MarkedRow { line, note, row: row.clone(), measured: None, compared: None };
        row.paint();
        rows.push(row);
    }
    let table = dom.element("table", &[("part", "table"), ("aria-labelledby", TITLE)], &[&head, &body]);
    (table, Rc::new(RefCell::new(Marks { rows })))
}

/// What stands out in the table, and changes while it is read.
struct Marks {
    rows: Vec<MarkedRow>,
}

struct MarkedRow {
    line: Element,
    note: Element,
    row: ChartRow,
    measured: Option<String>,
    compared: Option<String>,
}

#[derive(Clone, Copy)]
enum Why {
    Measured,
    Compared,
}

impl Marks {
    /// Marks the row at a place, and no other.
    fn mark(&mut self, why: Why, place: Option<usize>, note: &str) {
        for (index, row) in self.rows.iter_mut().enumerate() {
            let own = (place == Some(index)).then(|| note.to_owned());
            match why {
                Why::Measured => row.measured = own,
                Why::Compared => row.compared = own,
            }
            row.paint();
        }
    }
}

impl MarkedRow {
    fn paint(&self) {
        let notes: Vec<&String> = [&self.row.note, &self.measured, &self.compared].into_iter().flatten().collect();
        self.note.set_text_content(Some(&joined(&notes, ", ")));
        if notes.is_empty() {
            let _ = self.line.remove_attribute("part");
        } else {
            set(&self.line, "part", if self.row.recommended { "marked recommended" } else { "marked" });
        }
    }
}

/// A choice among what the shopper kept; the row of that size is marked.
fn choice_of_kept(
    dom: &Dom,
    compare: &Compare,
    marks: &Rc<RefCell<Marks>>,
    listeners: &mut Vec<EventListener>,
) -> Element {
    let select = dom.element("select", &[], &[&dom.text("option", &[("value", "")], &compare.none)]);
    for item in &compare.kept {
        append(&select, &dom.text("option", &[("value", &item.size)], &item.label));
    }
    let (marks, note) = (Rc::clone(marks), compare.note.clone());
    listeners.push(listen(&select, "change", move |event| {
        let Some(target) = event.target() else { return };
        let size = target.unchecked_into::<HtmlSelectElement>().value();
        let place = marks.borrow().rows.iter().position(|row| same(&row.row.size, &size));
        marks.borrow_mut().mark(Why::Compared, place, &note);
    }));
    let label = dom.text("span", &[], &compare.label);
    dom.element("label", &[("part", "compare")], &[&label, &select])
}

fn switch(dom: &Dom, label: &str, chosen: Unit) -> Element {
    let legend = dom.text("legend", &[("class", "unseen")], label);
    let switch = dom.element("fieldset", &[("part", "switch")], &[&legend]);
    for unit in [Unit::Cm, Unit::In] {
        let symbol = unit.symbol();
        let input = dom.element("input", &[("type", "radio"), ("name", "unit"), ("value", symbol)], &[]);
        if unit == chosen {
            set(&input, "checked", "");
        }
        let text = dom.text("span", &[], symbol);
        append(&switch, &dom.element("label", &[], &[&input, &text]));
    }
    switch
}

/// The cells with figures, and the unit that they were given in.
struct Figures {
    cells: Vec<(Element, (f64, f64))>,
    own: Unit,
    locale: String,
}

impl Figures {
    fn show(&self, unit: Unit) {
        let factor = self.own.factor(unit);
        for (cell, (from, to)) in &self.cells {
            cell.set_text_content(Some(&range(from * factor, to * factor, &self.locale)));
        }
    }
}

/// "84–88", or one number where both are the same.
pub(super) fn range(from: f64, to: f64, locale: &str) -> String {
    let (from, to) = (number(from, locale), number(to, locale));
    if from == to { from } else { [from, to].join("–") }
}
