// @ts-check
// The shop's icon: as a picture for its pages, and as the file that browsers ask for where a page names none, like JSON.

export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#2f4a3a"/><path d="M16 5c6 5 8 10 6 15-1 3-4 4-6 4s-5-1-6-4c-2-5 0-10 6-15z" fill="#f6f1e8"/><path d="M16 11v17" stroke="#2f4a3a" stroke-width="2" stroke-linecap="round"/></svg>';

const SIDE = 16;
/** Blue, green, red, opacity. */
const GROUND = [0x3a, 0x4a, 0x2f, 0xff];
const LEAF = [0xe8, 0xf1, 0xf6, 0xff];

/** Whether a point is on the leaf, in sixteenths from the upper left corner. @param {number} x @param {number} y */
const onLeaf = (x, y) => {
  const isVein = Math.abs(x - 7.5) < 1 && y > 5;
  return ((x - 7.5) / 3.4) ** 2 + ((y - 7.5) / 5.2) ** 2 <= 1 && !isVein;
};

/** The leaf as a picture of 16 by 16 in the format of Windows icons: bitmaps, bottom row first. */
export function iconFile() {
  const pixels = Array.from({ length: SIDE * SIDE }, (_, at) =>
    onLeaf(at % SIDE, SIDE - 1 - Math.floor(at / SIDE)) ? LEAF : GROUND,
  ).flat();
  const mask = SIDE * 4;
  const bitmap = Buffer.alloc(40 + pixels.length + mask);
  bitmap.writeUInt32LE(40, 0);
  bitmap.writeInt32LE(SIDE, 4);
  // Colours and mask, one above the other.
  bitmap.writeInt32LE(SIDE * 2, 8);
  bitmap.writeUInt16LE(1, 12);
  bitmap.writeUInt16LE(32, 14);
  Buffer.from(pixels).copy(bitmap, 40);
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(1, 4);
  head.writeUInt8(SIDE, 6);
  head.writeUInt8(SIDE, 7);
  head.writeUInt16LE(1, 10);
  head.writeUInt16LE(32, 12);
  head.writeUInt32LE(bitmap.length, 14);
  head.writeUInt32LE(head.length, 18);
  return Buffer.concat([head, bitmap]);
}
