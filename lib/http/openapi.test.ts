import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { defineContract } from "@/lib/http/contract";
import { allContracts } from "@/lib/http/endpoints/all";
import { openApiDocument, refusalsOf } from "@/lib/http/openapi";

const repository = path.resolve(import.meta.dirname, "../..");

/** Not endpoints of ours to describe: next-auth's own protocol, and the answer for whatever is unknown. */
const undocumented = ["/api/auth/{...nextauth}/", "/api/{...unknown}/", "/external-api/{...unknown}/"];

/** Served before Next: described although no route file exists. */
const servedByGateway = /^\/api\/((events|exports|live|pictures|recordings|uploads|video)\/|(meetings\/\{\}\/window\/events|rooms\/\{\}\/(notes|files|files\/\{\}|files\/\{\}\/preview))\/$)/;

const withSlash = (each: string) => (each.endsWith("/") ? each : `${each}/`);
const files = ["api", "external-api"]
  .filter((folder) => existsSync(path.join(repository, "app", folder)))
  .flatMap((folder) => readdirSync(path.join(repository, "app", folder), { recursive: true, encoding: "utf8" }).map((file) => path.join(folder, file)))
  .filter((file) => path.basename(file) === "route.ts");
const routes = files
  .map((file) => withSlash(`/${path.dirname(file)}`.replace(/\[([^\]]+)\]/g, "{$1}")))
  .filter((route) => !undocumented.includes(route));
const anonymous = (each: string) => withSlash(each).replace(/\{[^}]+\}/g, "{}");

test("every route is described, and every description has a route", () => {
  const described = new Set(allContracts.map((contract) => anonymous(contract.path)));
  expect(routes.filter((route) => !described.has(anonymous(route)))).toEqual([]);
  const existing = new Set(routes.map(anonymous));
  expect([...described].filter((each) => !existing.has(each) && !servedByGateway.test(each))).toEqual([]);
});

test("the document is OpenAPI 3.1 with unique operation ids and only resolvable references", () => {
  const document = openApiDocument(allContracts, "http://localhost:3000") as { openapi: string; paths: Record<string, Record<string, { operationId: string; parameters: { name: string; in: string }[] }>>; components: { schemas: object } };
  expect(document.openapi).toBe("3.1.0");
  const operations = Object.entries(document.paths).flatMap(([route, methods]) => Object.values(methods).map((operation) => ({ route, operation })));
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { route, operation } of operations) {
    const inPath = [...route.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]);
    expect(operation.parameters.filter((each) => each.in === "path").map((each) => each.name).sort(), route).toEqual(inPath.sort());
  }
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]!);
  for (const name of references) expect(document.components.schemas).toHaveProperty(name);
});

test("a contract's refusals follow from its parts", () => {
  const contract = defineContract({ method: "POST", path: "/x/{id}/", summary: "", tags: [], style: "problem", access: "session", params: z.object({ id: z.string() }), body: z.strictObject({}), errors: [409], limit: "sendMessagePerUser" });
  expect(refusalsOf(contract as never)).toEqual([400, 401, 403, 404, 409, 413, 415, 429]);
});
