import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";

/** Each rule of .dependency-cruiser.cjs beside a file that breaks it: [rule, importing file, imported file]. */
const violations: [rule: string, from: string, to: string][] = [
  ["core-is-pure", "lib/core/ids.ts", "db/client.ts"],
  ["core-is-pure", "lib/core/slug.ts", "lib/rooms/contract.ts"],
  ["db-below-domains", "db/columns.ts", "lib/rooms/queries.ts"],
  ["schema-only-constants", "db/schema/rooms.ts", "lib/platform/env.ts"],
  ["shared-below-domains", "lib/events/room-events.ts", "lib/rooms/commands.ts"],
  ["shared-below-domains", "lib/platform/mail.ts", "lib/http/route.ts"],
  ["domain-not-up", "lib/rooms/commands.ts", "lib/http/route.ts"],
  ["domain-not-up", "lib/chat/queries.ts", "app/page.tsx"],
  ["domain-not-sideways", "lib/chat/commands.ts", "lib/rooms/commands.ts"],
  ["domain-not-sideways", "lib/chat/commands.ts", "lib/videos/state.ts"],
  ["domain-not-sideways", "lib/calls/commands.ts", "lib/guests/commands.ts"],
  ["policy-reads-nothing", "lib/rooms/policy.ts", "db/client.ts"],
  ["contract-is-browser-safe", "lib/rooms/contract.ts", "lib/platform/env.ts"],
  ["http-below-adapters", "lib/http/route.ts", "components/ui/button.tsx"],
  ["components-stay-in-the-browser", "components/ui/button.tsx", "lib/rooms/queries.ts"],
  ["components-stay-in-the-browser", "components/chat/view.tsx", "app/page.tsx"],
  ["no-schemas-in-the-browser", "components/chat/view.tsx", "lib/chat/contract.ts"],
  ["no-schemas-in-the-browser", "components/rooms/view.tsx", "node_modules/zod/index.js"],
  ["vendors-at-the-edge", "lib/rooms/commands.ts", "node_modules/livekit-server-sdk/index.js"],
  ["vendors-at-the-edge", "app/page.tsx", "node_modules/nodemailer/index.js"],
  ["child-processes-at-the-edge", "inngest/functions/video.ts", "node:child_process"],
  ["not-from-tests", "lib/rooms/commands.ts", "db/factories.ts"],
  ["no-circular", "lib/core/a.ts", "lib/core/b.ts"],
];

/** Imports that must stay possible. */
const allowed: [from: string, to: string][] = [
  ["app/page.tsx", "lib/rooms/queries.ts"],
  ["lib/http/identify.ts", "lib/accounts/sessions.ts"],
  ["lib/chat/commands.ts", "lib/rooms/queries.ts"],
  ["lib/chat/commands.ts", "lib/rooms/policy.ts"],
  ["lib/rooms/commands.ts", "lib/events/room-events.ts"],
  ["lib/platform/livekit/client.ts", "node_modules/livekit-server-sdk/index.js"],
  ["lib/platform/media/child.ts", "node:child_process"],
  ["components/chat/view.tsx", "lib/chat/constants.ts"],
  ["db/schema/rooms.ts", "lib/rooms/contract.ts"],
];

const repository = path.resolve(import.meta.dirname, "..");
const made: string[] = [];
afterAll(() => made.forEach((dir) => rmSync(dir, { recursive: true, force: true })));

function write(root: string, file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

function plant(root: string, from: string, to: string): void {
  if (to.startsWith("node:")) return write(root, from, `import { spawn } from "${to}";\nexport const used = spawn;\n`);
  if (to.startsWith("node_modules/")) {
    const name = to.split("/")[1]!;
    write(root, `node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
    write(root, to, "export const value = 1;\n");
    return write(root, from, `import { value } from "${name}";\nexport const used = value;\n`);
  }
  write(root, to, "export const value = 1;\n");
  write(root, from, `import { value } from "@/${to.replace(/\.tsx?$/, "")}";\nexport const used = value;\n`);
}

/** The names of the rules that the planted tree breaks. */
function brokenRules(plantAll: (root: string) => void): string[] {
  const root = mkdtempSync(path.join(tmpdir(), "atrium-layers-"));
  made.push(root);
  write(root, "tsconfig.json", JSON.stringify({ compilerOptions: { moduleResolution: "bundler", module: "esnext", jsx: "react-jsx", paths: { "@/*": ["./*"] } } }));
  write(root, "package.json", JSON.stringify({ name: "planted", type: "module", dependencies: { "livekit-server-sdk": "*", nodemailer: "*" } }));
  plantAll(root);
  const folders = ["app", "components", "db", "inngest", "lib", "server"];
  for (const folder of folders) mkdirSync(path.join(root, folder), { recursive: true });
  const run = spawnSync(
    process.execPath,
    [path.join(repository, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs"), ...folders, "--config", path.join(repository, ".dependency-cruiser.cjs"), "--output-type", "json"],
    { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  if (run.status !== 0 && !run.stdout.startsWith("{")) throw new Error(run.stderr);
  const report = JSON.parse(run.stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  return report.summary.violations.map((violation) => `${violation.rule.name} ${violation.from}`);
}

test("every planted violation is found by its rule", () => {
  // One tree a violation would take a minute of start-ups; files of different violations do not meet.
  const groups: [string, string, string][][] = [];
  for (const violation of violations) {
    const files = [violation[1], violation[2]];
    const group = groups.find((each) => each.every(([, from, to]) => !files.includes(from) && !files.includes(to)));
    if (group) group.push(violation);
    else groups.push([violation]);
  }
  for (const group of groups) {
    const broken = brokenRules((root) => {
      for (const [rule, from, to] of group) {
        plant(root, from, to);
        if (rule === "no-circular") write(root, to, `import { used } from "@/${from.replace(/\.ts$/, "")}";\nexport const value = used;\n`);
      }
    });
    for (const [rule, from] of group) expect(broken, `${rule} for ${from}`).toContain(`${rule} ${from}`);
  }
}, 120_000);

test("what the architecture allows is allowed", () => {
  const byFile = new Map<string, string[]>();
  for (const [from, to] of allowed) byFile.set(from, [...(byFile.get(from) ?? []), to]);
  const broken = brokenRules((root) => {
    for (const [from, targets] of byFile) {
      const imports = targets.map((to, index) => {
        plant(root, from, to);
        const specifier = to.startsWith("node:") ? to : to.startsWith("node_modules/") ? to.split("/")[1]! : `@/${to.replace(/\.tsx?$/, "")}`;
        return `import ${to.startsWith("node:") ? `* as value${index}` : `{ value as value${index} }`} from "${specifier}";\nexport const used${index} = value${index};`;
      });
      write(root, from, `${imports.join("\n")}\nexport const value = 1;\n`);
    }
  });
  expect(broken).toEqual([]);
}, 60_000);
