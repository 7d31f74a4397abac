//! What changed between two carts, for pages that give whole carts.

use super::ga4::SizeChange;
use crate::cart::{Cart, Line, distinct};
use crate::text::same;

/// Sizes that were swapped, and lines of products that left.
#[must_use]
pub fn compare<'a>(before: &'a Cart, after: &Cart) -> (Vec<SizeChange>, Vec<&'a Line>) {
    let mut changes = Vec::new();
    let mut removed = Vec::new();
    for group in distinct(before.lines.iter().map(|line| line.item_group_id.as_str())) {
        let now = after.sizes_of(group);
        let was = before.sizes_of(group);
        let gone: Vec<&str> = was.iter().copied().filter(|size| !now.iter().any(|own| same(own, size))).collect();
        let come: Vec<&str> = now.iter().copied().filter(|size| !was.iter().any(|own| same(own, size))).collect();
        for (from, to) in gone.iter().zip(&come) {
            let (from, to) = ((*from).to_owned(), (*to).to_owned());
            changes.push(SizeChange { item_group_id: group.to_owned(), from, to });
        }
        let swapped = gone.get(..come.len().min(gone.len())).unwrap_or(&[]);
        let is_swapped =
            |line: &Line| line.size.as_deref().is_some_and(|size| swapped.iter().any(|own| same(own, size)));
        let stays = |line: &Line| after.group(group).any(|own| own.item_id == line.item_id && own.size == line.size);
        removed.extend(before.group(group).filter(|line| !is_swapped(line) && !stays(line)));
    }
    (changes, removed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn cart(lines: &[(&str, &str)]) -> Cart {
        let line = |(group, size): &(&str, &str)| Line {
            item_id: format!("{group}-{size}"),
            item_group_id: (*group).to_owned(),
            size: Some((*size).to_owned()),
            quantity: 1,
            ..Line::default()
        };
        Cart { lines: lines.iter().map(line).collect(), ..Cart::empty(Currency::read("EUR").unwrap()) }
    }

    #[test]
    fn a_swap_is_a_size_change_and_not_a_removal() {
        let (before, after) = (cart(&[("dress", "S"), ("boots", "39")]), cart(&[("dress", "M")]));
        let (changes, removed) = compare(&before, &after);
        assert_eq!(changes, [SizeChange { item_group_id: "dress".into(), from: "S".into(), to: "M".into() }]);
        assert_eq!(removed.iter().map(|line| line.item_id.as_str()).collect::<Vec<_>>(), ["boots-39"]);
    }

    #[test]
    fn one_of_two_sizes_is_a_removal() {
        let (before, after) = (cart(&[("dress", "S"), ("dress", "M")]), cart(&[("dress", "M")]));
        let (changes, removed) = compare(&before, &after);
        assert!(changes.is_empty());
        assert_eq!(removed.len(), 1);
        assert_eq!(compare(&before, &before), (vec![], vec![]));
    }
}
