import fs from "node:fs";
import http from "node:http";
import { round, withInstance } from "./instance.mjs";
import { processOn, signIn } from "./process-cost.mjs";

const totalBytes = 2 * 1000 ** 3;
const chunkBytes = 16 * 1024 ** 2;
const aimMb = 150;
const encoded = (text) => Buffer.from(text).toString("base64");
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {number} pid */
const residentMb = (pid) => Number(/^VmRSS:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

/** One part of an upload, as a browser sends it. @returns {Promise<http.IncomingMessage["headers"]>} @throws for a refusal */
function sendPart(url, headers, offset, part) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: "PATCH", headers: { ...headers, "upload-offset": String(offset), "content-type": "application/offset+octet-stream", "content-length": part.length } }, (response) => {
      response.resume().on("end", () => (response.statusCode === 204 ? resolve(response.headers) : reject(new Error(`A part was answered ${response.statusCode}.`))));
    });
    request.on("error", reject).end(part);
  });
}

/**
 * What the web process takes beyond its rest while a file of 2 GB is uploaded and its checksum made: the most that was
 * seen, and whether it grows with the file: the middle of the second half over that of the first.
 */
export async function measure() {
  return withInstance(async ({ url, ports, accounts }) => {
    const pid = processOn(Number(ports.PORT));
    const person = await signIn(url, accounts[0]);
    const headers = { cookie: person.cookie, "tus-resumable": "1.0.0" };
    const begin = async (bytes, name) => {
      const begun = await fetch(`${url}/api/uploads/`, { method: "POST", headers: { ...headers, "upload-length": String(bytes), "upload-metadata": `filename ${encoded(`${name}.mp4`)},title ${encoded(name)}` } });
      if (begun.status !== 201) throw new Error(`The upload was answered ${begun.status}.`);
      return new URL(begun.headers.get("location") ?? "", url);
    };
    const part = Buffer.alloc(chunkBytes, "atrium");
    // What the first upload loads stays loaded.
    await sendPart(await begin(chunkBytes, "warm"), headers, 0, part);
    await pause(5_000);
    const idleMb = residentMb(pid);
    const seen = [];
    const watch = setInterval(() => seen.push(residentMb(pid)), 50);
    const address = await begin(totalBytes, "large");
    const began = performance.now();
    let answer = {};
    for (let offset = 0; offset < totalBytes; offset += chunkBytes) answer = await sendPart(address, headers, offset, part.subarray(0, Math.min(chunkBytes, totalBytes - offset)));
    clearInterval(watch);
    if (!answer["x-video-id"]) throw new Error("The last answer named no video.");
    const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
    const half = Math.floor(seen.length / 2);
    return {
      gigabytes: totalBytes / 1000 ** 3, seconds: round((performance.now() - began) / 1000), idleMb: round(idleMb, 0), peakMb: round(Math.max(...seen), 0),
      peakOverIdleMb: round(Math.max(...seen) - idleMb, 0), aimMb, growthFromFirstToSecondHalfMb: round(middle(seen.slice(half)) - middle(seen.slice(0, half)), 0),
    };
  });
}
