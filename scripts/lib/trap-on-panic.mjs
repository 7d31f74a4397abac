// A panic traps at once.
//
// Rust's standard library comes compiled, with the code that words and prints a panic's message. In a browser it prints
// nowhere, and JavaScript sees the same `RuntimeError: unreachable` with it as without; what it weighs is a shopper's
// download.
import { Stop } from "./step.mjs";

/** Functions that never return, and the handler that only they call. */
const panics = [
  /^core\[\w+\]::panicking::/,
  /^(<?core|<?alloc|<?std)\[\w+\]::.*_fail(ed)?(_rt)?$/,
  /^core\[\w+\]::cell::panic_already/,
  /^alloc\[\w+\]::(raw_vec::handle_error|alloc::handle_alloc_error)$/,
  /\bstd\[\w+\]::panicking::panic_handler::/,
  /::rust_panic$/,
];

/**
 * @param {Uint8Array} bytes a module that has its names
 * @returns {Promise<Uint8Array>} the module without them
 */
export async function trapOnPanic(bytes) {
  const { default: binaryen } = await import("binaryen");
  const module = binaryen.readBinary(bytes);
  try {
    const found = Array.from({ length: module.getNumFunctions() }, (_, index) =>
      binaryen.getFunctionInfo(module.getFunctionByIndex(index)),
    ).filter(({ name, module: importedFrom }) => !importedFrom && panics.some((panic) => panic.test(name)));
    if (found.length === 0) throw new Stop("No panic is left to be found: have the names of functions changed?");
    for (const { name, params, results } of found) {
      module.removeFunction(name);
      module.addFunction(name, params, results, [], module.unreachable());
    }
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}
