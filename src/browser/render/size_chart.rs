//! The size chart: a table that scrolls inside itself, in centimetres or inches.

use super::dialog::TITLE;
use super::dom::{Dom, append, listen, set};
use super::stage::Stage;
use super::{Signal, Unit};
use crate::nudge::{ChartRow, HowTo, SizeAdvice};
use crate::text::decimal;
use gloo::events::EventListener;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// The parts of `Detail::SizeChart`.
pub(super) struct Chart<'a> {
    pub unit: &'a str,
    pub unit_label: &'a str,
    pub size_label: &'a str,
    pub columns: &'a [String],
    pub rows: &'a [ChartRow],
    pub advice: &'a Option<SizeAdvice>,
    pub how_to_measure: &'a Option<HowTo>,
}

pub(super) fn build(
    stage: &Rc<Stage>,
    chart: &Chart<'_>,
    locale: &str,
    preferred: Option<Unit>,
    listeners: &mut Vec<EventListener>,
) -> Element {
    let dom = &stage.dom;
    let own = Unit::from_symbol(chart.unit).unwrap_or(Unit::Cm);
    let unit = preferred.unwrap_or(own);
    let mut figures = Figures { cells: Vec::new(), own, comma: decimal_comma(locale) };
    let table = table(dom, chart, &mut figures);
    figures.show(unit);
    // Reached by keyboard, so that it can be scrolled by keyboard.
    let window = [("class", "window"), ("tabindex", "0"), ("role", "region"), ("aria-labelledby", TITLE)];
    let window = dom.element("div", &window, &[&table]);
    let switch = switch(dom, chart.unit_label, unit);
    let body = dom.element("div", &[("class", "content")], &[]);
    if let Some(advice) = chart.advice {
        let headline = dom.text("strong", &[], &advice.headline);
        let reason = dom.text("span", &[], &advice.reason);
        append(&body, &dom.element("p", &[("part", "advice")], &[&headline, &reason]));
    }
    append(&body, &switch);
    append(&body, &window);
    if let Some(how) = chart.how_to_measure {
        let label = dom.text("summary", &[], &how.label);
        let text = dom.text("p", &[], &how.text);
        append(&body, &dom.element("details", &[("part", "how")], &[&label, &text]));
    }
    let own = Rc::clone(stage);
    listeners.push(listen(&switch, "change", move |event| {
        let chosen = event.target().and_then(|target| target.unchecked_into::<Element>().get_attribute("value"));
        if let Some(unit) = chosen.as_deref().and_then(Unit::from_symbol) {
            figures.show(unit);
            own.signal(Signal::Measured(unit));
        }
    }));
    body
}

fn table(dom: &Dom, chart: &Chart<'_>, figures: &mut Figures) -> Element {
    let head = dom.element("tr", &[], &[]);
    for label in std::iter::once(chart.size_label).chain(chart.columns.iter().map(String::as_str)) {
        append(&head, &dom.text("th", &[("scope", "col")], label));
    }
    let head = dom.element("thead", &[], &[&head]);
    let body = dom.element("tbody", &[], &[]);
    for row in chart.rows {
        let size = dom.text("span", &[("class", "size")], &row.size);
        let header = dom.element("th", &[("scope", "row")], &[&size]);
        let line = dom.element("tr", &[], &[&header]);
        if let Some(note) = &row.note {
            append(&header, &dom.text("span", &[("part", "note")], note));
            set(&line, "part", if row.recommended { "marked recommended" } else { "marked" });
        }
        for value in &row.values {
            // From left to right in every script: "84–88" is a range of Latin digits.
            let cell = dom.element("td", &[("dir", "ltr")], &[]);
            append(&line, &cell);
            if let Some(range) = value {
                figures.cells.push((cell, *range));
            }
        }
        append(&body, &line);
    }
    dom.element("table", &[("part", "table"), ("aria-labelledby", TITLE)], &[&head, &body])
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
    comma: bool,
}

impl Figures {
    fn show(&self, unit: Unit) {
        let factor = match (self.own, unit) {
            (Unit::Cm, Unit::In) => 1.0 / 2.54,
            (Unit::In, Unit::Cm) => 2.54,
            _ => 1.0,
        };
        for (cell, (from, to)) in &self.cells {
            cell.set_text_content(Some(&self.range(from * factor, to * factor)));
        }
    }

    fn range(&self, from: f64, to: f64) -> String {
        let (from, to) = (decimal(from, 1), decimal(to, 1));
        let text = if from == to { from } else { [from, to].join("–") };
        if self.comma { text.replace('.', ",") } else { text }
    }
}

/// Whether the language of a tag separates decimals by a comma.
fn decimal_comma(tag: &str) -> bool {
    const COMMA: &str = "bg ca cs da de el es et fi fr hr hu id it lt lv nb nl no pl pt ro ru sk sl sr sv tr uk vi";
    let language = tag.split(['-', '_']).next().unwrap_or_default();
    COMMA.split(' ').any(|comma| comma.eq_ignore_ascii_case(language))
}
