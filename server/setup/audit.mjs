#!/usr/bin/env node
// npm run audit: known holes in what production runs with. A part of npm test; see docs/SECURITY.md.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { runCommand } from "./commands.mjs";
import { ROOT } from "./root.mjs";

const GRAVE = ["high", "critical"];

/**
 * What a registry's answer means. Holes of a graver kind in what production needs fail the run; a registry that cannot be
 * asked (offline, a mirror without advisories) does not: it says nothing about the packages.
 * @param {string} output what `npm audit --omit=dev --json` said
 * @returns {{ verdict: "good" | "bad" | "unknown", lines: string[] }}
 */
export function judgeAudit(output) {
  const start = output.indexOf("{\n");
  const end = output.lastIndexOf("\n}");
  /** @type {any} */
  let report;
  try {
    report = JSON.parse(output.slice(start, end + 2));
  } catch {
    report = null;
  }
  if (!report?.metadata?.vulnerabilities) {
    const reason = report?.message ?? report?.error?.summary;
    return { verdict: "unknown", lines: [`The registry could not be asked for known holes${reason ? ` (${String(reason).replace(/https?:\/\/\S+/g, "its audit address")})` : ""}. Ask one that can: npm run audit -- --registry <address>`] };
  }
  const found = Object.values(report.vulnerabilities ?? {}).filter(({ severity }) => GRAVE.includes(severity));
  const lines = found.map(({ name, severity, range, via, fixAvailable }) => {
    const titles = via.flatMap((each) => (typeof each === "string" ? [] : [each.title]));
    return `${severity}: ${name} ${range}${titles.length ? `: ${titles.join("; ")}` : ""}${fixAvailable ? " (a fixed version exists)" : ""}`;
  });
  const total = Object.values(report.metadata.vulnerabilities);
  if (lines.length > 0) return { verdict: "bad", lines };
  return { verdict: "good", lines: [`No grave hole is known in ${report.metadata.dependencies?.prod ?? "the"} packages${total.some((count, at) => at < total.length - 1 && count > 0) ? "; lesser ones: npm audit --omit=dev" : ""}.`] };
}

async function main() {
  const at = process.argv.indexOf("--report");
  const [report, rest] = at < 0 ? [null, process.argv.slice(2)] : [process.argv[at + 1], process.argv.slice(2, at)];
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  // One attempt: a registry that does not answer is not waited for.
  const { output } = await runCommand(npm, ["audit", "--omit=dev", "--json", "--fetch-retries=0", "--fetch-timeout=30000", "--loglevel=error", ...rest], { cwd: path.resolve(ROOT), keepBytes: 5_000_000 });
  const { verdict, lines } = judgeAudit(output);
  for (const line of lines) console.log(line);
  if (report) fs.writeFileSync(report, JSON.stringify({ passed: verdict === "good" ? 1 : 0, failed: verdict === "bad" ? 1 : 0 }));
  process.exitCode = verdict === "bad" ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();
