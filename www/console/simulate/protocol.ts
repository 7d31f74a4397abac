// What the page and its worker say to each other.
import type { Diagnostic, SimulationOptions, SimulationProgress, SimulationReport } from "cartnudge/authoring";

/** Where the order history comes from: a file of this computer, or the server's. */
export type Source = { file: Blob } | { url: string };

export interface Order {
  source: Source;
  options: SimulationOptions;
}

export interface Advance extends SimulationProgress {
  /** Of the file, as far as it was read. */
  bytes: number;
  /** Of the whole file; 0 where nobody says. */
  of: number;
}

export type Told =
  | { kind: "advance"; advance: Advance }
  | { kind: "done"; report: SimulationReport }
  | { kind: "failed"; message: string; diagnostics: Diagnostic[] };
