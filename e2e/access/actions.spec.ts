import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { auditEntry } from "@/db/schema/audit";
import { expect, test } from "@/e2e/fixtures";

type Manifest = { node: Record<string, { workers: Record<string, unknown>; filename?: string; exportedName?: string }> };
type Action = { id: string; name: string; path: string };

/** Actions that are for people who have not signed in; each answers a value for its form, or sends the browser on. */
const forAnyone = /^app\/(\(account\)\/|preferences\.ts|sign-out\.ts|\(product\)\/open-by-code\.ts)/;

/** Every server action of the build: its number is in the pages, and nothing keeps anybody from calling it. */
function actionsOfBuild(): Action[] {
  const folder = path.resolve(process.env.ATRIUM_DIST_DIR ?? ".next");
  const [file] = [path.join(folder, "server", "server-reference-manifest.json"), path.join(folder, "dev", "server", "server-reference-manifest.json")].filter(existsSync);
  const manifest = JSON.parse(readFileSync(file!, "utf8")) as Manifest;
  return Object.entries(manifest.node).map(([id, { workers, filename = "", exportedName = "" }]) => ({ id, name: `${filename} ${exportedName}`, path: pathOf(Object.keys(workers)) }));
}

/** An address that serves the action. */
function pathOf(workers: string[]): string {
  const parts = (worker: string) => worker.split("/").slice(1, -1).filter((part) => !/^[(@]/.test(part));
  const [shortest = "app/page"] = [...workers].sort((a, b) => Number(a.includes("[")) - Number(b.includes("[")) || a.length - b.length);
  return `/${parts(shortest).map((part) => (part.startsWith("[") ? "1" : part)).join("/")}`;
}

/** As a script calls it: with an object, or with a form. */
const bodies: { what: string; headers: Record<string, string>; data?: string; multipart?: Record<string, string> }[] = [
  { what: "an object", headers: { "content-type": "text/plain;charset=UTF-8" }, data: "[{\"id\":1}]" },
  { what: "a form", headers: {}, multipart: { 0: "[null,\"$K1\"]", "1_id": "1" } },
];

/** What refusals look like: a typed result, or for a form the sentence that it shows. Some actions answer nothing at all. */
const isRefusal = (text: string) => !/"ok":true/.test(text) && (!/"ok":/.test(text) || /"code":"unauthenticated"|sign in again|signed out/i.test(text));

/** What somebody without a session has changed; signing in and registering are theirs to do. */
const changesByNobody = async () =>
  (await db().select({ action: auditEntry.action }).from(auditEntry).where(eq(auditEntry.actorKind, "anonymous"))).filter(({ action }) => !/^(account|session|application|call|lobby)\./.test(action));

test("every server action that is called by its number without a session is refused, and nothing is written", async ({ openBrowser }) => {
  const actions = actionsOfBuild().filter(({ name }) => !name.startsWith("app/dev/"));
  expect(actions.length).toBeGreaterThan(10);
  const { request } = await openBrowser(null);
  const wrong: string[] = [];
  for (const { id, name, path: address } of actions) {
    const isForAnyone = forAnyone.test(name);
    for (const { what, headers, ...body } of isForAnyone ? bodies.slice(1) : bodies) {
      const response = await request.post(address, { ...body, headers: { ...headers, "next-action": id, accept: "text/x-component" }, maxRedirects: 0 });
      const text = await response.text();
      if (response.status() >= 500 || (!isForAnyone && !isRefusal(text))) wrong.push(`${name} with ${what} at ${address}: ${response.status()} ${/\{"ok":[^\n]{0,200}/.exec(text)?.[0] ?? "no result"}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(await changesByNobody()).toEqual([]);
});
