// The core, in WebAssembly: loaded once, when first needed. `useAuthoring` for components.
import { useEffect, useState } from "react";

export type Authoring = typeof import("cartnudge/authoring");

let loaded: Promise<Authoring> | undefined;

export function loadAuthoring(): Promise<Authoring> {
  loaded ??= import("cartnudge/authoring").catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

/** The core's functions; `undefined` until they are loaded. */
export function useAuthoring(): Authoring | undefined {
  const [authoring, setAuthoring] = useState<Authoring>();
  useEffect(() => {
    let isCurrent = true;
    void loadAuthoring().then((module) => isCurrent && setAuthoring(() => module));
    return () => {
      isCurrent = false;
    };
  }, []);
  return authoring;
}
