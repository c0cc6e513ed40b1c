import { sql } from "@/db/client";
import type { BusDriver } from "@/lib/platform/bus/driver";

const channel = "atrium";

/** The default: LISTEN and NOTIFY of the database that is there anyway. Every process hears everything. */
export function postgresBus(): BusDriver {
  return {
    send: async (batch) => void (await sql()`select pg_notify(${channel}, ${batch})`),
    listen: async (onBatch, onReset) => void (await sql().listen(channel, onBatch, onReset)),
    check: async () => void (await sql()`select 1`),
    // Its connections belong to the database's pool.
    close: async () => {},
  };
}
