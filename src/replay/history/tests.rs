use super::*;
use crate::customer::Spread;
use crate::money::Money;
use crate::replay::made::bought;
use crate::replay::misfit::Misfit;
use crate::replay::returns;
use proptest::prelude::*;

const LAG: u32 = 31;

fn days(days: i64) -> i64 {
    days * DAY
}

/// The inputs of all carts, by time.
fn inputs(lines: &Lines) -> Vec<Input> {
    inputs_with(lines, Products::default())
}

fn inputs_with(lines: &Lines, feed: Products) -> Vec<Input> {
    let orders = lines.orders();
    let mut history = History::new(lines, feed, LAG);
    (0..orders.len()).filter_map(|at| history.input(lines, &orders, at)).collect()
}

fn add(lines: &mut Lines, order: &str, who: &str, item: &str, at: i64, outcome: Outcome) {
    let line = OrderLine { outcome, ..bought(lines, order, who, item, at) };
    lines.lines.push(line);
}

#[test]
fn a_first_order_is_new_and_nobody_is_unknown() {
    let mut lines = Lines::default();
    add(&mut lines, "o1", "ann", "a", 0, Outcome::Kept);
    add(&mut lines, "o2", "", "a", 1, Outcome::Unknown);
    let inputs = inputs(&lines);
    let signals = inputs[0].customer.as_ref().unwrap();
    assert_eq!((signals.orders, signals.lines_with_outcome, signals.orders_1d), (Some(0), Some(0), Some(0)));
    assert_eq!(signals.order_value, Spread::default());
    assert_eq!(inputs[1].customer, None);
    assert_eq!((inputs[0].visitor_id.as_str(), inputs[1].visitor_id.as_str()), ("ann", "o2"));
}

#[test]
fn outcomes_show_once_they_are_known() {
    let mut lines = Lines::default();
    add(&mut lines, "o1", "ann", "kept", 0, Outcome::Kept);
    add(&mut lines, "o1", "ann", "early", 0, Outcome::Returned(Some(Timestamp(days(5)))));
    add(&mut lines, "o1", "ann", "late", 0, Outcome::Returned(Some(Timestamp(days(40)))));
    add(&mut lines, "o1", "ann", "undated", 0, Outcome::Returned(None));
    add(&mut lines, "o1", "ann", "unknown", 0, Outcome::Unknown);
    for (order, at) in [("p1", days(5)), ("p2", days(5) + 1), ("p3", days(31) - 1), ("p4", days(31)), ("p5", days(41))]
    {
        add(&mut lines, order, "ann", "next", at, Outcome::Unknown);
    }
    let known: Vec<(u32, u32)> = inputs(&lines)
        .iter()
        .map(|input| {
            let signals = input.customer.as_ref().unwrap();
            (signals.lines_with_outcome.unwrap(), signals.lines_returned.unwrap())
        })
        .collect();
    assert_eq!(known, [(0, 0), (0, 0), (0, 0), (0, 0), (4, 2), (4, 3)]);
}

#[test]
fn a_product_s_outcomes_are_everyone_s_and_of_that_time() {
    let mut lines = Lines::default();
    add(&mut lines, "o1", "ann", "a", 0, Outcome::Returned(Some(Timestamp(5))));
    add(&mut lines, "o2", "bob", "a", 1, Outcome::Kept);
    add(&mut lines, "o3", "eve", "a", days(40), Outcome::Kept);
    let inputs = inputs(&lines);
    let outcomes = |at: usize| inputs[at].products.of(&inputs[at].cart.lines[0]).and_then(|product| product.outcomes);
    assert_eq!(outcomes(1), None);
    assert_eq!(outcomes(2), Some(Outcomes { bought: 2, returned: 1 }));
}

#[test]
fn sizes_colours_brands_and_prices_are_counted_as_they_become_known() {
    let mut lines = Lines { has_brands: true, ..Lines::default() };
    for (order, item, at, size, price, outcome) in [
        ("o1", "a", 0, "M", 1_000, Outcome::Returned(None)),
        ("o2", "a", 1, "m", 3_000, Outcome::Kept),
        ("o3", "b", 2, "S", 500, Outcome::Kept),
        ("o4", "a", 40, "S", 1_000, Outcome::Unknown),
    ] {
        let line = bought(&mut lines, order, order, item, days(at));
        let (brand, size) = (lines.names.intern("Aurel"), lines.names.intern(size));
        lines.lines.push(OrderLine { price: Money::from_minor(price), brand, size, outcome, ..line });
    }
    let inputs = inputs(&lines);
    let product = |at: usize| inputs[at].products.of(&inputs[at].cart.lines[0]);
    assert_eq!(product(0), None);
    let young = product(1).unwrap();
    assert_eq!((young.outcomes, young.brand_outcomes, young.size_outcomes.len()), (None, None, 0));
    assert_eq!((young.usual_price.unwrap().mean, young.first_sold_at), (10.0, Some(Timestamp(0))));
    let known = product(3).unwrap();
    assert_eq!(known.size_outcomes, [("M".to_owned(), Outcomes { bought: 2, returned: 1 })]);
    assert_eq!(known.brand_outcomes, Some(Outcomes { bought: 3, returned: 1 }));
    assert_eq!(known.usual_price.unwrap().mean, 20.0);
}

#[test]
fn what_a_feed_says_of_outcomes_is_of_today_and_left_out() {
    let feed = serde_json::json!([{"item_id": "a", "sizes": ["S"], "outcomes": {"bought": 9, "returned": 9}}]);
    let feed = Products::read(crate::json::Node::root(&feed), &mut crate::diagnostic::Diagnostics::default());
    let mut lines = Lines::default();
    add(&mut lines, "o1", "ann", "a", 0, Outcome::Kept);
    let inputs = inputs_with(&lines, feed);
    let product = inputs[0].products.of(&inputs[0].cart.lines[0]).unwrap();
    assert_eq!((inputs.len(), product.outcomes, product.sizes.as_slice()), (1, None, &["S".to_owned()][..]));
}

#[test]
fn rhythm_values_and_kept_sizes_are_those_of_the_past() {
    let mut lines = Lines { has_categories: true, has_brands: true, ..Lines::default() };
    for (order, at, price, category) in
        [("o1", 0, 1_000, "Dresses"), ("o2", 100, 3_000, "dresses"), ("o3", 150, 2_000, "Shoes")]
    {
        let line = bought(&mut lines, order, "ann", order, days(at));
        let (category, size) = (lines.names.intern(category), lines.names.intern("M"));
        lines.lines.push(OrderLine { price: Money::from_minor(price), category, size, outcome: Outcome::Kept, ..line });
    }
    add(&mut lines, "o4", "ann", "a", days(150) + 1, Outcome::Kept);
    let inputs = inputs(&lines);
    let signals = inputs[3].customer.as_ref().unwrap();
    assert_eq!(signals.order_value, Spread { mean: Some(20.0), sd: Some(10.0) });
    assert_eq!(signals.order_interval_days, Spread { mean: Some(75.0), sd: Some(1250.0_f64.sqrt()) });
    assert_eq!((signals.orders_1d, signals.orders_90d, signals.orders_prior_90d), (Some(1), Some(2), Some(1)));
    assert_eq!(signals.new_categories_90d, Some(1));
    let categories: Vec<(&str, u32)> =
        signals.categories.as_ref().unwrap().iter().map(|tally| (tally.name.as_str(), tally.bought)).collect();
    assert_eq!(categories, [("Dresses", 2), ("Shoes", 1)]);
    let kept: Vec<(Option<&str>, u32)> =
        signals.kept_sizes.iter().map(|kept| (kept.category.as_deref(), kept.count)).collect();
    assert_eq!(kept, [(Some("Dresses"), 2)]);
}

/// A line of ann's order at 0, in size M of one brand and category.
fn sent_back(lines: &mut Lines, outcome: Outcome, misfit: Option<Misfit>) -> OrderLine {
    let line = bought(lines, "o1", "ann", "a", 0);
    let names = &mut lines.names;
    let (brand, category, size) = (names.intern("Aurel"), names.intern("Dresses"), names.intern("M"));
    OrderLine { brand, category, size, outcome, misfit, ..line }
}

/// For each cart after the first: how often size M was known as kept, too small and too large.
fn sizes(lines: &mut Lines, carts: &[i64]) -> Vec<(u32, u32, u32)> {
    for at in carts {
        add(lines, &format!("p{at}"), "ann", "next", *at, Outcome::Unknown);
    }
    let of = |input: &Input| {
        let signals = input.customer.as_ref().unwrap();
        let kept = signals.kept_sizes.first().map_or(0, |kept| kept.count);
        let (small, large) = signals.returned_sizes.first().map_or((0, 0), |one| (one.too_small, one.too_large));
        (kept, small, large)
    };
    inputs(lines).iter().skip(1).map(of).collect()
}

#[test]
fn what_came_back_for_its_size_counts_once_the_return_is_known() {
    let mut lines = Lines::default();
    let early = Outcome::Returned(Some(Timestamp(days(5))));
    let late = Outcome::Returned(Some(Timestamp(days(40))));
    for (outcome, misfit) in
        [(early, Misfit::TooSmall), (Outcome::Returned(None), Misfit::TooSmall), (late, Misfit::TooLarge)]
    {
        let line = sent_back(&mut lines, outcome, Some(misfit));
        lines.lines.push(line);
    }
    let known = sizes(&mut lines, &[days(6), days(31) - 1, days(31), days(40), days(40) + 1]);
    assert_eq!(known, [(0, 0, 0), (0, 0, 0), (1, 2, 0), (1, 2, 0), (0, 2, 1)]);
}

#[test]
fn a_line_counts_once_however_many_of_its_pieces_came_back() {
    let mut lines = Lines::default();
    let line = sent_back(&mut lines, Outcome::Returned(None), Some(Misfit::TooSmall));
    lines.lines.push(OrderLine { quantity: 3, back: 2, ..line });
    assert_eq!(sizes(&mut lines, &[days(31)]), [(0, 1, 0)]);
}

#[test]
fn without_such_a_reason_a_return_or_a_size_nothing_is_too_small() {
    let mut lines = Lines::default();
    let (back, small) = (Outcome::Returned(None), Some(Misfit::TooSmall));
    let of_no_size = OrderLine { size: Id::BLANK, ..sent_back(&mut lines, back, small) };
    for (outcome, misfit) in [(back, None), (Outcome::Unknown, small), (Outcome::Kept, small)] {
        let line = sent_back(&mut lines, outcome, misfit);
        lines.lines.push(line);
    }
    lines.lines.push(of_no_size);
    assert_eq!(sizes(&mut lines, &[days(31)]), [(1, 0, 0)]);
}

/// Purchases and returns of a few customers and items in any order of time.
fn histories() -> impl Strategy<Value = Vec<(u8, u8, i64, bool, u32)>> {
    prop::collection::vec((0_u8..4, 0_u8..4, 0_i64..120, prop::bool::weighted(0.3), 1_u32..4), 1..40)
}

/// A history of all entries before `until`; customer 0 is nobody.
fn built(entries: &[(u8, u8, i64, bool, u32)], until: i64) -> Lines {
    let mut lines = Lines::default();
    for (index, (who, item, at, is_return, quantity)) in entries.iter().enumerate() {
        if *at >= until {
            continue;
        }
        let name = if *who == 0 { String::new() } else { format!("c{who}") };
        let line = bought(&mut lines, &format!("o{index:03}"), &name, &format!("i{item}"), days(*at));
        let named = |names: &mut Names, kind: &str, number: u8| names.intern(&format!("{kind}{}", number % 2));
        let line = OrderLine {
            brand: named(&mut lines.names, "brand", *item),
            size: named(&mut lines.names, "size", *who),
            color: named(&mut lines.names, "color", who + item),
            price: Money::from_minor(1_000 + i64::from(*who)),
            ..line
        };
        if *is_return {
            lines.returns.push(crate::replay::lines::ReturnLine {
                at: line.at,
                customer: line.customer,
                item: line.item,
                quantity: *quantity,
                misfit: [None, Some(Misfit::TooSmall), Some(Misfit::TooLarge)][*quantity as usize % 3],
            });
        } else {
            lines.lines.push(OrderLine { quantity: *quantity, ..line });
        }
    }
    returns::settle(&mut lines);
    lines
}

proptest! {
    #[test]
    fn what_comes_later_changes_no_earlier_cart(entries in histories(), until in 1_i64..120) {
        let whole = inputs(&built(&entries, i64::MAX));
        let part = inputs(&built(&entries, until));
        prop_assert!(part.len() <= whole.len());
        for (early, same) in part.iter().zip(&whole) {
            prop_assert_eq!(format!("{early:?}"), format!("{same:?}"));
        }
    }

    #[test]
    fn the_file_s_own_order_changes_nothing(entries in histories()) {
        let straight = built(&entries, i64::MAX);
        let mut turned = built(&entries, i64::MAX);
        turned.lines.reverse();
        let (a, b) = (inputs(&straight), inputs(&turned));
        prop_assert_eq!(a.len(), b.len());
        for (a, b) in a.iter().zip(&b) {
            prop_assert_eq!(format!("{a:?}"), format!("{b:?}"));
        }
    }
}
