import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { findOnPath } from "@/server/setup/commands.mjs";
import { guardChild } from "@/server/setup/guard-client.mjs";
import { findFreePort } from "@/server/setup/ports.mjs";
import { END_PLANS, endProcess } from "@/server/setup/processes.mjs";

/** Where nginx is on this machine; Debian keeps it where only the superuser's PATH leads. */
export const findNginx = (): string | null => findOnPath("nginx", { PATH: `${process.env.PATH ?? ""}${path.delimiter}/usr/sbin` });

/**
 * The proxy sample for outside chat clients in a real nginx: word for word, but for its port, the addresses behind it and
 * the folder of the client's build. `behind` hears what it hands on to Centrifugo.
 */
export async function startProxySample(program: string, behind: http.RequestListener): Promise<{ url: string; sample: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), "atrium-nginx-"));
  // Started by the superuser, its workers are somebody else.
  chmodSync(folder, 0o755);
  mkdirSync(path.join(folder, "client"));
  writeFileSync(path.join(folder, "client", "index.html"), "<title>An outside client</title>");
  const centrifugo = http.createServer(behind);
  centrifugo.on("upgrade", (req, socket) => {
    socket.end(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Heard: ${req.url} ${req.headers.host} ${req.headers["x-forwarded-for"]}\r\n\r\n`);
  });
  await new Promise<void>((resolve) => centrifugo.listen(0, "127.0.0.1", resolve));
  const port = await findFreePort();
  const changes: [string, string][] = [
    ["server 127.0.0.1:3000;", `server ${new URL(process.env.APP_URL as string).host.replace("localhost", "127.0.0.1")};`],
    ["server 127.0.0.1:8000;", `server 127.0.0.1:${(centrifugo.address() as AddressInfo).port};`],
    ["listen 80;", `listen 127.0.0.1:${port};`],
    ["/srv/chat-client", path.join(folder, "client")],
    ["worker_connections 20000;", "worker_connections 200;"],
    ["include /etc/nginx/mime.types;", `access_log off; ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`).join(" ")}`],
  ];
  const sample = readFileSync(path.join(process.cwd(), "deploy", "centrifugo", "nginx.conf"), "utf8");
  for (const [from] of changes) if (sample.split(from).length !== 2) throw new Error(`The sample has no single "${from}".`);
  writeFileSync(path.join(folder, "nginx.conf"), changes.reduce((text, [from, to]) => text.replace(from, () => to), sample));
  const child = spawn(program, ["-p", folder, "-c", "nginx.conf", "-e", path.join(folder, "error.log"), "-g", `daemon off; pid ${folder}/nginx.pid;`], { detached: true, stdio: "ignore" });
  guardChild(child, "app");
  const stop = async () => {
    await endProcess(child.pid ?? 0, END_PLANS.app);
    await new Promise((resolve) => centrifugo.close(resolve).closeAllConnections());
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  for (let turn = 0; turn < 300 && child.exitCode === null; turn += 1) {
    if (await fetch(url).then((response) => response.ok, () => false)) return { url, sample, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const said = readFileSync(path.join(folder, "error.log"), "utf8");
  await stop();
  throw new Error(`nginx did not start. It said:\n${said}`);
}

/** What is heard behind the proxy of a request for a websocket that claims to come from elsewhere: path, host and whom it comes from; null where it was not let through. */
export function switchedAs(url: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { headers: { "x-forwarded-for": "203.0.113.9", connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==" } });
    request.once("upgrade", (response, socket) => {
      socket.destroy();
      resolve(String(response.headers["x-heard"]));
    });
    request.once("response", (response) => {
      response.resume();
      resolve(null);
    });
    request.once("error", reject).end();
  });
}
