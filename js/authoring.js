// "cartnudge/authoring" in a browser: ready when imported.
import init from "../pkg/authoring/cartnudge_authoring.js";

await init();

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
