// "cartnudge/authoring" in Node: ready when imported.
import { readFile } from "node:fs/promises";
import { initSync } from "../pkg/authoring/cartnudge_authoring.js";

initSync({ module: await readFile(new URL("../pkg/authoring/cartnudge_authoring_bg.wasm", import.meta.url)) });

export {
  Simulation,
  analyzeRules,
  diffRules,
  evaluateLogic,
  explain,
  formatMessage,
  listFacts,
  migrateRules,
  previewOrders,
  starterModel,
  validateRules,
} from "../pkg/authoring/cartnudge_authoring.js";
