import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { mailKinds } from "@/inngest/mail-kinds";
import type { AnyMailKind } from "@/lib/platform/mail/kind";

test("the job knows every kind of mail that a domain declares, each under its own name", async () => {
  const files = readdirSync("lib").map((domain) => path.resolve("lib", domain, "mails.ts")).filter((file) => existsSync(file));
  const modules = await Promise.all(files.map((file) => import(file) as Promise<Record<string, AnyMailKind>>));
  const declared = modules.flatMap((each) => Object.values(each).map((kind) => kind.name));
  expect(declared.length).toBeGreaterThan(3);
  expect([...mailKinds.keys()].sort()).toEqual([...declared].sort());
});
