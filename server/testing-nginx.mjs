import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { findOnPath } from "./setup/commands.mjs";
import { guardChild } from "./setup/guard-client.mjs";
import { findFreePort } from "./setup/ports.mjs";
import { endProcess } from "./setup/processes.mjs";
import { ROOT } from "./setup/root.mjs";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** nginx on this machine, or null. */
export const findNginx = () => findOnPath("nginx") ?? ["/usr/sbin/nginx", "/usr/local/sbin/nginx"].find((file) => fs.existsSync(file)) ?? null;

/** The sample that we ship, for a product at `upstreamPort` whose files are in `storageDir`. */
function configuration({ folder, port, upstreamPort, storageDir, workers }) {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`).join(" ");
  const sample = fs.readFileSync(path.join(ROOT, "deploy", "nginx", "nginx.conf"), "utf8");
  return [
    process.getuid?.() === 0 ? "user root;" : "",
    `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; worker_processes ${workers};`,
    sample
      .replace("worker_connections 20000", "worker_connections 512")
      .replace("http {", `http { access_log off; ${temporary}`)
      .replace("127.0.0.1:3000", `127.0.0.1:${upstreamPort}`)
      .replace("listen 80;", `listen 127.0.0.1:${port};\n    location /raw/ { alias ${storageDir}/; }`)
      .replace("/srv/atrium/data/storage/", `${storageDir}/`),
  ].join("\n");
}

/**
 * For tests and benches: a real nginx on 127.0.0.1 with the sample configuration that we ship. Beside what that has it
 * hands out the files under /raw/ to anybody, to compare with.
 * @param {{ upstreamPort: number, storageDir: string, workers?: number }} before
 * @returns {Promise<{ url: string, port: number, pid: number, stop: () => Promise<void> }>}
 * @throws when there is none, or it ends at once
 */
export async function startNginx({ upstreamPort, storageDir, workers = 1 }) {
  const program = findNginx();
  if (!program) throw new Error("This needs nginx: apt-get install nginx-light.");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-nginx-"));
  const port = await findFreePort();
  fs.writeFileSync(path.join(folder, "nginx.conf"), configuration({ folder, port, upstreamPort, storageDir, workers }));
  const child = spawn(program, ["-p", folder, "-e", path.join(folder, "error.log"), "-c", path.join(folder, "nginx.conf")], { detached: true, stdio: ["ignore", "ignore", "pipe"] });
  guardChild(child, "app");
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
  const ended = once(child, "exit").then(() => true, () => true);
  child.once("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${url}/raw/`).then(() => true, () => false))) {
    if (await Promise.race([ended, pause(30).then(() => false)])) throw new Error(`nginx ended at its start. It said:\n${said}`);
  }
  return { url, port, pid: child.pid ?? 0, stop: () => endProcess(child.pid ?? 0, [["SIGTERM", 2000], ["SIGKILL", 2000]]) };
}
