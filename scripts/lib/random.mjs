// Numbers that look like chance and are the same every time: for made data in tests and benches.

/**
 * Mulberry32, T. Ettinger, public domain.
 *
 * @param {number} seed
 * @returns {() => number} the next number, from 0 to less than 1
 */
export function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
