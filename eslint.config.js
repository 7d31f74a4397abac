import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import globals from "globals";

export default defineConfig([
  globalIgnores(["pkg/", "dist/", "target/", "test-results/", "playwright-report/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    rules: {
      "array-callback-return": "error",
      "consistent-return": "error",
      "default-case-last": "error",
      eqeqeq: "error",
      "no-else-return": "error",
      // Playwright's fixtures name what they use by destructuring, also when it is nothing.
      "no-empty-pattern": ["error", { allowObjectPatternsAsParameters: true }],
      "no-eval": "error",
      "no-implicit-coercion": "error",
      "no-new-func": "error",
      "no-param-reassign": "error",
      "no-shadow": "error",
      "no-useless-return": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["**/*.mjs", "*.config.js", "js/*.node.js", "tests/**"],
    languageOptions: { globals: globals.node },
  },
  {
    files: ["js/**", "www/**/*.js", "tests/e2e/**"],
    ignores: ["js/*.node.js"],
    languageOptions: { globals: globals.browser },
  },
  {
    // A shop's console is the shop's.
    files: ["js/**"],
    rules: { "no-console": "error" },
  },
  {
    // These bootstrap a fresh machine: no package is there yet when they load.
    files: ["scripts/**"],
    ignores: ["scripts/facts-doc.mjs"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { regex: "^(?!node:|\\.)", message: "Scripts load before packages are installed: use await import()." },
          ],
        },
      ],
    },
  },
]);
