// "cartnudge/engine" in a browser or worker: the wasm is fetched beside the glue.
import init, { Engine } from "../pkg/engine/cartnudge_engine.js";

/** @type {Promise<unknown> | undefined} */
let ready;

/** @type {typeof import("./engine.js").createEngine} */
export async function createEngine(options) {
  // A failed load may succeed the next time: the network comes back.
  ready ??= init().catch((error) => {
    ready = undefined;
    throw error;
  });
  await ready;
  return /** @type {any} */ (new Engine(options));
}
