import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import { readdirSync } from "node:fs";
import tseslint from "typescript-eslint";

const FEATURES = readdirSync(new URL("./src/features", import.meta.url));

/** The house, as rules: who may import what. Each call gives the whole list, since a later rule replaces an earlier one. */
function mayNotImport({ tauri = true, map = true, features = [], relativeFeatures = false }) {
  const patterns = [];
  if (tauri) {
    patterns.push({ group: ["@tauri-apps/*", "**/ipc/bindings*", "**/ipc/fake*"], message: "Only ui/src/ipc talks to the shell: import from ipc." });
  }
  if (map) {
    patterns.push({ group: ["maplibre-gl", "maplibre-gl/*", "pmtiles"], message: "Only ui/src/map owns the map." });
  }
  if (features.length > 0) {
    patterns.push({
      group: features.flatMap((name) => [`**/features/${name}/*`, `../${name}/*`, `../../${name}/*`]),
      message: "A feature offers what others may use in its index.ts.",
    });
  }
  if (relativeFeatures) {
    patterns.push({ group: ["**/features/**"], message: "What is shared knows no feature." });
  }
  return ["error", { patterns }];
}

const NO_MARKUP = { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: "Text from outside is never markup." };
const WRITTEN_ONCE = "Amounts, areas, shares and times are written by shared/format, in one way everywhere.";
/** What writes a number or a time in a way of its own. */
const OWN_WRITING = [
  { selector: "CallExpression[callee.property.name=/^to(Fixed|Precision|Exponential|LocaleString|LocaleDateString|LocaleTimeString)$/]", message: WRITTEN_ONCE },
  { selector: "MemberExpression[object.name='Intl']", message: WRITTEN_ONCE },
  { selector: "TemplateElement[value.raw=/^(\\s|\\\\u00a0)(km²|m²|%|€|EUR|USD)/]", message: WRITTEN_ONCE },
  { selector: "JSXText[value=/^\\s*(km²|m²|%|€)/]", message: WRITTEN_ONCE },
  { selector: "CallExpression[callee.property.name=/^(slice|split)$/] > MemberExpression.callee > CallExpression.object[callee.name=/^format/]", message: "Ask shared/format for the form that is needed; a part cut out of another breaks with it." },
];

export default tseslint.config(
  { ignores: ["dist", "node_modules", "coverage", "src/ipc/bindings.ts"] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  jsxA11y.flatConfigs.strict,
  reactHooks.configs.flat["recommended-latest"],
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/require-await": "off",
      "no-restricted-imports": mayNotImport({ features: FEATURES }),
      "no-restricted-syntax": ["error", NO_MARKUP, ...OWN_WRITING],
      // Speaks of the React Compiler, which is not used here.
      "react-hooks/incompatible-library": "off",
      "no-console": "error",
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ["src/ipc/**"], rules: { "no-restricted-imports": mayNotImport({ tauri: false, relativeFeatures: true }) } },
  { files: ["src/map/**"], rules: { "no-restricted-imports": mayNotImport({ map: false, relativeFeatures: true }) } },
  { files: ["src/shared/**", "src/errors/**"], rules: { "no-restricted-imports": mayNotImport({ relativeFeatures: true }) } },
  ...FEATURES.map((own) => ({
    files: [`src/features/${own}/**`],
    rules: { "no-restricted-imports": mayNotImport({ features: FEATURES.filter((name) => name !== own) }) },
  })),
  { files: ["src/**/*.test.ts", "src/**/*.test.tsx", "src/test/**"], rules: { "no-restricted-imports": "off", "max-lines": "off" } },
  { files: ["src/shared/format/**", "src/ipc/fake/**", "src/**/*.test.ts", "src/**/*.test.tsx"], rules: { "no-restricted-syntax": ["error", NO_MARKUP] } },
  { files: ["src/ipc/fake/**"], rules: { "max-lines": "off" } },
  { files: ["*.config.{js,ts}", "dev/**"], languageOptions: { globals: globals.node } },
  { files: ["**/*.js"], ...tseslint.configs.disableTypeChecked },
);
