// For the tests and benches of the recorder: a LiveKit of their own, rooms in it, people, and recorders.
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { AccessToken, RoomServiceClient } from "livekit-server-sdk";
import { findLivekit } from "./embedded/livekit-binary.mjs";
import { startLivekit } from "./embedded/livekit.mjs";
import { findFreePort } from "./setup/ports.mjs";
import { ROOT } from "./setup/root.mjs";
import { Terminal } from "./setup/terminal.mjs";

const apiKey = "APIrecorder";
const apiSecret = "a-secret-of-the-recorder-tests-only-0123456789";

/** A child that is killed with its test, and what it says when it is not well. */
function startChild(args, stdio) {
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, NODE_ENV: "production" }, stdio });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said = (said + text).slice(-20_000)));
  return { child, ended: once(child, "exit").then(([code]) => code), said: () => said };
}

/**
 * Lets people in with keys that they have already, and has them send what `how` says (testing-publishers.mjs). Resolves
 * when they are inside.
 * @param {{ url: string, tokens: string[], [how: string]: unknown }} how
 */
export async function enterRoom(how, start = startChild) {
  const { child, ended, said } = start([path.join("server", "testing-publishers.mjs")], ["pipe", "pipe", "pipe"]);
  child.stdin.write(`${JSON.stringify(how)}\n`);
  const ready = new Promise((resolve) => createInterface({ input: child.stdout }).on("line", (line) => line === "READY" && resolve(true)));
  if (!(await Promise.race([ready, ended.then(() => false)]))) throw new Error(`nobody came in:\n${said()}`);
  return { child, leave: () => (child.stdin.end(), ended) };
}

/**
 * Starts a LiveKit.
 * @param {string} dir
 */
export async function startTestRooms(dir) {
  const program = await findLivekit(new Terminal());
  const livekit = await startLivekit({ dir, program, port: await findFreePort(), udpPort: await findFreePort(), apiKey, apiSecret, webhookUrl: "http://127.0.0.1:9/", lenientSpeaker: true });
  const rooms = new RoomServiceClient(livekit.url.replace("ws", "http"), apiKey, apiSecret);
  const tokenFor = (room, identity, grant = {}) => {
    const token = new AccessToken(apiKey, apiSecret, { identity, name: identity === "u1" ? "Ada Lovelace" : `Person ${identity}`, ttl: 600 });
    token.addGrant({ roomJoin: true, room, canSubscribe: true, ...grant });
    return token.toJwt();
  };
  /** @type {Set<import("node:child_process").ChildProcess>} */
  const children = new Set();
  let serial = 0;
  const start = (args, stdio) => {
    const started = startChild(args, stdio);
    children.add(started.child);
    return started;
  };

  return {
    livekit,
    rooms,
    /** Lets people in who send what `how` says (testing-publishers.mjs); resolves when they are inside. */
    async enter(room, identities, how) {
      const tokens = await Promise.all(identities.map((identity) => tokenFor(room, identity, { canPublish: true })));
      return enterRoom({ url: livekit.url, tokens, ...how }, start);
    },
    /** Starts a recorder; `args` are what Node runs. */
    async record(args, room, order) {
      // Two of one identity would put each other out.
      const token = await tokenFor(room, `recorder-${(serial += 1)}`, { hidden: true, recorder: true, canPublish: false, canPublishData: false });
      const { child, ended, said } = start(args, ["pipe", "pipe", "pipe", "pipe"]);
      /** @type {import("../lib/platform/recorder/messages").RecorderReport[]} */
      const reports = [];
      createInterface({ input: child.stdio[3] }).on("line", (line) => reports.push(JSON.parse(line)));
      child.stdin.on("error", () => {});
      child.stdin.write(`${JSON.stringify({ url: livekit.url, token, roomName: room, ...order })}\n`);
      return { child, ended, said, reports, stop: () => (child.stdin.write('{"type":"stop"}\n'), ended) };
    },
    async end() {
      for (const child of children) child.kill("SIGKILL");
      await livekit.stop();
    },
  };
}
