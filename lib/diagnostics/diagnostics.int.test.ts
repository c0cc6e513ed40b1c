import { EgressStatus, RoomCompositeEgressRequest } from "livekit-server-sdk";
import { beforeEach, describe, expect, test } from "vitest";
import { db, sql } from "@/db/client";
import { createActor, createRoomWith } from "@/db/factories";
import { call, callVisit } from "@/db/schema/calls";
import { outboxMail } from "@/db/schema/mails";
import { video } from "@/db/schema/videos";
import { recordAudit } from "@/lib/audit/record";
import { systemActor, type Actor } from "@/lib/authz/actor";
import { forgetFindings } from "@/lib/diagnostics/dependencies";
import { getOverview } from "@/lib/diagnostics/overview";
import { getSystemReport } from "@/lib/diagnostics/queries";
import { describeEnv, env, parseEnv } from "@/lib/platform/env";
import { useFakeLivekit } from "@/lib/platform/livekit/fake";
import { FakeEgress } from "@/lib/platform/recorder/fake-egress";

const nobody: Actor = { kind: "anonymous", address: null, requestId: null };

beforeEach(() => {
  forgetFindings();
  useFakeLivekit();
});

describe("the system report", () => {
  test("is for administrators, the overview for moderators too", async () => {
    const [user, moderator] = [await createActor(), await createActor({ role: "moderator" })];
    for (const [actor, code] of [[nobody, "unauthenticated"], [user, "forbidden"], [systemActor, "forbidden"]] as const) {
      await expect(getOverview(actor)).rejects.toMatchObject({ code });
      await expect(getSystemReport(actor)).rejects.toMatchObject({ code });
    }
    await expect(getSystemReport(moderator)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("says of each dependency how it is, with its version where it tells one", async () => {
    const report = await getSystemReport(await createActor({ role: "admin" }));
    const states = Object.fromEntries(report.dependencies.map(({ name, state, note }) => [name, note ? `${state} ${note}` : state]));
    expect(states).toMatchObject({ postgres: "ok", livekit: "ok", jobs: "down noWorker", mail: "ok outbox", ffmpeg: "ok" });
    expect(report.dependencies.find(({ name }) => name === "postgres")?.version).toMatch(/^\d+\.\d+/);
    expect(report.dependencies.find(({ name }) => name === "ffmpeg")?.version).toMatch(/^\d/);
    expect(report).toMatchObject({ isReady: true, versions: { node: process.versions.node, app: expect.stringMatching(/^\d+\.\d+\.\d+/) } });
    expect(report.disk.totalBytes).toBeGreaterThan(report.disk.freeBytes);
  });

  test("finds what is away, and what is late", async () => {
    useFakeLivekit().failNext("listRooms");
    Object.assign(env(), { FFMPEG_PATH: "/no/such/ffmpeg", SMTP_URL: "smtp://user:hunter2@127.0.0.1:9" });
    try {
      const { dependencies } = await getSystemReport(await createActor({ role: "admin" }));
      expect(dependencies.filter(({ state }) => state === "down").map(({ name }) => name)).toEqual(["livekit", "jobs", "mail", "ffmpeg"]);
      expect(JSON.stringify(dependencies)).not.toContain("hunter2");
    } finally {
      Object.assign(env(), { FFMPEG_PATH: "ffmpeg", SMTP_URL: undefined });
    }
  });

  test("asks LiveKit for Egress where that records: how many run, that LiveKit has none, or that it does not answer", async () => {
    const [fake, admin, { RECORDER, LIVEKIT_URL }] = [new FakeEgress(), await createActor({ role: "admin" }), env()];
    const seen = async () => {
      forgetFindings();
      const { name, state, note, count } = (await getSystemReport(admin)).dependencies.find((each) => each.name === "egress") ?? {};
      return name && [state, note, count];
    };
    expect(await seen()).toBeUndefined();
    await fake.listen();
    env().RECORDER = "egress";
    try {
      useFakeLivekit().join("one", "EG_1");
      fake.begin(new RoomCompositeEgressRequest({ roomName: "one" }));
      fake.begin(new RoomCompositeEgressRequest({ roomName: "its machine died" }));
      fake.begin(new RoomCompositeEgressRequest({ roomName: "two" }), EgressStatus.EGRESS_COMPLETE);
      expect(await seen()).toEqual(["ok", "egressRunning", 1]);
      fake.fail("ListEgress", { status: 500, code: "internal" }, "cut");
      expect(await seen()).toEqual(["down", "noEgress", 0]);
      expect(await seen()).toEqual(["down", null, 0]);
    } finally {
      Object.assign(env(), { RECORDER, LIVEKIT_URL });
      fake.close();
    }
  });

  test("shows no secret, whatever the environment holds", async () => {
    const secrets = {
      AUTH_SECRET: "the-auth-secret-of-this-installation", DATABASE_URL: "postgres://owner:pg-password@db.internal/atrium", LIVEKIT_API_SECRET: "the-livekit-secret-of-this-one-xx", LIVEKIT_URL: "wss://key:lk-password@media.internal",
      LIVEKIT_API_KEY: "APIkeyname", SMTP_URL: "smtps://mailer:smtp-password@mail.internal", OIDC_CLIENT_SECRET: "oidc-secret", OIDC_CLIENT_ID: "oidc-id", OIDC_ISSUER: "https://issuer.example", INNGEST_SIGNING_KEY: "signkey-secret",
      INNGEST_EVENT_KEY: "event-key-secret", INNGEST_BASE_URL: "https://token:inn-password@jobs.internal", METRICS_TOKEN: "metrics-token-secret-long", FRONTEND_URL: "https://u:fe-password@front.example",
    };
    const lines = describeEnv(parseEnv({ NODE_ENV: "test", ...secrets, APP_URL: "https://atrium.example" }));
    const shown = JSON.stringify(lines);
    for (const part of ["the-auth-secret", "pg-password", "the-livekit", "lk-password", "APIkeyname", "smtp-password", "oidc-secret", "oidc-id", "signkey-secret", "event-key", "inn-password", "metrics-token", "fe-password", ".internal"]) expect(shown).not.toContain(part);
    expect(lines).toContainEqual({ name: "APP_URL", isSet: true, value: "https://atrium.example" });
    expect(lines).toContainEqual({ name: "AUTH_SECRET", isSet: true, value: null });
    const report = JSON.stringify(await getSystemReport(await createActor({ role: "admin" })));
    const { AUTH_SECRET, DATABASE_URL, LIVEKIT_API_SECRET } = env();
    for (const secret of [AUTH_SECRET, DATABASE_URL, LIVEKIT_API_SECRET]) expect(report).not.toContain(secret);
  });
});

describe("the overview", () => {
  test("shows what failed, what is live and what is worked on; mails, jobs and security to administrators only", async () => {
    const [admin, moderator, owner] = [await createActor({ role: "admin" }), await createActor({ role: "moderator" }), await createActor({ name: "Ada" })];
    const { id: roomId, name } = await createRoomWith([[owner, "owner"]]);
    const [running] = await db().insert(call).values({ roomId }).returning();
    const visit = { callId: running!.id, joinedAt: new Date() };
    await db().insert(callVisit).values([
      { ...visit, participantSid: "PA_1", identity: "u1", name: "Ada" },
      { ...visit, participantSid: "PA_2", identity: "u1", name: "Ada" },
      { ...visit, participantSid: "PA_3", identity: "u2", name: "Alan" },
      { ...visit, participantSid: "PA_4", identity: "u3", name: "Gone", leftAt: new Date() },
    ]);
    const base = { sourceKey: "k", sourceName: "n", sourceSizeBytes: 1, sourceSha256: "x", ownerId: owner.userId };
    await db().insert(video).values([
      { ...base, title: "Broken", processingStatus: "failed", processingErrorCode: "truncated" },
      { ...base, title: "Deleted", processingStatus: "failed", processingErrorCode: "internal", deletedAt: new Date() },
      { ...base, title: "Half done", processingStatus: "processing", progress: 50 },
      { ...base, title: "Next" },
    ]);
    await db().insert(outboxMail).values({ recipient: "x@example.test", state: "failed", error: "550" });
    await sql()`insert into engine.run (id, function_id, event, status, ended_at) values ('r', 'f', '{"name":"x"}', 'failed', now())`;
    await recordAudit(db(), owner, { action: "session.refused", target: { type: "user", id: owner.userId } });
    await recordAudit(db(), owner, { action: "room.created" });

    const seen = await getOverview(admin);
    expect(seen).toMatchObject({
      failedVideos: { count: 1, latest: [{ title: "Broken", errorCode: "truncated" }] },
      failedMails: 1, failedRuns: 1, waitingVideos: 1, realtimeConnections: 0,
      calls: [{ roomId, roomName: name, participants: 2 }],
      processing: [{ title: "Half done", progress: 50 }],
      security: [{ action: "session.refused", actorName: "Ada", targetName: "Ada" }],
    });
    expect(await getOverview(moderator)).toMatchObject({ failedVideos: { count: 1 }, failedMails: null, failedRuns: null, security: null, calls: [{ roomId }] });
  });
});
