// @ts-check
// The demo shop: a static site of several pages, served by the control server.
import { fileURLToPath } from "node:url";
import CssMinimizerPlugin from "css-minimizer-webpack-plugin";
import MiniCssExtractPlugin from "mini-css-extract-plugin";
import { ShopPages } from "./www/build/plugin.mjs";

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * @param {unknown} _env
 * @param {{ mode?: "development" | "production" | "none" }} options
 * @returns {import("webpack").Configuration}
 */
export default function shop(_env, { mode = "production" }) {
  return {
    name: "shop",
    mode,
    // The pages' policy forbids eval, which webpack's default source maps for development need.
    devtool: mode === "development" ? "source-map" : false,
    entry: { boot: here("./www/shop/boot.js"), shop: here("./www/shop/shop.js") },
    output: {
      path: here("./dist/www"),
      publicPath: "/",
      filename: "[name].js",
      chunkFilename: "[name].[contenthash:8].js",
      assetModuleFilename: "[name].[contenthash:8][ext]",
      clean: true,
    },
    module: { rules: [{ test: /\.css$/, use: [MiniCssExtractPlugin.loader, "css-loader"] }] },
    optimization: { minimizer: ["...", new CssMinimizerPlugin()] },
    plugins: [new MiniCssExtractPlugin({ filename: "[name].css" }), new ShopPages()],
    performance: { hints: false },
  };
}
