// Makes sure that Rust can compile to WebAssembly.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { findOnPath, output, run } from "./lib/command.mjs";
import { say, Stop, whenRunDirectly } from "./lib/step.mjs";

export const wasmTarget = "wasm32-unknown-unknown";

export async function ensureWasmTarget() {
  const sysroot = output("rustc", ["--print", "sysroot"]);
  if (!sysroot) throw new Stop("Rust is missing. Install it with rustup (https://rustup.rs), then run this again.");
  if (existsSync(join(sysroot, "lib", "rustlib", wasmTarget))) return;
  if (!findOnPath("rustup")) {
    throw new Stop(
      `This Rust has no ${wasmTarget}, and there is no rustup to add it. ` +
        `Install Rust with rustup (https://rustup.rs), or the package of your system that holds ${wasmTarget}'s standard library.`,
    );
  }
  say("wasm target", `rustup target add ${wasmTarget}`);
  await run("rustup", ["target", "add", wasmTarget]);
}

await whenRunDirectly(import.meta, ensureWasmTarget);
