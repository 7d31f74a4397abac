// Finds Chromium (or Chrome) and its WebDriver; on Debian and Ubuntu, root gets them installed.
import { findOnPath, isExecutable, output, run } from "./lib/command.mjs";
import { say, Stop, whenRunDirectly } from "./lib/step.mjs";

const isRoot = process.getuid?.() === 0;

/** Headless, without anything that calls home. Chromium's sandbox refuses to run as root. */
export const browserArguments = [
  "--headless",
  ...(isRoot ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const macChrome = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/**
 * The installed browser and driver, without installing anything.
 *
 * @returns {{ chromium?: string, chromedriver?: string }} full paths
 */
export function findBrowser() {
  const { CHROME_PATH, CHROMEDRIVER } = process.env;
  const chromium =
    CHROME_PATH || findOnPath("chromium", "google-chrome", "google-chrome-stable", "chromium-browser") || macChrome;
  return {
    chromium: isExecutable(chromium) ? chromium : undefined,
    chromedriver: CHROMEDRIVER || findOnPath("chromedriver"),
  };
}

/** @returns {Promise<{ chromium: string, chromedriver: string }>} full paths */
export async function ensureBrowser() {
  const installed = findBrowser();
  const { chromium, chromedriver } = complete(installed) ? installed : await install();
  const versions = [chromium, chromedriver].map((path) => majorVersion(path));
  if (versions[0] !== versions[1]) {
    throw new Stop(
      `${chromium} is version ${versions[0]}, but ${chromedriver} is ${versions[1]}; they must agree. ` +
        "CHROME_PATH and CHROMEDRIVER name others.",
    );
  }
  return { chromium, chromedriver };
}

/**
 * @param {{ chromium?: string, chromedriver?: string }} browser
 * @returns {browser is { chromium: string, chromedriver: string }}
 */
function complete(browser) {
  return Boolean(browser.chromium && browser.chromedriver);
}

/** @param {string} path */
function majorVersion(path) {
  const version = /(\d+)\.\d+\.\d+/.exec(output(path, ["--version"]) ?? "")?.[1];
  if (!version) throw new Stop(`${path} --version doesn't answer with a version.`);
  return version;
}

async function install() {
  if (!findOnPath("apt-get")) {
    throw new Stop(
      "Chromium and chromedriver are needed. Install both in one version; CHROME_PATH and CHROMEDRIVER may say where.",
    );
  }
  if (!isRoot) {
    throw new Stop(
      "Chromium and chromedriver are needed. Install them with:\n  sudo apt-get install -y chromium chromium-driver",
    );
  }
  say("browser", "apt-get install chromium chromium-driver");
  const quietly = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], quietly);
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "chromium-driver"], quietly);
  const installed = findBrowser();
  if (!complete(installed)) throw new Stop("chromium and chromedriver were installed, but are not on PATH.");
  return installed;
}

await whenRunDirectly(import.meta, async () => {
  const { chromium, chromedriver } = await ensureBrowser();
  say("browser", `${chromium}, ${chromedriver}`);
});
