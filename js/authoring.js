// "cartnudge/authoring" in a browser: ready when imported.
import init from "../pkg/authoring/cartnudge_authoring.js";

await init();

export {
  analyzeRules,
  diffRules,
  evaluateLogic,
  explain,
  listFacts,
  migrateRules,
  starterModel,
  validateRules,
} from "../pkg/authoring/cartnudge_authoring.js";
