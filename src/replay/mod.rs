//! Every past cart through the engine, with only what was known before it. The terminal's `replay` and the console's
//! simulation are this.
//!
//! ```text
//! bytes ─▶ unpack ─▶ rows ─▶ order lines ─▶ returns ─▶ history ─▶ engine ─▶ tally, reach ─▶ report
//! ```
//!
//! Pure: it takes bytes and gives figures. Files, terminals, progress bars and time zones are the caller's.

pub(crate) mod auc;
#[cfg(not(target_arch = "wasm32"))]
mod backtest;
mod change;
mod columns;
mod customer;
mod date;
mod fault;
mod fields;
mod goods;
mod history;
mod interval;
mod lines;
#[cfg(test)]
mod made;
mod mapping;
mod misfit;
mod newlines;
mod order_lines;
#[cfg(not(target_arch = "wasm32"))]
mod past;
mod preview;
mod reach;
mod reached;
mod read;
mod report;
mod returns;
mod row;
mod run;
mod running;
mod simulation;
mod skipped;
mod tally;
mod unpack;

#[cfg(not(target_arch = "wasm32"))]
pub use backtest::{Backtest, Bin, CostMatrix, Costs, Figures, Group as BacktestGroup, Prediction, Price};
pub use change::Change;
pub use columns::NAMES as COLUMNS;
pub use fault::{Fault, quoted};
pub use interval::{Amount, FLOOR, Floor, Rate};
pub use mapping::Mapping;
#[cfg(not(target_arch = "wasm32"))]
pub use past::{Past, PastCart, PastLine};
pub use preview::{Preview, Wanted, preview};
pub use reached::{Against, Difference, Outcomes, Part, Reached, Row, Values};
pub use read::{Loaded, Reading};
pub use report::{BandRow, CartCounts, Count, HeldBack, LineCounts, NudgeRow, Report, RiskFigures};
pub use returns::Matched;
pub use run::{Period, Replay};
pub use simulation::{Progress, Simulation};
pub use skipped::{Example, Group, Reason};
