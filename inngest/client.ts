import { Inngest } from "inngest";
import { sql } from "@/db/client";
import { eventFetch } from "@/inngest/engine/outbox";
import { env } from "@/lib/platform/env";
import { isInngestDev, jobsMode, wakeEngine } from "@/lib/platform/jobs";
import { log } from "@/lib/platform/log";

const logger = log.child({ part: "functions" });

/**
 * The client that every function is made with. Embedded: development mode, because nothing leaves the process that
 * could be signed, and sent events become rows of the outbox. Otherwise it talks to the Inngest of the environment.
 */
function createClient() {
  if (jobsMode() === "embedded") {
    return new Inngest({ id: "atrium", isDev: true, fetch: eventFetch(sql, wakeEngine), logger });
  }
  const { INNGEST_DEV: dev, INNGEST_BASE_URL: baseUrl, INNGEST_SIGNING_KEY: signingKey, INNGEST_EVENT_KEY: eventKey } = env();
  const devUrl = dev?.startsWith("http") ? dev : undefined;
  return new Inngest({ id: "atrium", isDev: isInngestDev(), baseUrl: baseUrl ?? devUrl, signingKey, eventKey, logger });
}

export const inngest = createClient();
