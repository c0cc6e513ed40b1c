import { setTimeout as delay } from "node:timers/promises";
import { Inngest } from "inngest";
import { sql } from "@/db/client";
import { eventFetch } from "@/inngest/engine/outbox";
import { embeddedRunner } from "@/inngest/runners";
import { env } from "@/lib/platform/env";
import { wakeEngine } from "@/lib/platform/jobs";
import { log } from "@/lib/platform/log";
import { runWorker } from "@/server/worker-process";

/** The real worker process with one function of its own, whose steps note each start. Killed by kill.int.test.ts. */
const client = new Inngest({ id: "kill", isDev: true, fetch: eventFetch(sql, wakeEngine), logger: log.child({ part: "functions" }, { level: "silent" }) });

const fn = client.createFunction({ id: "chain", triggers: [{ event: "kill/begun" }] }, async ({ event, step, runId }) => {
  const work = (name: string, value: number) =>
    step.run(name, async () => {
      await sql()`insert into step_start (run_id, name) values (${runId}, ${name})`;
      await delay(30);
      return value;
    });
  const one = await work("one", event.data.n as number);
  const [two, three] = await Promise.all([work("two", 1), work("three", 2)]);
  await step.sleep("pause", "1s");
  const four = await work("four", one + two + three);
  return work("five", four * 2);
});

runWorker(embeddedRunner({ client, functions: [fn], databaseUrl: env().DATABASE_URL }), { host: "127.0.0.1", port: 0 }).catch((error: unknown) => {
  log.fatal({ err: error }, "the worker could not start");
  process.exit(1);
});
