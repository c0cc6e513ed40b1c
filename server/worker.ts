import { fileURLToPath } from "node:url";
import { embeddedRunner, servedRunner } from "@/inngest/runners";
import { hasCentrifugo } from "@/lib/platform/centrifugo/api";
import { env, EnvError } from "@/lib/platform/env";
import { isInngestDev, jobsMode } from "@/lib/platform/jobs";
import { endOrphans } from "@/lib/platform/media/pid-files";
import { builtinRecorder } from "@/lib/platform/recorder/builtin";
import { egressRecorder } from "@/lib/platform/recorder/egress";
import { serverEngines } from "@/lib/recordings/constants";
import { RecordingHost } from "@/lib/recordings/host";
import { Relay } from "@/lib/relay/relay";
import { recorderFlags } from "@/server/recorder-flags.mjs";
import { runWorker } from "@/server/worker-process";

const loopback = "127.0.0.1";

/** Hands events on to a Centrifugo, where there is one. */
async function startRelay(): Promise<() => Promise<void>> {
  if (!hasCentrifugo()) return async () => {};
  const relay = new Relay();
  await relay.start();
  return () => relay.stop();
}

/** What a recorder is started with: its bundle lies beside this one's; in development it is run as it is written. */
function recorderArgs(): string[] {
  const file = fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? "./recorder.ts" : "./recorder.mjs", import.meta.url));
  return [...recorderFlags, ...(file.endsWith(".ts") ? ["--import", "tsx", file] : ["--enable-source-maps", file])];
}

/** Our own program sends live streams whatever records; without Egress it also ends what Egress had recorded before. */
function recordingHosts(): RecordingHost[] {
  const builtin = builtinRecorder(recorderArgs());
  if (env().RECORDER === "builtin") return [new RecordingHost(builtin, undefined, serverEngines)];
  return [new RecordingHost(builtin), new RecordingHost(egressRecorder())];
}

/** Records calls, and hands events on: what runs along with the functions. */
async function startBeside(): Promise<() => Promise<void>> {
  const stopRelay = await startRelay();
  const hosts = recordingHosts();
  for (const host of hosts) host.start();
  return async () => void (await Promise.all([stopRelay(), ...hosts.map((host) => host.stop())]));
}

/**
 * The process that runs the background functions. Embedded it listens on loopback, for its health only; with an Inngest
 * that signs its calls it listens where `HOST` says, because Inngest calls it from elsewhere.
 */
async function main(): Promise<void> {
  const { DATABASE_URL: databaseUrl, WORKER_PORT: port, HOST } = env();
  // What a killed worker left running; its step is about to run again.
  await endOrphans();
  // Loaded only now: they read the environment, whose mistakes are told below.
  const [{ inngest }, { functions }] = await Promise.all([import("@/inngest/client"), import("@/inngest/functions/registry")]);
  const work = { client: inngest, functions, databaseUrl };
  if (jobsMode() === "embedded") await runWorker(embeddedRunner(work), { host: loopback, port, beside: startBeside });
  else await runWorker(servedRunner(work), { host: isInngestDev() ? loopback : HOST, port, beside: startBeside });
}

main().catch((error: unknown) => {
  if (error instanceof EnvError) console.error(error.message);
  else if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") console.error(`Port ${env().WORKER_PORT} is in use by another program. Stop it or set WORKER_PORT.`);
  else console.error(error instanceof Error && error.name === "UnsupportedFunctionError" ? error.message : error);
  process.exit(1);
});
