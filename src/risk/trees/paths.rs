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
//! At each point the products go down the tree and the sums over leaves come up, in two passes over flat arrays; and
//! since `o` is only ever 0 or 1, all but the multiplications is done when the model is read.

use super::{Node, Root, UNKNOWN_GOES_LEFT};
use crate::features::Fact;

/// What the way into each node means for its feature.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Paths {
    /// The features, in the model's order.
    pub features: Vec<Fact>,
    /// The mean of the trees' sum over what they were trained on.
    pub mean: f64,
    trees: Vec<Tree>,
    ways: Vec<Way>,
    /// Of each way, for each point of its tree, one [`At`].
    at: Vec<At>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Tree {
    from: usize,
    to: usize,
    points: usize,
    /// The first of its ways' [`At`]s.
    at: usize,
}

/// The way into a node, from its parent.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Way {
    parent: u32,
    /// The node above it, or itself, whose way last asked the same feature; its own place when none did.
    before: u32,
    feature: u32,
    /// What the product takes on once the row has left the feature's way above.
    cold: f64,
}

/// At one point `t`. Hot: the row goes this way, and went the feature's ways above.
#[derive(Clone, Copy, Debug, PartialEq)]
struct At {
    /// What the product takes on when hot.
    hot: f64,
    /// What it takes on when the row leaves the feature's way here.
    leaves: f64,
    /// What the feature's value gains of the leaves below when hot.
    hot_gain: f64,
    /// What it gains when the row leaves here.
    leaves_gain: f64,
}

impl Paths {
    /// `covers` are those of the leaves; those of splits are filled in. `facts` are the columns'.
    pub fn new(nodes: &[Node], values: &[f64], covers: &mut [f64], roots: &[Root], facts: &[Fact]) -> Self {
        let mut features: Vec<Fact> = Vec::new();
        let mut feature_of = Vec::new();
        for fact in facts {
            let known = features.iter().position(|one| one == fact);
            if known.is_none() {
                features.push(*fact);
            }
            feature_of.push(known.unwrap_or(features.len() - 1));
        }
        let mut paths = Paths { features, mean: 0.0, trees: Vec::new(), ways: Vec::new(), at: Vec::new() };
        // A root has no way into it: it is its own parent.
        paths.ways.extend((0_u32..).take(nodes.len()).map(|place| Way { parent: place, before: place, feature: 0, cold: 0.0 }));
        paths.link(nodes, &feature_of);
        paths.sum_up(covers, roots);
        let shares = paths.shares(covers, roots);
        for (index, root) in roots.iter().enumerate() {
            let to = roots.get(index + 1).map_or(nodes.len(), |next| next.node as usize);
            paths.plan(root.node as usize, to, &shares, values);
        }
        paths
    }

    /// Tells each child its parent and feature.
    fn link(&mut self, nodes: &[Node], feature_of: &[usize]) {
        for (place, node) in (0_u32..).zip(nodes) {
            if node.right == place {
                continue;
            }
            let column = (node.column & !UNKNOWN_GOES_LEFT) as usize;
            let feature = feature_of.get(column).and_then(|index| u32::try_from(*index).ok()).unwrap_or(0);
            for child in [place + 1, node.right] {
                if let Some(way) = self.ways.get_mut(child as usize) {
                    *way = Way { parent: place, before: child, feature, cold: 0.0 };
                }
            }
        }
    }

    /// A split's cover is its children's.
    fn sum_up(&self, covers: &mut [f64], roots: &[Root]) {
        for place in (0..covers.len()).rev() {
            if is_root(place, roots) {
                continue;
            }
            let cover = covers.get(place).copied().unwrap_or(0.0);
            if let Some(parent) = self.ways.get(place).and_then(|way| covers.get_mut(way.parent as usize)) {
                *parent += cover;
            }
        }
    }

    /// For each node, the share of its parent's rows that go its way.
    fn shares(&self, covers: &[f64], roots: &[Root]) -> Vec<f64> {
        let of = |place: usize| covers.get(place).copied().unwrap_or(0.0);
        let share = |(place, way): (usize, &Way)| match of(way.parent as usize) {
            _ if is_root(place, roots) => 1.0,
            // Where no row went, either way is as good.
            parent if parent <= 0.0 => 0.5,
            parent => of(place) / parent,
        };
        self.ways.iter().enumerate().map(share).collect()
    }

    /// Works out the ways of the tree in these places.
    fn plan(&mut self, from: usize, to: usize, shares: &[f64], values: &[f64]) {
        let share = |place: usize| shares.get(place).copied().unwrap_or(1.0);
        // Of each node: the share of rows that reach it, the share that goes its feature's ways, the features above.
        let mut reached = vec![1.0; to - from];
        let mut zs = vec![1.0; to - from];
        let mut widths = vec![0_usize; to - from];
        let mut widest = 1;
        for place in from + 1..to {
            let Some(way) = self.ways.get(place).copied() else { return };
            let parent = way.parent as usize;
            let before = self.before(place, from);
            let own = |list: &[f64], place: usize| list.get(place - from).copied().unwrap_or(1.0);
            let rows = own(&reached, parent) * share(place);
            let z = before.map_or(1.0, |before| own(&zs, before)) * share(place);
            let width = widths.get(parent - from).copied().unwrap_or(0) + usize::from(before.is_none());
            widest = widest.max(width);
            for (list, value) in [(&mut reached, rows), (&mut zs, z)] {
                if let Some(slot) = list.get_mut(place - from) {
                    *slot = value;
                }
            }
            if let Some(slot) = widths.get_mut(place - from) {
                *slot = width;
            }
            if let Some(way) = self.ways.get_mut(place) {
                way.before = before.and_then(|before| u32::try_from(before).ok()).unwrap_or(way.before);
            }
        }
        let rule = gauss_legendre(widest.div_ceil(2));
        self.trees.push(Tree { from, to, points: rule.len(), at: self.at.len() });
        for place in from..to {
            let Some(way) = self.ways.get_mut(place) else { return };
            let z = zs.get(place - from).copied().unwrap_or(1.0);
            let above = if way.before as usize == place { 1.0 } else { zs.get(way.before as usize - from).copied().unwrap_or(1.0) };
            way.cold = if above > 0.0 { z / above } else { 0.0 };
            self.at.extend(rule.iter().map(|(t, weight)| At::new(*t, *weight, z, above)));
            let reached = reached.get(place - from).copied().unwrap_or(0.0);
            self.mean += reached * values.get(place).copied().unwrap_or(0.0);
        }
    }

    /// The node from `place`'s parent up whose way asked the same feature.
    fn before(&self, place: usize, from: usize) -> Option<usize> {
        let own = self.ways.get(place)?;
        let mut above = own.parent as usize;
        while above > from {
            let way = self.ways.get(above)?;
            if way.feature == own.feature {
                return Some(above);
            }
            above = way.parent as usize;
        }
        None
    }

    /// What each feature adds; `goes` is where the row goes from each node, `values` are the leaves'.
    pub fn contributions(&self, goes: &[u32], values: &[f64]) -> Vec<f64> {
        let mut parts = vec![0.0; self.features.len()];
        let mut scratch = Scratch::default();
        for tree in &self.trees {
            self.add(tree, goes, values, &mut scratch, &mut parts);
        }
        parts
    }

    fn add(&self, tree: &Tree, goes: &[u32], values: &[f64], scratch: &mut Scratch, parts: &mut [f64]) {
        let Tree { from, to, points, .. } = *tree;
        let (Some(ways), Some(goes), Some(values)) = (self.ways.get(from..to), goes.get(from..to), values.get(from..to))
        else {
            return;
        };
        let at = self.at.get(tree.at..).unwrap_or_default();
        scratch.clear(to - from, points);
        let Scratch { products, sums, states } = scratch;
        // Down: products along the path. A parent comes before its children.
        for (index, (way, at)) in ways.iter().zip(at.chunks_exact(points)).enumerate().skip(1) {
            let (parent, before) = (way.parent as usize - from, way.before as usize - from);
            let was_hot = before == index || states.get(before).is_some_and(|state| state.hot);
            let is_way = goes.get(parent).is_some_and(|place| *place as usize == from + index);
            if let Some(state) = states.get_mut(index) {
                *state = State { was_hot, hot: was_hot && is_way };
            }
            let (above, own) = products.split_at_mut(index * points);
            let above = above.get(parent * points..).unwrap_or_default();
            for ((own, above), at) in own.iter_mut().zip(above).zip(at) {
                *own = above * at.factor(was_hot, is_way, way.cold);
            }
            if goes.get(index).is_some_and(|place| *place as usize == from + index) {
                let value = values.get(index).copied().unwrap_or(0.0);
                let sums = sums.get_mut(index * points..).unwrap_or_default();
                for (sum, product) in sums.iter_mut().zip(own.iter().take(points)) {
                    *sum = product * value;
                }
            }
        }
        // Up: sums over the leaves below.
        for (index, (way, at)) in ways.iter().zip(at.chunks_exact(points)).enumerate().skip(1).rev() {
            let Some(State { was_hot, hot }) = states.get(index).copied() else { return };
            let (above, own) = sums.split_at_mut(index * points);
            let own = own.get(..points).unwrap_or_default();
            let above = above.get_mut((way.parent as usize - from) * points..).unwrap_or_default();
            for (above, own) in above.iter_mut().zip(own) {
                *above += own;
            }
            // Once the row has left the feature's way, the ways below have nothing to add.
            if let Some(part) = parts.get_mut(way.feature as usize).filter(|_| was_hot) {
                for (own, at) in own.iter().zip(at) {
                    *part += own * if hot { at.hot_gain } else { at.leaves_gain };
                }
            }
        }
    }
}

#[derive(Default)]
struct Scratch {
    products: Vec<f64>,
    sums: Vec<f64>,
    states: Vec<State>,
}

impl Scratch {
    fn clear(&mut self, nodes: usize, points: usize) {
        for (list, value) in [(&mut self.products, 1.0), (&mut self.sums, 0.0)] {
            list.clear();
            list.resize(nodes * points, value);
        }
        self.states.clear();
        self.states.resize(nodes, State { was_hot: true, hot: true });
    }
}

#[derive(Clone, Copy)]
struct State {
    /// Whether the row went the feature's ways above.
    was_hot: bool,
    /// And this one.
    hot: bool,
}

impl At {
    fn factor(&self, was_hot: bool, is_way: bool, cold: f64) -> f64 {
        match (was_hot, is_way) {
            (false, _) => cold,
            (true, true) => self.hot,
            (true, false) => self.leaves,
        }
    }

    /// `z` is the share of rows that go the feature's ways down to here, `above` down to the one before.
    fn new(t: f64, weight: f64, z: f64, above: f64) -> Self {
        let factor = |z: f64| (1.0 - t) * z + t;
        let gain = |z: f64| (1.0 - z) / factor(z);
        let gone = -1.0 / (1.0 - t);
        At {
            hot: factor(z) / factor(above),
            leaves: (1.0 - t) * z / factor(above),
            hot_gain: weight * (gain(z) - gain(above)),
            leaves_gain: weight * (gone - gain(above)),
        }
    }
}

fn is_root(place: usize, roots: &[Root]) -> bool {
    roots.binary_search_by(|root| (root.node as usize).cmp(&place)).is_ok()
}

/// Points and weights on [0, 1] that integrate polynomials up to degree `2 × count − 1` exactly. The points are the zeros
/// of a Legendre polynomial, by Newton's method from an estimate that is near enough for all counts.
pub(super) fn gauss_legendre(count: usize) -> Vec<(f64, f64)> {
    let n = crate::text::count(count);
    let mut rule = Vec::new();
    for index in 0..count {
        let mut x = libm::cos(std::f64::consts::PI * (crate::text::count(index) + 0.75) / (n + 0.5));
        let mut slope = 1.0;
        for _ in 0..20 {
            let (value, before) = legendre(count, x);
            slope = n * (x * value - before) / (x * x - 1.0);
            x -= value / slope;
        }
        rule.push(((1.0 + x) / 2.0, 1.0 / ((1.0 - x * x) * slope * slope)));
    }
    rule
}

/// The Legendre polynomials of degree `count` and `count − 1` at `x`.
fn legendre(count: usize, x: f64) -> (f64, f64) {
    let (mut value, mut before) = (1.0, 0.0);
    for degree in 0..count {
        let k = crate::text::count(degree);
        (value, before) = (((2.0 * k + 1.0) * x * value - k * before) / (k + 1.0), value);
    }
    (value, before)
}
