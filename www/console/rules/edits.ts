// What can be done to the draft's list of rules.
import type { NudgeType, Rule } from "cartnudge/authoring";
import type { Content } from "../draft/merge";
import { withRules } from "../draft/store";

/** `Two sizes!` to `two-sizes`; letters with marks lose them. */
export function slug(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 60);
  return plain || "rule";
}

/** An id that no rule has, archived ones included. */
export function freeId(content: Content, wanted: string): string {
  const taken = new Set([...content.document.rules, ...content.archived].map(({ id }) => id));
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted}-${number}`)) number += 1;
  return `${wanted}-${number}`;
}

/** Puts a rule at another place. */
export function moved(content: Content, ruleId: string, to: number): Content {
  return {
    ...content,
    document: withRules(content.document, (rules) => {
      const rule = rules.find(({ id }) => id === ruleId);
      const rest = rules.filter(({ id }) => id !== ruleId);
      return rule ? [...rest.slice(0, to), rule, ...rest.slice(to)] : rules;
    }),
  };
}

/** A copy behind the rule, switched off. */
export function duplicated(content: Content, ruleId: string, copyId: string, copyName: string): Content {
  return {
    ...content,
    document: withRules(content.document, (rules) =>
      rules.flatMap((rule) =>
        rule.id === ruleId ? [rule, { ...rule, id: copyId, name: copyName, enabled: false }] : [rule],
      ),
    ),
  };
}

export function archived(content: Content, ruleId: string): Content {
  const rule = content.document.rules.find(({ id }) => id === ruleId);
  if (!rule) return content;
  return {
    document: withRules(content.document, (rules) => rules.filter((one) => one !== rule)),
    archived: [...content.archived, rule],
  };
}

/** Back into the list, at its end and switched off. */
export function restored(content: Content, ruleId: string): Content {
  const rule = content.archived.find(({ id }) => id === ruleId);
  if (!rule) return content;
  return {
    document: withRules(content.document, (rules) => [...rules, { ...rule, enabled: false }]),
    archived: content.archived.filter((one) => one !== rule),
  };
}

export function removed(content: Content, ruleId: string): Content {
  return { ...content, archived: content.archived.filter(({ id }) => id !== ruleId) };
}

export function added(content: Content, rule: Rule): Content {
  return { ...content, document: withRules(content.document, (rules) => [...rules, rule]) };
}

/** On or off; `enabled` is written only where it isn't the default. */
export function switched(rule: Rule, isOn: boolean): Rule {
  const { enabled: _gone, ...rest } = rule;
  return isOn ? rest : { ...rest, enabled: false };
}

/** What one may begin with: nudges that can be shown, each with a condition under which it helps. */
export const startingPoints = {
  size_guide: {
    scope: "line",
    when: {
      and: [
        { "==": [{ var: "page.type" }, "cart"] },
        { ">=": [{ var: "line.size_count" }, 2] },
        { var: "product.has_size_chart" },
      ],
    },
  },
  size_comparison: {
    scope: "line",
    when: {
      and: [{ "==": [{ var: "page.type" }, "cart"] }, { ">=": [{ var: "line.size_count" }, 2] }],
    },
  },
  review_highlights: {
    scope: "line",
    when: {
      and: [{ "==": [{ var: "page.type" }, "cart"] }, { "==": [{ var: "line.band" }, "high"] }],
    },
  },
  product_details: {
    scope: "line",
    when: {
      and: [{ "==": [{ var: "page.type" }, "cart"] }, { var: "line.new_category" }],
    },
  },
  virtual_try_on: {
    scope: "line",
    when: {
      and: [{ "==": [{ var: "page.type" }, "cart"] }, { ">=": [{ var: "line.color_count" }, 2] }],
    },
  },
  styling_help: {
    scope: "line",
    when: {
      and: [{ "==": [{ var: "page.type" }, "cart"] }, { var: "line.new_brand" }],
    },
  },
  chat_prompt: {
    scope: "cart",
    when: {
      and: [{ "==": [{ var: "page.type" }, "cart"] }, { in: ["new_large_purchase", { var: "customer.segments" }] }],
    },
  },
  dedicated_line: {
    scope: "cart",
    when: {
      and: [{ "==": [{ var: "page.type" }, "cart"] }, { in: ["luxury", { var: "customer.segments" }] }],
    },
  },
  care_instructions: {
    scope: "line",
    when: {
      and: [{ "==": [{ var: "page.type" }, "cart"] }, { var: "line.premium" }],
    },
  },
  usage_guide: {
    scope: "line",
    when: {
      and: [{ "==": [{ var: "page.type" }, "cart"] }, { ">=": [{ var: "product.return_rate" }, 0.3] }],
    },
  },
} as const satisfies Partial<Record<NudgeType, { scope: "line" | "cart"; when: unknown }>>;

export type StartingPoint = keyof typeof startingPoints;

/** A new rule, switched off, with the package's own words. */
export function newRule(type: StartingPoint, id: string, name: string): Rule {
  const { scope, when } = startingPoints[type];
  return { id, name, enabled: false, scope, when, nudge: { type, placement: "cart.summary" }, cooldown_days: 14 };
}
