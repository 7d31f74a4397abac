// What the core says with names, in a marketer's words.
import type { LineRisk, Suppressed, SuppressionDetail, SuppressionReason } from "cartnudge/authoring";
import { catalogue, type WordId } from "../words/catalogue";
import type { Speaker } from "../words/useWords";

/** Why something isn't shown: the closer reason where there is one. */
export function whyWords(
  t: Speaker,
  why: SuppressionReason | undefined,
  detail: SuppressionDetail | undefined,
): string {
  const close = `try.detail.${detail}`;
  if (detail !== undefined && close in catalogue.en) return t(close as WordId);
  return why === undefined ? t("try.shown-here") : t(`try.why.${why}`);
}

export function suppressedWords(t: Speaker, { why, detail }: Suppressed): string {
  return whyWords(t, why, detail);
}

/** What a shopper could change: `without size S`. */
export function changeWords(t: Speaker, { change, size, color }: LineRisk["counterfactuals"][number]): string {
  return t(`try.change.${change}`, { size: size ?? "", color: color ?? "" });
}
