//! What a proof rests on: every decision's facts are in some cell, and no relation excludes them.

use super::domain::{Store, variable_of, variable_of_segment};
use super::draft::{Draft, Wish};
use super::world::World;
use super::{NOW, terms};
use crate::engine::{Engine, read_input};
use crate::features::{CATALOGUE, Definition, Kind, Row, Scope, Strings};
use crate::segment::Segment;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A rule for each number fact, so that each is cut where conditions would cut it.
fn engine() -> Engine {
    let numbers = CATALOGUE.iter().filter(|definition| definition.kind == Kind::Number);
    let tests = numbers.map(|definition| json!({ ">": [{ "var": definition.name }, 0.4] }));
    let cuts = [1.0, 2.0, 5.0, 80.0, 500.0].map(|cut| json!({ ">": [{ "var": "cart.value" }, cut] }));
    let segments = Segment::ALL.map(|segment| json!({ "in": [segment.name(), { "var": "customer.segments" }] }));
    let rules: Vec<Value> = tests
        .chain(cuts)
        .chain(segments)
        .enumerate()
        .map(|(id, when)| json!({ "id": id.to_string(), "when": when, "nudge": { "type": "chat_prompt" } }))
        .collect();
    Engine::new(&json!({ "rules": { "rules": rules } })).unwrap().0
}

fn wish(definition: &Definition) -> BoxedStrategy<Wish> {
    let number = prop_oneof![
        prop::sample::select(vec![0.0, 0.1, 0.25, 0.4, 0.5, 0.9, 1.0]),
        prop::sample::select(vec![1.0, 2.0, 3.0, 5.0, 8.0, 30.0]),
        (0.0..40.0_f64).prop_map(libm::floor),
    ];
    let some = match definition.kind {
        Kind::Text => prop::sample::select(vec!["M", "Size 1", "Aurel", "Dresses", "cart", "Jewellery"])
            .prop_map(|text| Wish::Text(text.to_owned()))
            .boxed(),
        Kind::Flag => prop::sample::select(vec![0.0, 1.0]).prop_map(Wish::Number).boxed(),
        _ => number.prop_map(Wish::Number).boxed(),
    };
    prop_oneof![6 => Just(Wish::Any), 1 => Just(Wish::Null), 3 => some].boxed()
}

fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    CATALOGUE.iter().map(wish).collect::<Vec<_>>()
}

/// The one cell of each fact, and of each segment.
fn cells_of(
    world: &World,
    store: &mut Store,
    row: &Row,
    segments: &[Segment],
    has_lines: bool,
) -> Result<(), TestCaseError> {
    let mut keep = |place: usize, cell: usize| {
        let variable = &world.domains.variables[place];
        let mut mask = vec![0; variable.words()];
        mask[cell / 64] |= 1 << (cell % 64);
        store.narrow(variable, &mask).1
    };
    // The cart's row has nothing of a line.
    let is_asked = |one: &&Definition| has_lines || one.scope == Scope::Cart;
    for definition in CATALOGUE.iter().filter(|one| !matches!(one.kind, Kind::Texts | Kind::Lines)).filter(is_asked) {
        let place = variable_of(definition.fact);
        let value = row.cell(definition.fact);
        let cell = world.domains.variables[place].cell_of(value, definition.kind == Kind::Text);
        prop_assert!(cell.is_some(), "{} = {value} is in no cell", definition.name);
        prop_assert!(keep(place, cell.unwrap_or(0)), "{} = {value} can't be", definition.name);
    }
    for segment in Segment::ALL {
        let is_in = usize::from(segments.contains(&segment));
        prop_assert!(keep(variable_of_segment(segment), is_in), "{segment:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_relation_excludes_what_is(wishes in wishes(), has_lines in prop::bool::weighted(0.9)) {
        thread_local! {
            static SCENE: (Engine, World) = {
                let engine = engine();
                let world = World::new(&[&engine.rules().document]).0;
                (engine, world)
            };
        }
        SCENE.with(|(engine, world)| {
            let mut draft = Draft::new();
            for (definition, wish) in CATALOGUE.iter().zip(wishes) {
                draft.wish(definition.fact, wish);
            }
            let mut at = terms::usual(NOW, 0);
            at.has_lines = has_lines;
            let Ok((input, _)) = read_input(&draft.input(&at, engine.settings())) else { return Ok(()) };
            let mut strings = Strings::new(&world.symbols);
            let facts = engine.facts_in(&input, &mut strings);
            let Some(row) = (if has_lines { facts.lines.first() } else { Some(&facts.cart) }) else { return Ok(()) };
            let segments: Vec<Segment> =
                Segment::ALL.into_iter().filter(|one| facts.segments.contains(&strings.symbol(one.name()))).collect();
            let mut store = world.domains.full();
            cells_of(world, &mut store, row, &segments, has_lines)?;
            prop_assert_eq!(world.excluded_by(&store, has_lines), None);
            Ok(())
        })?;
    }
}
