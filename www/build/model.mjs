// @ts-check
// 3D models of turned things: a profile spun around its axis, as binary glTF 2.0, in metres.

/** Radius and height from the foot to the rim, in metres, and back down inside. @type {Record<"vase" | "lamp", [number, number][]>} */
const profiles = {
  vase: [
    [0, 0],
    [0.058, 0],
    [0.072, 0.006],
    [0.1, 0.045],
    [0.111, 0.088],
    [0.101, 0.132],
    [0.07, 0.166],
    [0.043, 0.184],
    [0.034, 0.197],
    [0.034, 0.212],
    [0.041, 0.224],
    [0.038, 0.226],
    [0.03, 0.212],
    [0.03, 0.196],
    [0.039, 0.18],
    [0.066, 0.16],
    [0.096, 0.13],
    [0.105, 0.088],
    [0, 0.02],
  ],
  lamp: [
    [0, 0],
    [0.075, 0],
    [0.08, 0.006],
    [0.076, 0.014],
    [0.024, 0.03],
    [0.019, 0.06],
    [0.019, 0.2],
    [0.024, 0.225],
    [0.15, 0.232],
    [0.156, 0.24],
    [0.15, 0.275],
    [0.126, 0.315],
    [0.085, 0.345],
    [0.04, 0.36],
    [0, 0.363],
  ],
};

const AROUND = 96;
const BETWEEN = 8;

/** The profile with points between, on a Catmull-Rom curve. @param {[number, number][]} profile */
function smooth(profile) {
  /** @type {[number, number][]} */
  const points = [];
  const at = (/** @type {number} */ index) => profile[Math.min(profile.length - 1, Math.max(0, index))];
  for (let index = 0; index + 1 < profile.length; index += 1) {
    const [a, b, c, d] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    for (let step = 0; step < BETWEEN; step += 1) {
      const t = step / BETWEEN;
      const curve = (/** @type {0 | 1} */ axis) =>
        0.5 *
        (2 * b[axis] +
          (c[axis] - a[axis]) * t +
          (2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis]) * t * t +
          (3 * b[axis] - a[axis] - 3 * c[axis] + d[axis]) * t * t * t);
      points.push([Math.max(0, curve(0)), curve(1)]);
    }
  }
  return [...points, at(profile.length - 1)];
}

/** @param {[number, number][]} points */
function spin(points) {
  /** @type {number[]} */
  const positions = [];
  /** @type {number[]} */
  const normals = [];
  /** @type {number[]} */
  const indices = [];
  points.forEach(([radius, height], index) => {
    const before = points[Math.max(0, index - 1)];
    const after = points[Math.min(points.length - 1, index + 1)];
    const [along, up] = [after[0] - before[0], after[1] - before[1]];
    const length = Math.hypot(along, up) || 1;
    for (let turn = 0; turn <= AROUND; turn += 1) {
      const angle = (turn / AROUND) * 2 * Math.PI;
      const [x, z] = [Math.cos(angle), Math.sin(angle)];
      positions.push(radius * x, height, radius * z);
      normals.push((up / length) * x, -along / length, (up / length) * z);
      if (index === 0 || turn === AROUND) continue;
      const here = index * (AROUND + 1) + turn;
      const below = here - AROUND - 1;
      indices.push(below, here, below + 1, below + 1, here, here + 1);
    }
  });
  return {
    positions: new Float32Array(positions),
    normals: new Float32Array(normals),
    indices: new Uint32Array(indices),
  };
}

/** sRGB to linear, as glTF has colours. @param {string} hex */
const linear = (hex) =>
  [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });

/** @param {Buffer} bytes @param {number} fill */
const padded = (bytes, fill) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4, fill)]);

/** @param {keyof typeof profiles} name @param {string} hex its colour @returns {Buffer} a `.glb` file */
export function turnedModel(name, hex) {
  const { positions, normals, indices } = spin(smooth(profiles[name]));
  const parts = [positions, normals, indices].map((part) => Buffer.from(part.buffer));
  let offset = 0;
  const views = parts.map((part, index) => {
    const view = { buffer: 0, byteOffset: offset, byteLength: part.length, target: index === 2 ? 34963 : 34962 };
    offset += part.length;
    return view;
  });
  const column = (/** @type {number} */ axis) => positions.filter((_, at) => at % 3 === axis);
  const bounds = (/** @type {(...all: number[]) => number} */ of) => [0, 1, 2].map((axis) => of(...column(axis)));
  const count = positions.length / 3;
  const document = {
    asset: { version: "2.0" },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, name }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0, NORMAL: 1 }, indices: 2, material: 0 }] }],
    materials: [
      {
        pbrMetallicRoughness: { baseColorFactor: [...linear(hex), 1], metallicFactor: 0, roughnessFactor: 0.55 },
        doubleSided: true,
      },
    ],
    accessors: [
      { bufferView: 0, componentType: 5126, count, type: "VEC3", min: bounds(Math.min), max: bounds(Math.max) },
      { bufferView: 1, componentType: 5126, count, type: "VEC3" },
      { bufferView: 2, componentType: 5125, count: indices.length, type: "SCALAR" },
    ],
    bufferViews: views,
    buffers: [{ byteLength: offset }],
  };
  const json = padded(Buffer.from(JSON.stringify(document)), 0x20);
  const binary = padded(Buffer.concat(parts), 0);
  const chunk = (/** @type {Buffer} */ bytes, /** @type {number} */ kind) => {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(bytes.length, 0);
    head.writeUInt32LE(kind, 4);
    return Buffer.concat([head, bytes]);
  };
  const chunks = Buffer.concat([chunk(json, 0x4e4f534a), chunk(binary, 0x004e4942)]);
  const head = Buffer.alloc(12);
  head.write("glTF", 0, "latin1");
  head.writeUInt32LE(2, 4);
  head.writeUInt32LE(chunks.length + 12, 8);
  return Buffer.concat([head, chunks]);
}
