import { z } from "zod";
import type { Contract } from "@/lib/http/contract";

type Json = Record<string, unknown>;

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _schema, "~standard": _standard, ...rest } = z.toJSONSchema(schema, { io, target: "draft-2020-12", unrepresentable: "any" }) as Json;
  return rest;
}

function parameters(where: "path" | "query" | "header", schema: z.ZodObject | undefined): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, each]) => ({
    name,
    in: where,
    required: where === "path" || !(each as z.ZodType).safeParse(undefined).success,
    schema: jsonSchema(each as z.ZodType, "input"),
  }));
}

/** The statuses a contract can refuse with: those it lists and those that follow from its parts. */
export function refusalsOf(contract: Contract): number[] {
  const statuses = new Set(contract.errors ?? []);
  if (contract.access !== "anyone") statuses.add(contract.noSessionStatus ?? 401);
  if (contract.params) statuses.add(404);
  if (contract.query || contract.body) statuses.add(400);
  if (contract.body) for (const status of [413, 415]) statuses.add(status);
  if (contract.method !== "GET" || contract.access === "application") statuses.add(403);
  if (contract.limit) statuses.add(429);
  return [...statuses].sort((a, b) => a - b);
}

function errorContent(contract: Contract): Json {
  if (contract.style === "problem") return { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  return { "application/json": { schema: { $ref: "#/components/schemas/PlainError" } } };
}

function successContent(contract: Contract): Json {
  // A stream of events is no text to hold against a schema.
  const others = Object.fromEntries((contract.otherTypes ?? []).map((type) => [type, { schema: { type: "string" } }]));
  if (contract.contentType) return { content: { [contract.contentType]: contract.contentType === "text/event-stream" ? {} : { schema: { type: "string" } }, ...others } };
  if (!contract.response) return {};
  return { content: { "application/json": { schema: jsonSchema(contract.response, "output") }, ...others } };
}

function requestBody({ body, rawBody, acceptsForm }: Contract): Json {
  if (rawBody) return { requestBody: { required: true, content: Object.fromEntries(rawBody.map((type) => [type, { schema: { type: "string", format: "binary" } }])) } };
  if (!body) return {};
  const content = { schema: jsonSchema(body, "input") };
  return { requestBody: { required: !body.safeParse({}).success, content: { "application/json": content, ...(acceptsForm ? { "application/x-www-form-urlencoded": content } : {}) } } };
}

function securityOf(access: Contract["access"]): Json[] {
  if (access === "anyone") return [];
  return access === "participant" ? [{ session: [] }, { guest: [] }] : [{ [access]: [] }];
}

function operation(contract: Contract): Json {
  const success = contract.status ?? (contract.response || contract.contentType ? 200 : 204);
  const responses: Json = {
    [success]: { description: "Success", ...successContent(contract) },
  };
  for (const [status, schema] of Object.entries(contract.otherResponses ?? {})) responses[status] = { description: "Success", content: { "application/json": { schema: jsonSchema(schema, "output") } } };
  for (const status of refusalsOf(contract)) responses[status] = { description: "Refused", content: errorContent(contract) };
  return {
    summary: contract.summary,
    tags: contract.tags,
    operationId: `${contract.method.toLowerCase()}${contract.path.replace(/[{}]/g, "").replace(/[/_.-]+(\w)?/g, (_, letter: string | undefined) => letter?.toUpperCase() ?? "")}`,
    security: securityOf(contract.access),
    parameters: [...parameters("path", contract.params), ...parameters("query", contract.query), ...parameters("header", contract.headers)],
    ...requestBody(contract),
    responses,
  };
}

const problem = z.object({
  type: z.string(), title: z.string(), status: z.int(), detail: z.string(), code: z.string().optional(),
  errors: z.record(z.string(), z.array(z.string())).optional(), reference: z.string().optional(),
  problem: z.string().optional().describe("Which of the refusals of this endpoint it is, where several have one status."),
});

/** The OpenAPI 3.1 document of the given contracts: made from the schemas that check the input, so it cannot drift. */
export function openApiDocument(contracts: readonly Contract[], serverUrl: string): Json {
  const paths: Record<string, Json> = {};
  for (const contract of contracts) (paths[contract.path] ??= {})[contract.method.toLowerCase()] = operation(contract);
  return {
    openapi: "3.1.0",
    info: { title: "Atrium", version: "1.0.0", description: "Rooms, chat, calls and a video library. Paths answer with and without their trailing slash." },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas: {
        Problem: jsonSchema(problem, "output"),
        PlainError: { type: "object", description: "Either a detail, or messages by field.", additionalProperties: { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] } },
      },
      securitySchemes: { guest: { type: "apiKey", in: "cookie", name: "guest" }, session: { type: "apiKey", in: "cookie", name: "access_token" }, application: { type: "http", scheme: "bearer" } },
    },
  };
}
