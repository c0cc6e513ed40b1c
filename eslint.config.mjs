import coreWebVitals from "eslint-config-next/core-web-vitals";
import typescript from "eslint-config-next/typescript";

/** `process.env` has one reader, so that every mistake of an environment is named at start. */
const readsEnvironment = ["lib/platform/env.ts", "db/testing.ts", "server/testing-worker.ts", "next.config.ts", "instrumentation.ts", "server/web.ts", "playwright.config.ts", "vitest.config.ts", "e2e/**", "bench/**", "**/*.mjs", "**/*.test.ts", "**/*.int.test.ts"];

export default [
  { ignores: [".next*/**", ".build/**", ".data/**", "node_modules/**", "test-results/**", "playwright-report/**", "next-env.d.ts", "public/**"] },
  ...coreWebVitals,
  ...typescript,
  {
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrorsIgnorePattern: "^_" }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "no-empty": "error",
      eqeqeq: ["error", "smart"],
      "prefer-const": "error",
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        { selector: "MemberExpression[object.name='process'][property.name='env']", message: "Read the environment through lib/platform/env." },
      ],
    },
  },
  { rules: { "import/no-anonymous-default-export": "off", "@next/next/no-assign-module-variable": "off" } },
  { files: ["lib/**", "server/**", "db/**", "inngest/**", "e2e/**"], rules: { "react-hooks/rules-of-hooks": "off" } },
  { files: readsEnvironment, rules: { "no-restricted-syntax": "off" } },
  { files: ["server/**", "bench/**", "e2e/**", "**/*.mjs", "**/*.test.ts"], rules: { "no-console": "off" } },
];
