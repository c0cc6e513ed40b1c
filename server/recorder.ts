import { dispose } from "@livekit/rtc-node";
import { Owner } from "@/server/recorder/owner";
import { Recording } from "@/server/recorder/recording";

/** Bundled it lies beside this file's bundle, in development beside this file. */
const threadFile = new URL(import.meta.url.endsWith(".ts") ? "./recorder-picture-development.mjs" : "./recorder-picture.mjs", import.meta.url);

/** The file is finished by then: nothing is worth waiting for longer. */
const disposeMs = 3_000;

/*
 * One recording in a process of its own: what goes wrong in it, or in the native code of its connection, ends one file
 * and nothing else. lib/platform/recorder/messages.ts says what it is told and what it reports.
 */
async function main(): Promise<number> {
  const owner = new Owner();
  const recording = new Recording(await owner.order, threadFile, (report) => owner.report(report));
  owner.onEnd((reason) => recording.end(reason));
  owner.onRetry((index) => recording.retryTarget(index));
  // A failure anywhere in it is no reason to lose what is recorded.
  process.on("uncaughtException", (error) => {
    console.error("an exception was not handled; the recording ends:", error);
    recording.end("encoder_failed");
  });
  process.on("unhandledRejection", (error) => console.error("a rejection was not handled:", error));
  const isUsable = await recording.run();
  await owner.flush();
  return isUsable ? 0 : 1;
}

main()
  .catch((error: unknown) => {
    console.error(error);
    return 2;
  })
  .then(async (code) => {
    await Promise.race([dispose(), new Promise((resolve) => setTimeout(resolve, disposeMs))]);
    process.exit(code);
  });
