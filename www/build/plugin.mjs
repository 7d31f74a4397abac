// @ts-check
import { fileURLToPath } from "node:url";
import { renderSite } from "./pages.mjs";

/** Adds the generated pages, pictures and documents to the build. */
export class ShopPages {
  /** @param {import("webpack").Compiler} compiler */
  apply(compiler) {
    const { Compilation, sources } = compiler.webpack;
    const watched = ["../shop/catalogue", "../shop/reviews"].map((path) =>
      fileURLToPath(new URL(path, import.meta.url)),
    );
    compiler.hooks.thisCompilation.tap("ShopPages", (compilation) => {
      for (const folder of watched) compilation.contextDependencies.add(folder);
      compilation.fileDependencies.add(fileURLToPath(new URL("../shop/rules.json", import.meta.url)));
      compilation.hooks.processAssets.tap(
        { name: "ShopPages", stage: Compilation.PROCESS_ASSETS_STAGE_ADDITIONS },
        () => {
          for (const [path, content] of renderSite()) compilation.emitAsset(path, new sources.RawSource(content));
        },
      );
    });
  }
}
