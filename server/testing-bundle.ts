import { rm } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { afterAll } from "vitest";

const root = path.resolve(import.meta.dirname, "..");

/**
 * Bundles an entry file once for the test file, as the build does for production: a process that is started again and
 * again should not compile its sources each time. Answers the arguments for `node`.
 */
export async function bundleEntry(file: string): Promise<string[]> {
  // Inside the project, so that packages are found; one for each test file, so that none removes another's.
  const outfile = path.join(root, ".build", `test-${process.pid}`, path.basename(file).replace(/\.ts$/, ".mjs"));
  await build({ entryPoints: [path.join(root, file)], outfile, bundle: true, format: "esm", platform: "node", target: "node20", packages: "external", alias: { "@": root }, absWorkingDir: root, logLevel: "silent" });
  afterAll(() => rm(path.dirname(outfile), { recursive: true, force: true }));
  return [outfile];
}
