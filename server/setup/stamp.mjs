import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/**
 * What no build depends on. Everything else counts: a build too many costs a minute, one too few costs a day.
 */
const IGNORED = new Set([
  ...["node_modules", "e2e", "bench", "docs", "tools", "test-results", "playwright-report", "public/fonts"],
  ...["server/setup", "server/embedded", "db/migrations", "next-env.d.ts", "knip.json"],
  ...["eslint.config.mjs", "vitest.config.ts", "playwright.config.ts", "drizzle.config.ts"],
]);
const isTest = (name) => /\.test\.[cm]?[jt]sx?$/.test(name);
const isSupervisor = (name) => /^server\/[^/]+\.mjs$/.test(name);
const isSource = (name) => /\.([cm]?[jt]sx?|json|css|svg|ico|png|webp|woff2|tflite|wasm)$/.test(name) && !isTest(name) && !isSupervisor(name);

/**
 * A fingerprint of the files that the build is made from.
 * @param {string} root
 * @returns {string}
 */
export function hashSources(root) {
  const hash = createHash("sha256").update(`${process.versions.modules} ${process.platform} ${process.arch}`);
  const walk = (folder) => {
    const entries = fs.readdirSync(path.join(root, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const name = path.posix.join(folder, entry.name);
      if (entry.name.startsWith(".") || IGNORED.has(name)) continue;
      if (entry.isDirectory()) walk(name);
      else if (isSource(name)) hash.update(`${name}\0`).update(contentOf(path.join(root, name)));
    }
  };
  walk("");
  return hash.digest("hex").slice(0, 32);
}

/**
 * Next writes its folders for types into tsconfig.json while it builds; only the options say how.
 * @param {string} file
 */
function contentOf(file) {
  const content = fs.readFileSync(file);
  if (path.basename(file) !== "tsconfig.json") return content;
  try {
    return JSON.stringify(JSON.parse(content.toString()).compilerOptions);
  } catch {
    return content;
  }
}

/** @param {string} file @returns {string | null} */
export function readStamp(file) {
  try {
    return fs.readFileSync(file, "utf8").trim();
  } catch {
    return null;
  }
}

/** @param {string} file @param {string} value */
export function writeStamp(file, value) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${value}\n`);
}
