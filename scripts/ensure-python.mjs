// Makes a Python environment with what a requirements file names, in the user's cache; it is used again while the file
// is the same.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { findOnPath, output, root, run } from "./lib/command.mjs";
import { say, Stop, whenRunDirectly } from "./lib/step.mjs";

/** The oldest that the pinned libraries have wheels for. */
const oldest = [3, 11];

function toolsDirectory() {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return process.env.CARTNUDGE_TOOLS || join(cache, "cartnudge");
}

/** @returns {{ program: string, version: string } | undefined} one that is new enough and can make environments */
function findPython() {
  const program = findOnPath("python3", "python");
  // Debian leaves ensurepip to a package of its own, without which venv fails.
  const found = program && output(program, ["-c", "import ensurepip, sys; print(*sys.version_info[:2])"]);
  const [major, minor] = (found || "0 0").split(" ").map(Number);
  const isNewEnough = major === oldest[0] && minor >= oldest[1];
  return program && isNewEnough ? { program, version: `${major}.${minor}` } : undefined;
}

async function findOrInstallPython() {
  const found = findPython();
  if (found) return found;
  const version = oldest.join(".");
  const mayInstall = findOnPath("apt-get") && process.getuid?.() === 0;
  if (!mayInstall) throw new Stop(`Python ${version} or newer is needed on PATH as python3, with its venv module.`);
  say("python", "apt-get install python3 python3-venv");
  const quietly = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], quietly);
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "python3", "python3-venv"], quietly);
  const installed = findPython();
  if (!installed) throw new Stop(`python3 was installed, but it isn't ${version} or newer.`);
  return installed;
}

/**
 * @param {string} requirements path of the file inside the repository
 * @returns {Promise<{ python: string, directory: string }>} full paths of the interpreter and of its environment
 */
export async function ensurePython(requirements) {
  const file = join(root, requirements);
  const { program, version } = await findOrInstallPython();
  const hash = createHash("sha256").update(version).update("\0").update(readFileSync(file)).digest("hex");
  const directory = join(toolsDirectory(), `python-${hash.slice(0, 16)}`);
  // An environment whose making was interrupted has no stamp.
  const stamp = join(directory, "requirements.txt");
  const python = join(directory, ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]));
  if (existsSync(stamp) && existsSync(python)) return { python, directory };

  say("python", `installing ${requirements} into ${directory}, once`);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(toolsDirectory(), { recursive: true });
  await run(program, ["-m", "venv", directory]);
  const quietly = ["--quiet", "--disable-pip-version-check", "--no-input", "--only-binary", ":all:"];
  await run(python, ["-m", "pip", "install", ...quietly, "--requirement", file]);
  copyFileSync(file, stamp);
  return { python, directory };
}

await whenRunDirectly(import.meta, async () => {
  const requirements = process.argv[2];
  if (!requirements) throw new Stop("Name a requirements file: node scripts/ensure-python.mjs FILE");
  const { python } = await ensurePython(requirements);
  say("python", python);
});
