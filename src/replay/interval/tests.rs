use super::*;
use crate::replay::lines::Outcome;
use crate::replay::mapping::Mapping;
use crate::replay::read::Reading;
use crate::replay::returns;
use std::collections::BTreeMap;

/// Splitmix64: the same samples on every machine. Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom
/// number generators", OOPSLA 2014.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn share(&mut self) -> f64 {
        #[allow(clippy::cast_precision_loss)] // 53 bits
        let bits = (self.next() >> 11) as f64;
        bits / 9_007_199_254_740_992.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    fn normal(&mut self) -> f64 {
        let (a, b) = (1.0 - self.share(), self.share());
        (-2.0 * a.ln()).sqrt() * (2.0 * std::f64::consts::PI * b).cos()
    }
}

/// One customer's part: lines with an outcome, how many came back, value at stake, and what another version adds to it.
#[derive(Clone, Copy, Debug, Default)]
struct Customer {
    lines: u64,
    returned: u64,
    at_stake: f64,
    change: f64,
}

/// Customers of whom some are reached, with lines that are alike (each customer has an own rate) and values that lean.
fn population(size: usize, reached: f64, spread: f64, chance: &mut Chance) -> Vec<Customer> {
    let customer = |chance: &mut Chance| {
        let mut one = Customer::default();
        if chance.share() > reached {
            return one;
        }
        let own_rate = (0.3 + 0.25 * chance.normal()).clamp(0.02, 0.98);
        one.lines = 1 + u64::try_from(chance.below(4)).unwrap() * u64::try_from(chance.below(3)).unwrap();
        for _ in 0..one.lines {
            one.returned += u64::from(chance.share() < own_rate);
            one.at_stake += 20.0 * (spread * chance.normal()).exp();
        }
        let sign = if chance.share() < 0.75 { 1.0 } else { -1.0 };
        one.change = if chance.share() < 0.6 { sign * one.at_stake } else { 0.0 };
        one
    };
    (0..size).map(|_| customer(chance)).collect()
}

/// How often the intervals of samples hold the population's own values: of the rate, the amount, the difference.
fn held(population: &[Customer], size: usize, times: u32, chance: &mut Chance) -> [f64; 3] {
    let everyone = crate::replay::report::whole(population.len());
    let mean = |part: fn(&Customer) -> f64| population.iter().map(part).sum::<f64>() / float(everyone);
    let (at_stake, change) = (mean(|one| one.at_stake), mean(|one| one.change));
    let lines: u64 = population.iter().map(|one| one.lines).sum();
    let rate_of_all = float(population.iter().map(|one| one.returned).sum()) / float(lines);
    let mut hits = [(0.0, 0.0); 3];
    for _ in 0..times {
        let sample: Vec<Customer> = (0..size).map(|_| population[chance.below(population.len())]).collect();
        let all = u64::try_from(size).unwrap();
        let found = [
            (rate(sample.iter().map(|one| (one.returned, one.lines))).interval, rate_of_all),
            (amount(sample.iter().map(|one| one.at_stake), all).interval, at_stake * float(all)),
            (amount(sample.iter().map(|one| one.change), all).interval, change * float(all)),
        ];
        for (hit, (interval, value)) in hits.iter_mut().zip(found) {
            // A sample of too little evidence says nothing.
            let Some((low, high)) = interval else { continue };
            hit.0 += f64::from(u8::from(low <= value && value <= high));
            hit.1 += 1.0;
        }
    }
    assert!(hits.iter().all(|(_, found)| *found > 0.4 * f64::from(times)), "{hits:?}");
    hits.map(|(hits, found)| hits / found)
}

/// Population's share of reached customers and its lean, and the sample's size.
const SHOPS: [(f64, f64, usize); 4] = [(0.1, 0.6, 1_500), (0.3, 0.8, 500), (0.05, 0.8, 4_000), (0.5, 1.0, 1_000)];

#[test]
fn intervals_hold_as_often_as_they_say() {
    let mut chance = Chance(4);
    for (reached, spread, size) in SHOPS {
        let population = population(20_000, reached, spread, &mut chance);
        let held = held(&population, size, 2_000, &mut chance);
        let fine = held.iter().all(|share| (0.93..=0.97).contains(share));
        assert!(fine, "rate, amount, difference of {size} at {reached} with {spread}: {held:?}");
    }
}

/// Real customers, as a rule for lines from 80 on would have reached them; a second one from 100 on. `None` where the
/// public data set, which is not part of the project, isn't at hand.
fn real(file: &str, mapping: &Mapping) -> Option<Vec<Customer>> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(file);
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("skipped: no ../shared/data/{file}; the public data set is not part of the project");
        return None;
    };
    let mut reading = Reading::new(mapping.clone(), 0);
    reading.push(&bytes).unwrap();
    let mut lines = reading.finish().unwrap().lines;
    if mapping.return_prefix.is_some() {
        returns::settle(&mut lines);
    }
    let mut customers: BTreeMap<_, Customer> = BTreeMap::new();
    for line in lines.lines.iter().filter(|line| line.customer.is_known()) {
        let one = customers.entry(line.customer).or_default();
        let value = line.price.times(line.quantity).major(line.currency);
        if value < 80.0 {
            continue;
        }
        one.lines += u64::from(line.outcome != Outcome::Unknown);
        one.returned += u64::from(matches!(line.outcome, Outcome::Returned(_)));
        one.at_stake += line.price.times(line.back).major(line.currency);
        one.change += if value < 100.0 { value } else { 0.0 };
    }
    Some(customers.into_values().collect())
}

#[test]
fn intervals_hold_for_real_customers() {
    let Some(customers) = real("returns/order_lines.csv.gz", &Mapping::default()) else { return };
    let held = held(&customers, 2_000, 2_000, &mut Chance(5));
    assert!(held.iter().all(|share| (0.93..=0.97).contains(share)), "of {} customers: {held:?}", customers.len());
}

/// `cargo test --profile native -p cartnudge --lib replay::interval -- --ignored --nocapture`
#[test]
#[ignore = "prints the figures of docs/simulation.md; takes a minute"]
fn coverage_in_full() {
    println!("reached  lean  sample    rate  amount  difference");
    for (reached, spread, size) in SHOPS.into_iter().chain([(0.1, 0.8, 1_000), (0.1, 1.2, 1_000), (0.1, 1.5, 1_000)]) {
        let mut chance = Chance(1_992);
        let population = population(50_000, reached, spread, &mut chance);
        let [rate, amount, difference] = held(&population, size, 20_000, &mut chance).map(|share| share * 100.0);
        println!("{reached:7}  {spread:4}  {size:6}  {rate:5.1}%  {amount:5.1}%  {difference:9.1}%");
    }
    let gifts = serde_json::json!({"columns": {"order_id": "Invoice", "ordered_at": "InvoiceDate",
        "customer_id": "Customer ID", "item_id": "StockCode", "price": "Price", "quantity": "Quantity"},
        "return_prefix": "C", "currency": "GBP", "skip_free": true});
    for (file, mapping) in [
        ("returns/order_lines.csv.gz", Mapping::default()),
        ("orders/online_retail_2009_2010.csv.gz", Mapping::read(&gifts).unwrap()),
    ] {
        let Some(customers) = real(file, &mapping) else { continue };
        for size in [500, 2_000, 4_000] {
            let [rate, amount, difference] =
                held(&customers, size, 20_000, &mut Chance(1_992)).map(|share| share * 100.0);
            println!("{size} of {file}: rate {rate:.1}%, amount {amount:.1}%, difference {difference:.1}%");
        }
    }
}

#[test]
fn quantiles_are_student_s() {
    // Source: any table of the distribution.
    for (df, quantile) in [(9.0, 2.262_16), (19.0, 2.093_02), (29.0, 2.045_23), (99.0, 1.984_22), (1e9, 1.959_96)] {
        assert!((t(df) - quantile).abs() < 3e-4, "{df}: {}", t(df));
    }
}

#[test]
fn a_rate_of_single_lines_is_nearly_wilson_s() {
    let found = rate((0..1_000).map(|at| (u64::from(at % 10 == 0), 1)));
    let (low, high) = found.interval.unwrap();
    let (wilson_low, wilson_high) = crate::replay::auc::wilson(100, 1_000).unwrap();
    assert!((low - wilson_low).abs() < 1e-3 && (high - wilson_high).abs() < 1e-3, "{low} {high}");
}

#[test]
fn lines_that_are_alike_count_less() {
    let alone = rate((0..400).map(|at| (u64::from(at % 4 == 0), 1))).interval.unwrap();
    let alike = rate((0..40).map(|at| (if at % 4 == 0 { 10 } else { 0 }, 10))).interval.unwrap();
    assert!(alike.1 - alike.0 > 2.5 * (alone.1 - alone.0), "{alone:?} {alike:?}");
    // None came back: as sure as the customers are many, not the lines.
    let none = rate((0..40).map(|_| (0, 10))).interval.unwrap();
    assert!(none.0 == 0.0 && none.1 > 0.08, "{none:?}");
}

#[test]
fn too_little_evidence_has_no_interval() {
    assert_eq!(rate([].into_iter()), Rate { estimate: None, interval: None, customers: 0 });
    assert_eq!(rate((0..19).map(|_| (1, 2))), Rate { estimate: Some(0.5), interval: None, customers: 19 });
    assert_eq!(rate((0..29).map(|_| (1, 1))).interval, None);
    assert!(rate((0..20).map(|_| (1, 2))).interval.is_some());
    assert_eq!(amount((0..29).map(f64::from), 100), Amount { estimate: 406.0, interval: None, customers: 28 });
    assert!(amount((1..31).map(f64::from), 100).interval.is_some());
}

#[test]
fn an_amount_leans_as_its_parts_do_and_turns_with_its_sign() {
    let parts: Vec<f64> = (1..200).map(|at| f64::from(at * at)).collect();
    let up = amount(parts.iter().copied(), 1_000);
    let (low, high) = up.interval.unwrap();
    assert!(low > 0.0 && high - up.estimate > up.estimate - low, "{up:?}");
    let down = amount(parts.iter().map(|part| -part), 1_000);
    let turned = down.interval.unwrap();
    assert!((turned.0 + high).abs() < 1e-6 && (turned.1 + low).abs() < 1e-6, "{up:?} {down:?}");
    let both = amount(parts.iter().enumerate().map(|(at, part)| if at % 2 == 0 { *part } else { -part }), 1_000);
    let (low, high) = both.interval.unwrap();
    assert!(low < 0.0 && 0.0 < high, "{both:?}");
}
