//! Return invoices: which earlier purchase each of their lines takes back.

use crate::replay::lines::{Id, Lines, Outcome};
use serde::Serialize;
use std::collections::HashMap;

/// What return invoices came to. Each return line is counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Matched {
    /// Lines of return invoices.
    pub lines: u64,
    /// Every piece was found among the customer's earlier purchases.
    pub whole: u64,
    /// Some pieces were found.
    pub in_part: u64,
    /// The customer bought no such item earlier in this file, or had returned it already.
    pub without_purchase: u64,
    /// The return names no customer.
    pub without_customer: u64,
}

/// Marks the lines that return invoices take back; lines of known customers that none takes back were kept.
///
/// A return takes the same customer's latest earlier purchases of the item first, as far as they aren't returned in
/// full. A line of which any piece comes back is a returned line, from its first return on; that one says why.
pub fn settle(lines: &mut Lines) -> Matched {
    let mut purchases: HashMap<(Id, Id), Vec<u32>> = HashMap::new();
    for (place, line) in (0_u32..).zip(&mut lines.lines) {
        if line.customer.is_known() {
            purchases.entry((line.customer, line.item)).or_default().push(place);
            if line.outcome == Outcome::Unknown {
                line.outcome = Outcome::Kept;
            }
        }
    }
    for places in purchases.values_mut() {
        // Stable: lines of one order keep the file's order.
        places.sort_by_key(|place| lines.line(*place).map(|line| (line.at, lines.names.get(line.order))));
    }
    let mut left: Vec<u32> = lines.lines.iter().map(|line| line.quantity).collect();
    let mut returns = lines.returns.clone();
    returns.sort_by_key(|line| line.at);
    let mut matched = Matched::default();
    for back in &returns {
        matched.lines += 1;
        if !back.customer.is_known() {
            matched.without_customer += 1;
            continue;
        }
        let mut pieces = back.quantity;
        for place in purchases.get(&(back.customer, back.item)).into_iter().flatten().rev() {
            let (Some(line), Some(left)) = (lines.lines.get_mut(*place as usize), left.get_mut(*place as usize)) else {
                continue;
            };
            if line.at >= back.at || *left == 0 {
                continue;
            }
            let taken = pieces.min(*left);
            *left -= taken;
            pieces -= taken;
            line.back = line.back.saturating_add(taken).min(line.quantity);
            if !matches!(line.outcome, Outcome::Returned(_)) {
                line.outcome = Outcome::Returned(Some(back.at));
                line.misfit = back.misfit.or(line.misfit);
            }
            if pieces == 0 {
                break;
            }
        }
        match pieces {
            0 => matched.whole += 1,
            rest if rest < back.quantity => matched.in_part += 1,
            _ => matched.without_purchase += 1,
        }
    }
    matched
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::lines::{OrderLine, ReturnLine};
    use crate::replay::made::{bought, customer};
    use crate::replay::misfit::Misfit;
    use crate::time::Timestamp;

    fn back(lines: &mut Lines, who: &str, item: &str, at: i64, quantity: u32) -> ReturnLine {
        let names = &mut lines.names;
        let (customer, item) = (names.intern(who), names.intern(item));
        ReturnLine { at: Timestamp(at), customer, item, quantity, misfit: None }
    }

    fn outcomes(lines: &Lines) -> Vec<Outcome> {
        lines.lines.iter().map(|line: &OrderLine| line.outcome).collect()
    }

    #[test]
    fn a_return_takes_the_latest_earlier_purchase_first() {
        let mut lines = Lines::default();
        for (order, at) in [("o1", 10), ("o2", 20), ("o3", 40)] {
            let line = OrderLine { quantity: 2, ..bought(&mut lines, order, "ann", "mug", at) };
            lines.lines.push(line);
        }
        lines.returns = vec![back(&mut lines, "ann", "mug", 30, 3), back(&mut lines, "ann", "mug", 35, 5)];
        let matched = settle(&mut lines);
        let returned = |at| Outcome::Returned(Some(Timestamp(at)));
        assert_eq!(outcomes(&lines), [returned(30), returned(30), Outcome::Kept]);
        let back: Vec<u32> = lines.lines.iter().map(|line| line.back).collect();
        assert_eq!(back, [2, 2, 0]);
        assert_eq!(matched, Matched { lines: 2, whole: 1, in_part: 1, ..Matched::default() });
    }

    #[test]
    fn the_first_return_says_why() {
        let mut lines = Lines::default();
        let line = OrderLine { quantity: 2, ..bought(&mut lines, "o1", "ann", "mug", 10) };
        lines.lines.push(line);
        let small = ReturnLine { misfit: Some(Misfit::TooSmall), ..back(&mut lines, "ann", "mug", 20, 1) };
        lines.returns = vec![ReturnLine { at: Timestamp(30), misfit: Some(Misfit::TooLarge), ..small }, small];
        settle(&mut lines);
        assert_eq!(lines.lines[0].misfit, Some(Misfit::TooSmall));
    }

    #[test]
    fn returns_that_match_nothing_are_counted() {
        let mut lines = Lines::default();
        let line = bought(&mut lines, "o1", "ann", "mug", 10);
        let nobody = OrderLine { customer: customer(&mut lines, ""), ..line };
        lines.lines = vec![line, nobody];
        lines.returns = vec![
            back(&mut lines, "ann", "mug", 10, 1),
            back(&mut lines, "ann", "cup", 30, 1),
            back(&mut lines, "bob", "mug", 30, 1),
            back(&mut lines, "", "mug", 30, 1),
        ];
        let matched = settle(&mut lines);
        assert_eq!(outcomes(&lines), [Outcome::Kept, Outcome::Unknown]);
        assert_eq!(matched, Matched { lines: 4, without_purchase: 3, without_customer: 1, ..Matched::default() });
    }
}
