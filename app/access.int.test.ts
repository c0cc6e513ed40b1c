import { existsSync, readdirSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/db/client";
import { signIn } from "@/db/factories";
import { video, videoCaption } from "@/db/schema/videos";
import { accessTable, guestAnswers, parseAccessTable } from "@/e2e/access/table";
import { addressOf, credentialsOf, guestCredentials, makeAccounts, makeCaption, makeRoom, requests, signInAll, type Accounts, type Credentials, type People, type Things } from "@/e2e/access/world";
import { call } from "@/lib/http/testing";
import { useFakeLivekit } from "@/lib/platform/livekit/fake";
import { processForTest, uploadForTest } from "@/lib/videos/testing";
import { trustedProxies } from "@/server/gateway/client-address";
import { closeEventStreams, handleEvents, startEvents } from "@/server/gateway/events";
import { passFront } from "@/server/gateway/front";
import { handleHealth } from "@/server/gateway/health";
import { closeMeetingWindows, handleMeetingWindows, startMeetingWindows } from "@/server/gateway/meeting-windows";
import { handleMessageFiles } from "@/server/gateway/message-files";
import { handleNotes } from "@/server/gateway/notes";
import { handlePersonalFiles } from "@/server/gateway/personal-files";
import { handleLive } from "@/server/gateway/live";
import { handleRecordings } from "@/server/gateway/recordings";
import { handleSegments } from "@/server/gateway/segments";
import { handleUploads } from "@/server/gateway/uploads";

type Answer = { status: number; allow: string | null };
type Everybody = { people: People; credentials: Record<string, Credentials> };
type RouteModule = Record<string, Parameters<typeof call>[0]>;

const gateways = [handleHealth, handleEvents, handleMeetingWindows, handleSegments, handlePersonalFiles, handleNotes, handleMessageFiles, handleRecordings, handleLive, handleUploads];
const trusted = trustedProxies([]);
const server = http.createServer((req, res) => {
  void (async () => {
    if (await passFront(req, res, trusted)) return;
    for (const gateway of gateways) if (await gateway(req, res)) return;
    res.writeHead(418).end();
  })();
});
const { actors, rows } = parseAccessTable(accessTable);
let accounts: Accounts;
let videoId: number;
let serial = 0;

beforeAll(async () => {
  useFakeLivekit();
  accounts = await makeAccounts();
  videoId = await uploadForTest(await signIn(accounts.moderator), { width: 160, height: 120, seconds: 1 }, { visibility: "private" });
  expect(await processForTest(videoId)).toBe(true);
  await db().update(video).set({ ownerId: accounts.owner.id }).where(eq(video.id, videoId));
  await startEvents();
  await startMeetingWindows();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  closeEventStreams();
  closeMeetingWindows();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** The file that serves a path, and the names of its placeholders; undefined where a gateway does. */
function findRouteFile(pattern: string): { file: string; names: string[] } | undefined {
  let folder = path.resolve(import.meta.dirname);
  const names: string[] = [];
  for (const part of pattern.split("/").filter(Boolean)) {
    const placeholder = part.startsWith("{") ? readdirSync(folder).find((name) => /^\[\w+\]$/.test(name)) : part;
    if (placeholder === undefined) return undefined;
    if (part.startsWith("{")) names.push(placeholder.slice(1, -1));
    folder = path.join(folder, placeholder);
    if (!existsSync(folder)) return undefined;
  }
  const file = path.join(folder, "route.ts");
  return existsSync(file) ? { file, names } : undefined;
}

async function askRoute(method: string, pattern: string, address: string, headers: Credentials, body: unknown): Promise<Answer> {
  const unknown = path.resolve(import.meta.dirname, pattern.split("/")[1]!, "[...unknown]/route.ts");
  const { file, names } = findRouteFile(pattern) ?? { file: unknown, names: [] };
  const handlers = (await import(file)) as RouteModule;
  const parts = address.split("?")[0]!.split("/");
  const values = pattern.split("/").flatMap((part, at) => (part.startsWith("{") ? [parts[at]!] : []));
  const params = Object.fromEntries(names.map((name, at) => [name, values[at]!]));
  const sent = body === undefined ? {} : { raw: typeof body === "string" ? body : JSON.stringify(body) };
  const { status, headers: answered } = await call(handlers[method]!, address, { method, headers, params, ...sent });
  return { status, allow: answered.get("allow") };
}

async function askGateway(method: string, address: string, headers: Credentials, body: unknown): Promise<Answer> {
  const abort = new AbortController();
  const response = await fetch(origin() + address, { method, headers, body: typeof body === "string" ? body : null, signal: abort.signal });
  const answer = { status: response.status, allow: response.headers.get("allow") };
  abort.abort();
  return answer;
}

/** An upload that its moderator has begun. */
async function beginUpload({ moderator }: Everybody["credentials"]): Promise<string> {
  const { headers } = requests["POST /api/uploads/"]!({} as Things);
  const response = await fetch(`${origin()}/api/uploads/`, { method: "POST", headers: { ...headers, ...moderator } });
  return response.headers.get("location")!.split("/").at(-1)!;
}

async function everybody(): Promise<Everybody> {
  const people = await signInAll(accounts);
  return { people, credentials: await credentialsOf(people) };
}

async function ask(route: string, actor: string, { people, credentials }: Everybody): Promise<Answer> {
  const [method = "", pattern = ""] = route.split(" ");
  // Whoever came before may have deleted it.
  await db().update(video).set({ deletedAt: null }).where(eq(video.id, videoId));
  if (pattern.includes("/captions/")) await db().delete(videoCaption).where(eq(videoCaption.videoId, videoId));
  const isGateway = findRouteFile(pattern) === undefined && !pattern.includes("nothing");
  const things: Things = { ...(await makeRoom(people, route)), videoId, captionId: await makeCaption(people.moderator, videoId, route), uploadId: pattern.startsWith("/api/uploads/{") ? await beginUpload(credentials) : "", serial: (serial += 1) };
  const given = requests[route]?.(things) ?? {};
  const address = addressOf(route, things);
  const all = { ...given.headers, ...credentials[actor] };
  return isGateway ? askGateway(method, address, all, given.body) : askRoute(method, pattern, address, all, given.body);
}

test("every route answers every actor as the table says", { timeout: 300_000 }, async () => {
  const wrong: string[] = [];
  for (const [route, expected] of rows) {
    const found: number[] = [];
    const all = await everybody();
    for (const actor of actors) found.push((await ask(route, actor, all)).status);
    if (found.join() !== expected.join()) wrong.push(`${route.padEnd(52)} ${found.join(" ")}`);
  }
  expect(wrong).toEqual([]);
});

test("a guest is nobody on every route that is not named for them", { timeout: 180_000 }, async () => {
  const wrong: string[] = [];
  for (const [route, [asNobody]] of rows) {
    const all = await everybody();
    const { status } = await ask(route, "guest", { ...all, credentials: { ...all.credentials, guest: await guestCredentials() } });
    if (status !== (guestAnswers[route] ?? asNobody)) wrong.push(`${route} ${status}`);
  }
  expect(wrong).toEqual([]);
});

test("every other method of every route is 405, with those that there are in Allow", { timeout: 180_000 }, async () => {
  const documented = new Map<string, string[]>();
  for (const route of rows.keys()) {
    const [method = "", pattern = ""] = route.split(" ");
    if (!pattern.includes("nothing")) documented.set(pattern, [...(documented.get(pattern) ?? []), method]);
  }
  const wrong: string[] = [];
  const all = await everybody();
  for (const [pattern, methods] of documented) {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((each) => !methods.includes(each))) {
      const { status, allow } = await ask(`${method} ${pattern}`, "owner", all);
      const allowed = (allow ?? "").split(", ").filter((each) => !["HEAD", "OPTIONS"].includes(each));
      if (status !== 405 || allowed.sort().join() !== methods.sort().join()) wrong.push(`${method} ${pattern} ${status} ${allow}`);
    }
  }
  expect(wrong).toEqual([]);
});
