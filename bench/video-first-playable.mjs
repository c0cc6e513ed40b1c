import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { round, withInstance } from "./instance.mjs";
import { signIn } from "./process-cost.mjs";

const seconds = 60;
/** What players take as it is, and what must be converted first. */
const sources = {
  playable: ["-c:v", "libx264", "-preset", "ultrafast", "-b:v", "8M", "-pix_fmt", "yuv420p", "-g", "60", "-c:a", "aac"],
  other: ["-c:v", "libx264", "-preset", "ultrafast", "-b:v", "8M", "-pix_fmt", "yuv422p", "-g", "60", "-c:a", "aac"],
};
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const encoded = (text) => Buffer.from(text).toString("base64");

/** Seconds from the last byte of a 60 s upload in 1080p30 until it can be watched, and until all its renditions are made. */
export async function measure() {
  return withInstance(async ({ url, accounts, dir }) => {
    const person = await signIn(url, accounts[0]);
    const headers = { cookie: person.cookie, "tus-resumable": "1.0.0" };
    // The demonstration's own film has the processor first.
    while (JSON.parse(await (await fetch(`${url}/api/video/`, { headers: person })).text()).length === 0) await pause(1000);
    const found = {};
    for (const [name, codec] of Object.entries(sources)) {
      const file = path.join(dir, `${name}.mp4`);
      const input = ["-f", "lavfi", "-i", `testsrc2=size=1920x1080:rate=30:duration=${seconds}`, "-f", "lavfi", "-i", `sine=frequency=440:duration=${seconds}`];
      await promisify(execFile)(process.env.FFMPEG_PATH ?? "ffmpeg", ["-hide_banner", "-v", "error", "-y", ...input, ...codec, file]);
      const bytes = fs.readFileSync(file);
      const metadata = `filename ${encoded(`${name}.mp4`)},title ${encoded(name)}`;
      const begun = await fetch(`${url}/api/uploads/`, { method: "POST", headers: { ...headers, "upload-length": String(bytes.length), "upload-metadata": metadata } });
      const sent = await fetch(new URL(begun.headers.get("location") ?? "", url), { method: "PATCH", headers: { ...headers, "upload-offset": "0", "content-type": "application/offset+octet-stream" }, body: bytes });
      const id = sent.headers.get("x-video-id");
      if (!id) throw new Error(`The upload was answered with ${begun.status} and ${sent.status}.`);
      const from = performance.now();
      const since = () => round((performance.now() - from) / 1000);
      let playable = null;
      for (;;) {
        const status = await (await fetch(`${url}/api/video/${id}/status/`, { headers: person })).json();
        if (status.playable) playable ??= since();
        if (status.processing_status === "failed") throw new Error(status.processing_error);
        if (status.processing_status === "ready") break;
        await pause(50);
      }
      found[name] = { playableSeconds: playable, readySeconds: since(), megabytes: round(bytes.length / 1e6) };
    }
    return { clipSeconds: seconds, ...found, aims: { playable: 2, other: 0.5 * seconds } };
  });
}
