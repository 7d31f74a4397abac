// A simulation, apart from the page: half a million lines don't hold it up. To cancel it the page ends the worker.
import type { CartnudgeError, Simulation } from "cartnudge/authoring";
import type { Order, Source, Told } from "./protocol";

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<Order>) => void) | null;
  postMessage(told: Told): void;
};

/** Progress is told this often, in milliseconds. */
const OFTEN = 100;
/** Carts decided before looking at the clock again. */
const SLICE = 200;

scope.onmessage = async ({ data: { source, options } }) => {
  let simulation: Simulation | undefined;
  try {
    const authoring = await import("cartnudge/authoring");
    simulation = new authoring.Simulation(options);
    await read(simulation, source);
    decide(simulation);
    const report = simulation.report();
    if (report) scope.postMessage({ kind: "done", report });
  } catch (error) {
    const { message, diagnostics = [] } = error as Partial<CartnudgeError>;
    scope.postMessage({ kind: "failed", message: message ?? String(error), diagnostics });
  } finally {
    simulation?.free();
  }
};

async function open(source: Source): Promise<{ stream: ReadableStream<Uint8Array>; of: number }> {
  if ("file" in source) return { stream: source.file.stream(), of: source.file.size };
  const answer = await fetch(source.url);
  if (!answer.ok || !answer.body) throw new Error(`${source.url} answered with status ${answer.status}`);
  return { stream: answer.body, of: Number(answer.headers.get("content-length") ?? 0) };
}

async function read(simulation: Simulation, source: Source) {
  const { stream, of } = await open(source);
  const reader = stream.getReader();
  let bytes = 0;
  let told = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    simulation.push(value);
    bytes += value.length;
    if (performance.now() - told < OFTEN) continue;
    told = performance.now();
    scope.postMessage({ kind: "advance", advance: { ...simulation.progress(), bytes, of } });
  }
}

function decide(simulation: Simulation) {
  let told = 0;
  for (;;) {
    const progress = simulation.run(SLICE);
    if (progress.done) return;
    if (performance.now() - told < OFTEN) continue;
    told = performance.now();
    scope.postMessage({ kind: "advance", advance: { ...progress, bytes: 0, of: 0 } });
  }
}
