//! Why: exact SHAP values of trees, path-dependent (S. Lundberg et al., "From local explanations to global
//! understanding with explainable AI for trees", Nature Machine Intelligence 2, 2020).
//!
//! A leaf's game: its value, times `1` or `0` for each known feature of its path (whether the row takes the path's way
//! at all of that feature's splits), times `z` for each unknown one (the share of training rows that do). A feature's
//! Shapley value is the integral over `t` from 0 to 1 of its marginal worth when every other feature is known with
//! probability `t` (G. Owen, "Multilinear extensions of games", 1972):
//!
//! ```text
//! φᵢ = ∫ value × (oᵢ − zᵢ) × ∏ⱼ≠ᵢ ((1 − t) zⱼ + t oⱼ) dt
//! ```
//!
//! That is a polynomial in `t`, so Gauss–Legendre quadrature with half as many points as a path has features is exact.
//! At one `t`, a split sends the share `r` of what reaches it to the left and the rest to the right: `(1 − t) z + t o`,
//! over the same of the feature's splits above. So the products go down the tree in one pass over flat arrays, and the
//! leaves' means come up in another, where each split adds `product × (left mean − right mean) × c` to its feature;
//! without a split by the feature above, `c` is `o − z`.

use super::{Node, Root, UNKNOWN_GOES_LEFT, next};
use crate::features::Fact;

/// What contributions need of trees besides their nodes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Paths {
    /// The features, in the model's order.
    pub features: Vec<Fact>,
    /// The mean of the trees' sum over what they were trained on.
    pub mean: f64,
    trees: Vec<Tree>,
    /// All trees' splits, each tree's in pre-order.
    splits: Vec<Split>,
    /// Points and weights: one rule of one point, one of two, …
    rules: Vec<(f64, f64)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Tree {
    /// Its nodes.
    from: usize,
    to: usize,
    /// Its first split.
    split: usize,
    splits: usize,
    /// How many points are exact for it.
    points: usize,
}

/// A split, by its tree's own places.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Split {
    node: u32,
    right: u32,
    feature: u32,
    /// The split above that asked the same feature, and in the highest bit whether this one is to its left.
    before: u32,
    /// The share of rows that go the feature's ways down to here and then left.
    z: f64,
    /// That go the feature's ways down to here; 1 without a split before.
    above: f64,
    /// Of the rows that reach this split, the share that goes left.
    share: f64,
}

const NONE: u32 = u32::MAX >> 1;
const IS_LEFT: u32 = 1 << 31;

impl Paths {
    /// `covers` are those of the leaves; `facts` are the columns'.
    pub fn new(nodes: &[Node], values: &[f64], covers: &[f64], roots: &[Root], facts: &[Fact]) -> Self {
        let mut paths =
            Paths { features: Vec::new(), mean: 0.0, trees: Vec::new(), splits: Vec::new(), rules: Vec::new() };
        let mut feature_of = Vec::new();
        for fact in facts {
            if !paths.features.contains(fact) {
                paths.features.push(*fact);
            }
            feature_of.push(index(paths.features.iter().position(|one| one == fact).unwrap_or(0)));
        }
        let (mut covers, mut means) = (covers.to_vec(), values.to_vec());
        let mut most = 0;
        let mut to = nodes.len();
        // From the last to the first, so that the next tree is where this one ends.
        for root in roots.iter().rev() {
            let from = root.node as usize;
            let first = paths.splits.len();
            paths.weigh(from, to, nodes, &mut covers, &mut means, &feature_of);
            paths.mean += at(&means, from);
            let splits = paths.splits.get_mut(first..).unwrap_or_default();
            splits.reverse();
            let points = chain(splits, to - from).max(1).div_ceil(2);
            paths.trees.push(Tree { from, to, split: first, splits: splits.len(), points });
            most = most.max(points);
            to = from;
        }
        for count in 1..=most {
            gauss_legendre(count, &mut paths.rules);
        }
        paths
    }

    /// Adds a tree's splits, the last first; `covers` and `means` of its leaves become those of all its nodes.
    fn weigh(
        &mut self,
        from: usize,
        to: usize,
        nodes: &[Node],
        covers: &mut [f64],
        means: &mut [f64],
        feature_of: &[u32],
    ) {
        let mut place = to;
        while place > from {
            place -= 1;
            let Some(node) = nodes.get(place) else { return };
            let right = node.right as usize;
            if right == place {
                continue;
            }
            let (of_left, of_right) = (at(covers, place + 1), at(covers, right));
            let cover = of_left + of_right;
            // Where no row went, either way is as good.
            let share = if cover > 0.0 { of_left / cover } else { 0.5 };
            set(covers, place, cover);
            set(means, place, at(means, right) * (1.0 - share) + at(means, place + 1) * share);
            let feature = at(feature_of, (node.column & !UNKNOWN_GOES_LEFT) as usize);
            let (node, right) = (index(place - from), index(right - from));
            self.splits.push(Split { node, right, feature, before: NONE, z: share, above: 1.0, share });
        }
    }

    /// What each feature adds to the row whose columns are `cells`; `values` are the leaves'.
    pub fn contributions(&self, nodes: &[Node], cells: &[f64], values: &[f64]) -> Vec<f64> {
        let mut parts = vec![0.0; self.features.len()];
        let mut scratch = Scratch::default();
        for tree in &self.trees {
            let splits = self.splits.get(tree.split..tree.split + tree.splits).unwrap_or_default();
            scratch.follow(tree, splits, nodes, cells);
            scratch.means.clear();
            scratch.means.extend_from_slice(values.get(tree.from..tree.to).unwrap_or_default());
            let first = tree.points * (tree.points - 1) / 2;
            for (t, weight) in self.rules.get(first..first + tree.points).unwrap_or_default() {
                scratch.descend(splits, *t, *weight);
                scratch.ascend(splits, &mut parts);
            }
        }
        parts
    }
}

/// Finds for each split of a tree the one before; the most features on a path.
fn chain(splits: &mut [Split], nodes: usize) -> usize {
    // For each node: the split above and the side, and how many features are asked on the way.
    let mut ways = vec![NONE; nodes];
    let mut widths = vec![0_usize; nodes];
    let mut widest = 0;
    for place in 0..splits.len() {
        let Some(split) = splits.get(place).copied() else { break };
        let mut above = at(&ways, split.node as usize);
        while above & !IS_LEFT != NONE {
            let Some(other) = splits.get((above & !IS_LEFT) as usize) else { break };
            if other.feature == split.feature {
                break;
            }
            above = at(&ways, other.node as usize);
        }
        let is_new = above & !IS_LEFT == NONE;
        let reached = splits
            .get((above & !IS_LEFT) as usize)
            .filter(|_| !is_new)
            .map_or(1.0, |other| if above & IS_LEFT != 0 { other.z } else { other.above - other.z });
        if let Some(split) = splits.get_mut(place) {
            (split.before, split.above) = (above, reached);
            split.z = reached * split.share;
        }
        let width = at(&widths, split.node as usize) + usize::from(is_new);
        widest = widest.max(width);
        for (child, side) in [(split.node + 1, IS_LEFT), (split.right, 0)] {
            set(&mut ways, child as usize, index(place) | side);
            set(&mut widths, child as usize, width);
        }
    }
    widest
}

/// What is kept from tree to tree.
#[derive(Default)]
struct Scratch {
    states: Vec<State>,
    /// Of each node: what reaches it.
    products: Vec<f64>,
    /// Of each node: the mean of the leaves below.
    means: Vec<f64>,
}

/// A split, for a row and a `t`. Of a row that has left the feature's ways above, the training rows' share goes left
/// whatever `t`, and the feature gains nothing: so no branch asks, which could not be foreseen.
#[derive(Clone, Copy, Default)]
struct State {
    /// Whether the row went the feature's ways above.
    is_hot: bool,
    goes_left: bool,
    /// What goes left at `t` 0 and 1, of `above` and 1.
    unknown: f64,
    known: f64,
    above: f64,
    /// The share that goes left.
    ratio: f64,
    /// What the feature gains.
    gain: f64,
}

// Plain loops: compiled for little weight, iterators would be calls.
impl Scratch {
    /// Notes which ways the row takes.
    fn follow(&mut self, tree: &Tree, splits: &[Split], nodes: &[Node], cells: &[f64]) {
        self.states.clear();
        for split in splits {
            let place = index(tree.from) + split.node;
            let goes_left = next(nodes, place, cells, 0) == place + 1;
            let is_hot = match self.states.get((split.before & !IS_LEFT) as usize) {
                Some(before) if split.before != NONE => {
                    before.is_hot && before.goes_left == (split.before & IS_LEFT != 0)
                }
                _ => true,
            };
            let (unknown, known, above) = if is_hot {
                (split.z, f64::from(u8::from(goes_left)), split.above)
            } else {
                (split.share, split.share, 1.0)
            };
            self.states.push(State { is_hot, goes_left, unknown, known, above, ratio: 0.0, gain: 0.0 });
        }
        self.products.clear();
        self.products.resize(tree.to - tree.from, 0.0);
    }

    /// From the root, which gets `weight`, to the leaves.
    fn descend(&mut self, splits: &[Split], t: f64, weight: f64) {
        set(&mut self.products, 0, weight);
        let mut place = 0;
        while let (Some(split), Some(state)) = (splits.get(place), self.states.get_mut(place)) {
            state.ratio = (1.0 - t) * state.unknown + t * state.known;
            state.gain = state.known - state.unknown;
            if state.above != 1.0 {
                let factor = 1.0 / ((1.0 - t) * state.above + t);
                state.ratio *= factor;
                state.gain = (state.gain - state.ratio * (1.0 - state.above)) * factor;
            }
            let product = at(&self.products, split.node as usize);
            let left = product * state.ratio;
            set(&mut self.products, split.node as usize + 1, left);
            set(&mut self.products, split.right as usize, product - left);
            place += 1;
        }
    }

    /// From the leaves to the root.
    fn ascend(&mut self, splits: &[Split], parts: &mut [f64]) {
        let mut place = splits.len();
        while place > 0 {
            place -= 1;
            let (Some(split), Some(state)) = (splits.get(place), self.states.get(place)) else { return };
            let right = at(&self.means, split.right as usize);
            let difference = at(&self.means, split.node as usize + 1) - right;
            set(&mut self.means, split.node as usize, right + state.ratio * difference);
            if let Some(part) = parts.get_mut(split.feature as usize) {
                *part += at(&self.products, split.node as usize) * difference * state.gain;
            }
        }
    }
}

#[inline(always)]
fn at<T: Copy + Default>(list: &[T], place: usize) -> T {
    list.get(place).copied().unwrap_or_default()
}

#[inline(always)]
fn set<T>(list: &mut [T], place: usize, value: T) {
    if let Some(slot) = list.get_mut(place) {
        *slot = value;
    }
}

/// Documents have fewer values than that.
fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(NONE)
}

/// Adds the points and weights on [0, 1] that integrate polynomials up to degree `2 × count − 1` exactly. The points are the
/// zeros of a Legendre polynomial, the largest first: Newton's method from the right end, with the zeros that are known
/// divided out (H. Maehly, 1954), comes down to the next and never passes it.
pub(super) fn gauss_legendre(count: usize, rule: &mut Vec<(f64, f64)>) {
    let n = crate::text::count(count);
    let first = rule.len();
    for _ in 0..count {
        let (mut x, mut slope) = (1.0, 1.0);
        let mut turns = 0;
        // The last turns divide nothing out: they only sharpen.
        while turns < 200 {
            let (mut value, mut before) = (1.0, 0.0);
            let mut k = 0.0;
            while k < n {
                (value, before) = (((2.0 * k + 1.0) * x * value - k * before) / (k + 1.0), value);
                k += 1.0;
            }
            // At the end itself the formula has no value; the slope there is known.
            slope = if x == 1.0 { n * (n + 1.0) / 2.0 } else { n * (x * value - before) / (x * x - 1.0) };
            let mut known = 0.0;
            if turns < 190 {
                for (t, _) in rule.get(first..).unwrap_or_default() {
                    known += value / (x - (2.0 * t - 1.0));
                }
            }
            x -= value / (slope - known);
            turns += 1;
        }
        rule.push(((1.0 + x) / 2.0, 1.0 / ((1.0 - x * x) * slope * slope)));
    }
}
