import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createActor, createRoomWith } from "@/db/factories";
import { env } from "@/lib/platform/env";
import { useFakeLivekit } from "@/lib/platform/livekit/fake";
import { closeEventStreams, handleEvents, startEvents } from "@/server/gateway/events";
import { handleHealth } from "@/server/gateway/health";
import { areaOf, measureRequest } from "@/server/gateway/measure";
import { serveGateway } from "@/server/gateway/testing";

let gateway: Awaited<ReturnType<typeof serveGateway>>;
const outside = { "x-forwarded-for": "203.0.113.9" };
const token = "a-token-for-prometheus-alone";

beforeAll(async () => {
  useFakeLivekit();
  await startEvents();
  gateway = await serveGateway(async (req, res) => {
    measureRequest(req, res);
    return (await handleHealth(req, res)) || handleEvents(req, res);
  });
});
beforeEach(() => {
  Object.assign(env(), { METRICS_TOKEN: undefined, METRICS_ALLOWED: [] });
});
afterAll(async () => {
  closeEventStreams();
  await gateway.stop();
});

test("this machine sees each dependency, whoever comes through a proxy only whether we are ready", async () => {
  expect(JSON.parse((await gateway.ask("/readyz")).text)).toMatchObject({ status: "ready", dependencies: { postgres: { ok: true }, livekit: { ok: true } } });
  const handedOn: Record<string, string>[] = [outside, { "x-forwarded-for": "127.0.0.1" }, { via: "1.1 proxy" }, { forwarded: "for=127.0.0.1" }];
  for (const headers of handedOn) {
    const answer = await gateway.ask("/readyz", { headers });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { status: "ready" }]);
  }
});

test("the metrics do not exist for the outside, until a token opens them", async () => {
  const ask = async (headers: Record<string, string>) => (await gateway.ask("/metrics", { headers })).status;
  expect([await ask({}), await ask(outside), await ask({ ...outside, authorization: `Bearer ${token}` })]).toEqual([200, 404, 404]);
  Object.assign(env(), { METRICS_TOKEN: token });
  const wrong = ["", "Bearer", "Bearer ", `Bearer ${token}x`, `Bearer ${token.slice(0, -1)}`, `Basic ${token}`, "Bearer undefined"];
  for (const authorization of wrong) expect(await ask({ ...outside, authorization }), authorization).toBe(401);
  expect(await ask({ ...outside, authorization: `Bearer ${token}` })).toBe(200);
});

test("the metrics tell what runs, and nothing that anybody sent", async () => {
  const owner = await createActor();
  await createRoomWith([[owner, "owner"]]);
  await gateway.ask("/api/events?token=secret-in-a-query");
  await gateway.ask("/readyz?x=secret-in-a-query");
  const { text, headers } = await gateway.ask("/metrics");
  expect(headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
  for (const line of ["atrium_rooms 1", "atrium_participants 0", "atrium_realtime_connections 0", "atrium_job_queue_age_seconds 0", "atrium_database_up 1", 'atrium_http_requests_total{area="/api/events",method="GET",status="401"} 1']) expect(text).toContain(line);
  for (const name of ["atrium_transcode_seconds_bucket", "atrium_webhook_lag_seconds_bucket", "atrium_http_request_seconds_bucket", "process_resident_memory_bytes"]) expect(text).toContain(name);
  expect(text).not.toMatch(/secret-in-a-query|example\.test/);
});

test("requests are counted by area, a closed set", () => {
  const areas = ["/api/rooms/12/token/", "/api/made-up-by-a-client", "/external-api/v1.0/rooms/", "/external-api/x", "/_next/static/a.js", "/rtc/v1", "/readyz", "/", "/r/x"].map(areaOf);
  expect(areas).toEqual(["/api/rooms", "unknown api", "/external-api/v1.0", "unknown api", "static", "/rtc", "health", "page", "page"]);
});

test("another method of the health pages is 405 with those that there are", async () => {
  for (const path of ["/healthz", "/readyz", "/metrics"]) {
    const { status, headers } = await gateway.ask(path, { method: "POST" });
    expect([status, headers.allow]).toEqual([405, "GET, HEAD"]);
  }
});
