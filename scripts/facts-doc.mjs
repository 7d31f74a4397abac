// Writes docs/facts.md from the fact list in the code: `node scripts/facts-doc.mjs`. A test holds the file to it.
import { writeFileSync } from "node:fs";
import { listFacts } from "cartnudge/authoring";
import { whenRunDirectly } from "./lib/step.mjs";

const intro = `# Facts

What rules may name, and, where marked, what models may use as features. Made from the code by \`node scripts/facts-doc.mjs\`.
Rules of scope \`cart\` can't use facts about a line. In comparisons a missing number counts as 0, as JsonLogic has it; ask
\`{ "missing": ["customer.return_rate"] }\` where that matters.
`;

/** @returns {string} */
export function factsDocument() {
  const rows = listFacts().map(({ name, type, scope, unit, range, meaning, when_missing, feature }) => {
    const span = range ? `${range[0] ?? "…"} to ${range[1] ?? "…"}` : "";
    return `| \`${name}\` | ${type} | ${scope} | ${unit ?? ""} | ${span} | ${feature ? "yes" : ""} | ${meaning} | ${when_missing} |`;
  });
  const head =
    "| name | type | about | unit | range | feature | meaning | missing means |\n|---|---|---|---|---|---|---|---|";
  return `${intro}\n${head}\n${rows.join("\n")}\n`;
}

await whenRunDirectly(import.meta, async () => writeFileSync("docs/facts.md", factsDocument()));
