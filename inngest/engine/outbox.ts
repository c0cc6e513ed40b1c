import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import type { Queries } from "@/inngest/engine/database";
import { toJson } from "@/inngest/engine/json";
import { header, type EngineEvent } from "@/inngest/engine/protocol";
import { ulid } from "@/inngest/engine/ulid";

const eventSchema = z.looseObject({
  name: z.string().min(1, "event name is empty"),
  data: z.record(z.string(), z.unknown()).nullish(),
  id: z.string().min(1).nullish(),
  ts: z.number().int().nonnegative().nullish(),
  v: z.string().nullish(),
});
const batchSchema = z.union([z.array(eventSchema), eventSchema.transform((event) => [event])]);
type EventInput = z.output<typeof eventSchema>;

type EventRow = { id: string; name: string; data: Record<string, unknown>; version: string | null; sent_at: Date };

/** The columns of an event row, for `toEvent`. */
export const eventColumns = ["id", "name", "data", "version", "sent_at"] as const;

/** The event as functions and expressions see it. */
export function toEvent(row: EventRow): EngineEvent {
  return { id: row.id, name: row.name, data: row.data, ts: row.sent_at.getTime(), ...(row.version === null ? {} : { v: row.version }) };
}

/**
 * Adds events to the outbox on whatever `db` is: with a transaction they commit with it. An id that is there already is
 * ignored. `seed` (of the SDK's retried sends) makes the same ids again. Answers the ids in the order of the input.
 */
export async function recordEvents(db: Queries, events: EventInput[], seed?: string): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, event] of events.entries()) {
    const id = event.id ?? (seed ? seededId(seed, index) : randomUUID());
    ids.push(id);
    await db`
      insert into engine.event (id, name, data, version, sent_at)
      values (${id}, ${event.name}, ${toJson(event.data ?? {})}::text::jsonb, ${event.v ?? null}, ${new Date(event.ts ?? Date.now())})
      on conflict (id) do nothing`;
  }
  return ids;
}

/** "<epoch ms>,<entropy>" and the place in the batch: the same send, tried again, names the same events. */
function seededId(seed: string, index: number): string {
  return ulid(Number(seed.split(",")[0]) || Date.now(), createHash("sha256").update(`${seed}:${index}`).digest());
}

/**
 * A `fetch` for the SDK's client in embedded mode: what the client sends as events becomes rows of the outbox. Nothing
 * else leaves the process: any other address is an error, because there is no server to talk to.
 */
export function eventFetch(database: () => Queries, wake: () => void | Promise<void>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith("/e/")) throw new Error(`The embedded job engine has no ${pathname}`);
    const parsed = batchSchema.safeParse(await request.json());
    if (!parsed.success) {
      return Response.json({ ids: [], status: 400, error: z.prettifyError(parsed.error) }, { status: 400 });
    }
    const ids = await recordEvents(database(), parsed.data, request.headers.get(header.eventIdSeed) ?? undefined);
    await wake();
    return Response.json({ ids, status: 200 });
  };
}
