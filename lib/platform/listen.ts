import { createHmac } from "node:crypto";
import { Bus, type BusItem, type Subscriber } from "@/lib/platform/bus/bus";
import { postgresBus } from "@/lib/platform/bus/postgres-bus";
import { redisBus } from "@/lib/platform/bus/redis-bus";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";

export type { BusItem };

const key = Symbol.for("atrium.bus");
const shared = globalThis as { [key]?: Bus };

/** Pub/sub of Redis knows no databases: installations that share a server are kept apart by a name that only they can make. */
function ownChannel(): string {
  return `atrium:${createHmac("sha256", env().AUTH_SECRET).update("atrium bus").digest("hex").slice(0, 24)}`;
}

function bus(): Bus {
  const { REALTIME_BUS, REDIS_URL } = env();
  return (shared[key] ??= new Bus(REALTIME_BUS === "redis" && REDIS_URL ? redisBus(REDIS_URL, ownChannel()) : postgresBus()));
}

/** Tells every process (this one too). Resolves when handed over; failures are logged, not thrown: a sweep covers them. */
export async function publish(topic: string, payload: unknown): Promise<void> {
  try {
    await bus().push([topic, payload]);
  } catch (error) {
    log.warn({ err: error, topic }, "a wake-up could not be sent");
  }
}

/**
 * The same for what ends a right: this process has acted on it before the next request, others within milliseconds. Here
 * it is heard twice.
 */
export async function publishHereFirst(topic: string, payload: unknown): Promise<void> {
  bus().deliverHere([topic, payload]);
  await publish(topic, payload);
}

/**
 * Hears the bus until the returned function is called. `onReset` runs whenever the connection was (re)made: whatever was
 * published before may have been missed, so the subscriber reads the truth from Postgres then.
 */
export function subscribe(subscriber: Subscriber): Promise<() => void> {
  return bus().subscribe(subscriber);
}

/** Whether the bus is a server of its own, besides Postgres. */
export function hasOwnBus(): boolean {
  return env().REALTIME_BUS !== "postgres";
}

/** Whether wake-ups can be sent and heard now. @throws when not */
export function checkBus(): Promise<void> {
  return bus().check();
}

/** Ends the connections of the bus; whoever publishes or subscribes later opens it anew. */
export async function closeBus(): Promise<void> {
  const open = shared[key];
  shared[key] = undefined;
  await open?.close();
}
