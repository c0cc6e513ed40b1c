import { describe, expect, it } from "vitest";
import type { Actor, UserActor } from "@/lib/authz/actor";
import type { Verdict } from "@/lib/authz/authorize";
import { canKeepSource, canManageVideo, canPlayByLink, canPlayVideo, canReplaceSource, canRetryVideo, canUploadVideo, type VideoFacts } from "@/lib/videos/policy";

const person = (userId: number, role: UserActor["role"] = "user"): Actor =>
  ({ kind: "user", userId, role, sessionId: "s", name: "n", email: "e", locale: "en", address: null, requestId: null });
const anonymous: Actor = { kind: "anonymous", address: null, requestId: null };
const actors = { anonymous, stranger: person(2), owner: person(1), moderator: person(3, "moderator"), admin: person(4, "admin") };
const ready: VideoFacts = { ownerId: 1, visibility: "authenticated", status: "ready", hasOutput: true, isReplacing: false, isDeleted: false, isRoomMember: false };
const word = (verdict: Verdict) => (verdict.allowed ? "yes" : verdict.code);
const row = (ask: (actor: Actor) => Verdict) => Object.values(actors).map((actor) => word(ask(actor))).join(" · ");

describe("video policy", () => {
  it("lets a share link play what there is, whatever the audience, and never longer than it is in force", () => {
    const states = { private: { visibility: "private" }, ready: {}, "while a better output is made": { status: "processing" }, pending: { status: "pending", hasOutput: false }, failed: { status: "failed" }, deleted: { isDeleted: true } } satisfies Record<string, Partial<VideoFacts>>;
    const verdicts = Object.fromEntries(Object.entries(states).map(([name, change]) => [name, [true, false].map((inForce) => word(canPlayByLink({ ...ready, ...change }, inForce))).join(" · ")]));
    expect(verdicts).toEqual({
      private: "yes · unauthenticated", ready: "yes · unauthenticated", "while a better output is made": "yes · unauthenticated", pending: "not_found · unauthenticated", failed: "not_found · unauthenticated", deleted: "not_found · unauthenticated",
    });
  });

  it("answers these verdicts to anonymous · stranger · owner · moderator · admin", () => {
    const table = {
      "play, signed in": row((actor) => canPlayVideo(actor, ready)),
      "play, public": row((actor) => canPlayVideo(actor, { ...ready, visibility: "public" })),
      "play, private": row((actor) => canPlayVideo(actor, { ...ready, visibility: "private" })),
      "play, of another room": row((actor) => canPlayVideo(actor, { ...ready, visibility: "room" })),
      "play, as member of its room": row((actor) => canPlayVideo(actor, { ...ready, visibility: "room", isRoomMember: true })),
      "play, pending": row((actor) => canPlayVideo(actor, { ...ready, status: "pending", hasOutput: false })),
      "play, while a better output is made": row((actor) => canPlayVideo(actor, { ...ready, status: "processing" })),
      "play, failed anew": row((actor) => canPlayVideo(actor, { ...ready, status: "failed" })),
      "play, its other source failed": row((actor) => canPlayVideo(actor, { ...ready, status: "failed", isReplacing: true })),
      "replace the source": row((actor) => canReplaceSource(actor, ready, false)),
      "replace the source, deleted": row((actor) => canReplaceSource(actor, { ...ready, isDeleted: true }, true)),
      "replace the source where users may": row((actor) => canReplaceSource(actor, ready, true)),
      "keep the source": row((actor) => canKeepSource(actor, { ...ready, isReplacing: true })),
      "keep the source, none is replaced": row((actor) => canKeepSource(actor, ready)),
      "play, deleted": row((actor) => canPlayVideo(actor, { ...ready, isDeleted: true })),
      "see the state": row((actor) => canManageVideo(actor, ready)),
      "retry, failed": row((actor) => canRetryVideo(actor, { ...ready, status: "failed" })),
      "retry, ready": row((actor) => canRetryVideo(actor, ready)),
      upload: row((actor) => canUploadVideo(actor, false)),
      "upload where users may": row((actor) => canUploadVideo(actor, true)),
    };
    expect(table).toEqual({
      "play, signed in": "unauthenticated · yes · yes · yes · yes",
      "play, public": "unauthenticated · yes · yes · yes · yes",
      "play, private": "unauthenticated · not_found · yes · yes · yes",
      "play, of another room": "unauthenticated · not_found · yes · yes · yes",
      "play, as member of its room": "unauthenticated · yes · yes · yes · yes",
      "play, pending": "unauthenticated · not_found · not_found · not_found · not_found",
      "play, while a better output is made": "unauthenticated · yes · yes · yes · yes",
      "play, failed anew": "unauthenticated · not_found · yes · yes · yes",
      "play, its other source failed": "unauthenticated · yes · yes · yes · yes",
      "replace the source": "unauthenticated · not_found · forbidden · yes · yes",
      "replace the source, deleted": "unauthenticated · not_found · not_found · not_found · not_found",
      "replace the source where users may": "unauthenticated · not_found · yes · yes · yes",
      "keep the source": "unauthenticated · not_found · yes · yes · yes",
      "keep the source, none is replaced": "unauthenticated · not_found · conflict · conflict · conflict",
      "play, deleted": "unauthenticated · not_found · not_found · not_found · not_found",
      "see the state": "unauthenticated · not_found · yes · yes · yes",
      "retry, failed": "unauthenticated · not_found · yes · yes · yes",
      "retry, ready": "unauthenticated · not_found · conflict · conflict · conflict",
      upload: "unauthenticated · forbidden · forbidden · yes · yes",
      "upload where users may": "unauthenticated · yes · yes · yes · yes",
    });
  });
});
