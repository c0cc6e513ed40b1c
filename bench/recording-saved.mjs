import fs from "node:fs";
import path from "node:path";
import { enterRoom } from "../server/testing-room.mjs";
import { round, withInstance } from "./instance.mjs";
import { lookAt, soundLaterMs, streamSeconds } from "./marks.mjs";
import { signIn } from "./process-cost.mjs";

const camera = { width: 640, height: 360, fps: 25 };
/** The middle of the left one of two tiles. */
const leftMiddle = "crop=40:40:300:340";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A recording of two people, from "stop" to "saved", and on to a video that can be watched and one that is whole; how much
 * longer its sound is than its picture, and how much later the sound comes at its beginning and at its end.
 * @param {string[]} given minutes
 */
export async function measure([given = "5"]) {
  return withInstance(async ({ url, accounts, dir }) => {
    const [host, guest] = await Promise.all(accounts.slice(0, 2).map((account) => signIn(url, account)));
    const as = (person) => async (method, address, body) => {
      const answer = await fetch(`${url}${address}`, { method, headers: { ...person, origin: url }, body: body && JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${method} ${address} was answered with ${answer.status}: ${await answer.text()}`);
      return answer.json();
    };
    const [ask, askAsGuest] = [as(host), as(guest)];
    const { id: room } = await ask("POST", "/api/rooms/", { name: "Recording bench", access_level: "public" });
    const keys = [await ask("POST", `/api/rooms/${room}/token/`, {}), await askAsGuest("POST", `/api/rooms/${room}/token/`, {})];
    const people = await enterRoom({ url: keys[0].url, tokens: keys.map(({ token }) => token), ...camera });
    const begun = await ask("POST", `/api/rooms/${room}/recordings/`, { mode: "room_composite" });
    const address = `/api/rooms/${room}/recordings/${begun.id}/`;
    const until = async (status) => {
      for (;;) {
        const found = await ask("GET", address);
        if (found.status === "failed") throw new Error(`the recording failed: ${found.reason}`);
        if (found.status === status) return found;
        await pause(100);
      }
    };
    await until("active");
    await pause(Number(given) * 60_000);
    const stoppedAt = performance.now();
    await ask("POST", `${address}stop/`);
    const saved = await until("saved");
    const stopToSaved = (performance.now() - stoppedAt) / 1000;
    await people.leave();

    const publishedAt = performance.now();
    const since = () => round((performance.now() - publishedAt) / 1000);
    await ask("POST", `${address}publish/`);
    let [video, playable, status] = [null, null, null];
    while (status?.processing_status !== "ready") {
      video ??= (await ask("GET", address)).video_id;
      status = video === null ? null : await ask("GET", `/api/video/${video}/status/`);
      if (status?.playable) playable ??= since();
      if (status?.processing_status === "failed") throw new Error(status.processing_error);
      await pause(100);
    }
    const inLibrary = { playableSeconds: playable, readySeconds: since() };

    const file = path.join(dir, "recording.mp4");
    fs.writeFileSync(file, Buffer.from(await (await fetch(`${url}/api/recordings/${begun.id}/file/`, { headers: host })).arrayBuffer()));
    const lengths = await streamSeconds(file);
    return {
      recordedSeconds: round(saved.duration),
      megabytes: round(saved.size / 1e6),
      stopToSavedSeconds: round(stopToSaved, 2),
      inLibrary,
      soundLongerMs: round((lengths.audio - lengths.video) * 1000, 0),
      soundLaterMs: { atFirst: await soundLaterMs(file, leftMiddle, 2), atLast: await soundLaterMs(file, leftMiddle, lengths.video - lookAt - 1) },
      aims: { stopToSavedSeconds: 5, soundLongerMs: 50, soundLaterMs: 80, playableSeconds: "as video-first-playable" },
    };
  });
}
