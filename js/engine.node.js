// "cartnudge/engine" in Node: the wasm is read from disk.
import { readFile } from "node:fs/promises";
import { Engine, initSync } from "../pkg/engine/cartnudge_engine.js";

const wasm = new URL("../pkg/engine/cartnudge_engine_bg.wasm", import.meta.url);

/** @type {Promise<unknown> | undefined} */
let ready;

/** @type {typeof import("./engine.js").createEngine} */
export async function createEngine(options) {
  ready ??= readFile(wasm).then((module) => initSync({ module }));
  await ready;
  return /** @type {any} */ (new Engine(options));
}
