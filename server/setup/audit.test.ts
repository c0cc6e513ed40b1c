import { expect, it } from "vitest";
import { judgeAudit } from "@/server/setup/audit.mjs";

const report = (vulnerabilities: Record<string, { severity: string }>) => {
  const found = Object.entries(vulnerabilities).map(([name, { severity }]) => [name, { name, severity, range: "<1.2.3", via: [{ title: "It can be crashed" }], fixAvailable: true }]);
  const metadata = { vulnerabilities: { low: 0, moderate: 0, high: 0, critical: 0, total: found.length }, dependencies: { prod: 200 } };
  return JSON.stringify({ auditReportVersion: 2, vulnerabilities: Object.fromEntries(found), metadata }, null, 2);
};

it("fails for a grave hole in what production needs, and names it", () => {
  for (const severity of ["high", "critical"]) expect(judgeAudit(report({ crashy: { severity } }))).toEqual({ verdict: "bad", lines: [`${severity}: crashy <1.2.3: It can be crashed (a fixed version exists)`] });
});

it("passes without one; lesser ones do not fail the run", () => {
  expect(judgeAudit(report({})).verdict).toBe("good");
  expect(judgeAudit(`npm warn something\n${report({ slow: { severity: "moderate" } })}\n`).verdict).toBe("good");
});

it("says so when the registry cannot be asked, which is neither", () => {
  const none = JSON.stringify({ message: "405 Method Not Allowed - POST https://mirror.example/-/npm/v1/security/advisories/bulk", statusCode: 405, error: { summary: "", detail: "" } }, null, 2);
  const { verdict, lines } = judgeAudit(none);
  expect([verdict, lines.join().includes("mirror.example")]).toEqual(["unknown", false]);
  for (const output of ["", "npm error network timeout", '{"error":{"code":"ENOTFOUND"}}']) expect(judgeAudit(output).verdict).toBe("unknown");
});
