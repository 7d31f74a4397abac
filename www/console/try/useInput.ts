// What is tried, and in the address so that a link opens the same.
import type { DecisionInput } from "cartnudge/authoring";
import { useEffect, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { isSample, samples, shopperInput, useShoppers } from "./sources";
import { keptInput, openInput } from "./witness";

export interface Trying {
  /** Undefined until it was fetched. */
  input: DecisionInput | undefined;
  /** The shopper or sample it is, if unchanged. */
  source: string | null;
  choose(source: string): void;
  /** Another input: its address is made anew. */
  change(input: DecisionInput): void;
}

export function useInput(): Trying {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const shoppers = useShoppers();
  const [input, setInput] = useState<DecisionInput>();
  const key = params.get("input");
  const json = params.get("json");
  const rule = params.get("rule");
  const known = shoppers.data;
  const wanted = params.get("shopper");
  const source = key || json ? null : (wanted ?? (known && known.length > 0 ? "impulse" : "two-sizes"));

  useEffect(() => {
    let isCurrent = true;
    const take = (next: DecisionInput | undefined) => isCurrent && setInput(next);
    if (key) take(keptInput(key) ?? samples["two-sizes"]());
    else if (json) take(parse(json));
    else if (isSample(source)) take(samples[source]());
    else {
      const shopper = known?.find(({ id }) => id === source);
      if (shopper) void shopperInput(shopper).then(take);
      else if (known) take(samples["two-sizes"]());
    }
    return () => {
      isCurrent = false;
    };
  }, [key, json, source, known]);

  return {
    input,
    source,
    choose: (next) =>
      void navigate(`/try?${new URLSearchParams([["shopper", next], ...(rule === null ? [] : [["rule", rule]])])}`),
    change: (next) => {
      setInput(next);
      void navigate(openInput(next, rule ?? undefined), { replace: true });
    },
  };
}

function parse(json: string): DecisionInput | undefined {
  try {
    return JSON.parse(json) as DecisionInput;
  } catch {
    return undefined;
  }
}
