// @ts-check
// The demo shop, a static site of several pages, its provider of 3D views, and the marketer's console: all are served by
// the control server.
import { fileURLToPath } from "node:url";
import CssMinimizerPlugin from "css-minimizer-webpack-plugin";
import HtmlWebpackPlugin from "html-webpack-plugin";
import MiniCssExtractPlugin from "mini-css-extract-plugin";
import { ShopPages } from "./www/build/plugin.mjs";

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** @typedef {"development" | "production" | "none"} Mode */

/** Leaves `calc` alone: it can't read all of it. */
const minimizer = new CssMinimizerPlugin({ minimizerOptions: { preset: ["default", { calc: false }] } });

/** @param {Mode} mode @returns {import("webpack").Configuration} */
const common = (mode) => ({
  mode,
  // The pages' policy forbids eval, which webpack's default source maps for development need.
  devtool: mode === "development" ? "source-map" : false,
  optimization: { minimizer: ["...", minimizer] },
  performance: { hints: false },
});

/** `….module.css` gives its classes as one object. */
const modules = { auto: true, namedExport: false, exportLocalsConvention: "as-is" };
const styles = {
  test: /\.css$/,
  use: [MiniCssExtractPlugin.loader, { loader: "css-loader", options: { modules } }],
};

/** @param {Mode} mode @returns {import("webpack").Configuration} */
const shop = (mode) => ({
  ...common(mode),
  name: "shop",
  entry: { boot: here("./www/shop/boot.js"), shop: here("./www/shop/shop.js") },
  output: {
    path: here("./dist/www"),
    publicPath: "/",
    filename: "[name].js",
    chunkFilename: "[name].[contenthash:8].js",
    assetModuleFilename: "[name].[contenthash:8][ext]",
    clean: { keep: /^(console|try-on)\// },
  },
  module: { rules: [styles] },
  plugins: [new MiniCssExtractPlugin({ filename: "[name].css" }), new ShopPages()],
});

/** The demo's provider of 3D views. @param {Mode} mode @returns {import("webpack").Configuration} */
const tryOn = (mode) => ({
  ...common(mode),
  name: "try-on",
  entry: { page: here("./www/try-on/page.js") },
  output: {
    path: here("./dist/www/try-on"),
    publicPath: "/try-on/",
    filename: "[name].[contenthash:8].js",
    chunkFilename: "[name].[contenthash:8].js",
    clean: true,
  },
  module: { rules: [styles] },
  plugins: [
    new MiniCssExtractPlugin({ filename: "[name].[contenthash:8].css" }),
    new HtmlWebpackPlugin({ template: here("./www/try-on/index.html"), scriptLoading: "module" }),
  ],
});

/** @param {Mode} mode @returns {import("webpack").Configuration} */
const marketersConsole = (mode) => ({
  ...common(mode),
  name: "console",
  entry: { console: here("./www/console/main.tsx"), preview: here("./www/console/preview/page.ts") },
  output: {
    path: here("./dist/www/console"),
    publicPath: "/console/",
    filename: "[name].[contenthash:8].js",
    chunkFilename: "[name].[contenthash:8].js",
    assetModuleFilename: "[name].[contenthash:8][ext]",
    clean: true,
  },
  resolve: { extensions: [".tsx", ".ts", "..."] },
  module: {
    rules: [styles, { test: /\.tsx?$/, loader: "esbuild-loader", options: { target: "es2022", jsx: "automatic" } }],
  },
  plugins: [
    new MiniCssExtractPlugin({ filename: "[name].[contenthash:8].css" }),
    new HtmlWebpackPlugin({ template: here("./www/console/index.html"), chunks: ["console"], scriptLoading: "module" }),
    new HtmlWebpackPlugin({
      template: here("./www/console/preview/index.html"),
      filename: "preview.html",
      chunks: ["preview"],
      scriptLoading: "module",
    }),
  ],
});

/** @param {unknown} _env @param {{ mode?: Mode }} options */
export default function www(_env, { mode = "production" }) {
  return [shop(mode), tryOn(mode), marketersConsole(mode)];
}
