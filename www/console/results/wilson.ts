// A share with how far it may be off.

/** The 97.5 % quantile of the normal distribution. */
const Z = 1.959_963_984_540_054;

/** Under so many there is no share to speak of. */
export const FLOOR = 30;

export interface Share {
  /** Undefined under the floor of evidence. */
  estimate: number | undefined;
  /** 95 %: Wilson's score interval (E. B. Wilson, JASA 22, 1927). */
  interval: [number, number] | undefined;
  count: number;
  of: number;
}

export function share(count: number, of: number): Share {
  if (of < FLOOR) return { estimate: undefined, interval: undefined, count, of };
  const estimate = Math.min(count / of, 1);
  const spread = Z * Z;
  const middle = (estimate + spread / (2 * of)) / (1 + spread / of);
  const half = (Z / (1 + spread / of)) * Math.sqrt((estimate * (1 - estimate)) / of + spread / (4 * of * of));
  return { estimate, interval: [Math.max(0, middle - half), Math.min(1, middle + half)], count, of };
}
