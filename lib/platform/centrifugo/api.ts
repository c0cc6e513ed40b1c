import { createHmac } from "node:crypto";
import { z } from "zod";
import { env } from "@/lib/platform/env";

/** Longer than a busy server needs, shorter than the lease of whoever asks. */
export const centrifugoTimeoutMs = 5_000;

/** Nothing was heard, or it cannot do anything now: ask again, all in the order that it was. */
export class CentrifugoAwayError extends Error {
  constructor(reason: string, cause?: unknown) {
    super(`Centrifugo is away: ${reason}`, { cause });
    this.name = "CentrifugoAwayError";
  }
}

/** It answered, and did not take this. */
export class CentrifugoRefusedError extends Error {
  constructor(reason: string) {
    super(`Centrifugo refused: ${reason}`);
    this.name = "CentrifugoRefusedError";
  }
}

/** Whether this installation publishes to a Centrifugo. Its settings are given together or not at all. */
export function hasCentrifugo(): boolean {
  return env().CENTRIFUGO_API_URL !== undefined;
}

const problem = z.object({ code: z.number(), message: z.string() });
const reply = z.object({ error: problem.optional(), result: z.unknown().optional() });
const broadcastResult = z.object({ responses: z.array(z.object({ error: problem.optional() })) });
const infoResult = z.object({ nodes: z.array(z.object({ version: z.string() })) });

/** Centrifugo's own "internal error": it may pass. Its other codes are about what was asked. */
const internalErrorCode = 100;

async function call(method: string, body: unknown): Promise<unknown> {
  const { CENTRIFUGO_API_URL: base = "", CENTRIFUGO_API_KEY: key = "" } = env();
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(`${base.replace(/\/$/, "")}/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": key },
      body: JSON.stringify(body),
      // An answer from elsewhere is not Centrifugo's, and the key is for nobody else.
      redirect: "error",
      signal: AbortSignal.timeout(centrifugoTimeoutMs),
    });
    answer = await response.json().catch(() => null);
  } catch (error) {
    throw new CentrifugoAwayError("it does not answer", error);
  }
  const parsed = reply.safeParse(answer);
  // Also a wrong key: whoever mends it wants nothing lost meanwhile.
  if (!response.ok || !parsed.success) throw new CentrifugoAwayError(`it answered ${response.status}`);
  refuseOn(parsed.data.error);
  return parsed.data.result;
}

function refuseOn(error: z.output<typeof problem> | undefined): void {
  if (!error) return;
  if (error.code === internalErrorCode) throw new CentrifugoAwayError(`${error.code} ${error.message}`);
  throw new CentrifugoRefusedError(`${error.code} ${error.message}`);
}

/**
 * Sends one value to many channels. With the same key again a channel that has had it gets nothing, as long as Centrifugo
 * remembers (five minutes).
 * @throws CentrifugoAwayError, CentrifugoRefusedError; some channels may have had it then
 */
export async function broadcast(channels: readonly string[], data: unknown, idempotencyKey: string): Promise<void> {
  if (channels.length === 0) return;
  const result = broadcastResult.safeParse(await call("broadcast", { channels, data, idempotency_key: idempotencyKey }));
  if (!result.success || result.data.responses.length !== channels.length) throw new CentrifugoAwayError("its answer is not that of a broadcast");
  for (const { error } of result.data.responses) refuseOn(error);
}

/** The version of a server that answers. @throws CentrifugoAwayError, CentrifugoRefusedError */
export async function readCentrifugoVersion(): Promise<string | null> {
  const result = infoResult.safeParse(await call("info", {}));
  return (result.success && result.data.nodes[0]?.version) || null;
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token that Centrifugo accepts: HS256, with the claims given and an end. */
export function mintCentrifugoToken(claims: { sub: string; channel?: string }, seconds: number): string {
  const { CENTRIFUGO_TOKEN_SECRET: secret = "" } = env();
  const now = Math.floor(Date.now() / 1000);
  const signed = `${encoded({ alg: "HS256", typ: "JWT" })}.${encoded({ ...claims, iat: now, exp: now + seconds })}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}
