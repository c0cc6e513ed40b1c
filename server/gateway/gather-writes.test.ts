import { once } from "node:events";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { gatherWrites } from "@/server/gateway/gather-writes";

const servers: http.Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function serve(answer: (res: http.ServerResponse) => unknown): Promise<number> {
  const server = http.createServer((_req, res) => {
    gatherWrites(res);
    void answer(res);
  });
  servers.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** What comes over the connection: each part as one read of the socket gave it. */
function connect(port: number): { socket: net.Socket; parts: string[] } {
  const parts: string[] = [];
  const socket = net.connect(port, "127.0.0.1", () => socket.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
  socket.on("data", (part) => parts.push(part.toString()));
  return { socket, parts };
}

/** Writes to the socket, as the kernel was asked for them. */
function countWrites(res: http.ServerResponse): () => number {
  const socket = res.socket as unknown as Record<"_write" | "_writev", (...all: unknown[]) => void>;
  let count = 0;
  for (const name of ["_write", "_writev"] as const) {
    const own = socket[name].bind(socket);
    socket[name] = (...all) => {
      count += 1;
      own(...all);
    };
  }
  return () => count;
}

test("head, page, data and end that follow one another are one write", async () => {
  let writes = () => 0;
  const port = await serve(async (res) => {
    writes = countWrites(res);
    res.setHeader("content-type", "text/html");
    res.flushHeaders();
    res.write(Buffer.from("<p>page</p>"));
    await new Promise((resolve) => setImmediate(resolve));
    res.write("<script>dätä</script>");
    await new Promise((resolve) => setImmediate(resolve));
    res.write("</body>");
    res.end();
  });
  const answer = await (await fetch(`http://127.0.0.1:${port}/`)).text();
  expect(answer).toBe("<p>page</p><script>dätä</script></body>");
  expect(writes()).toBe(1);
});

test("what is written before a pause is there before the pause ends", async () => {
  let goOn = () => undefined as void;
  const port = await serve(async (res) => {
    res.write("first");
    await new Promise<void>((resolve) => (goOn = resolve));
    res.end("second");
  });
  const { socket, parts } = connect(port);
  await expect.poll(() => parts.join("")).toContain("first");
  expect(parts.join("")).not.toContain("second");
  goOn();
  await once(socket, "close");
  expect(parts.join("")).toContain("second");
});

test("who reads slowly makes the writer wait, and gets every byte in order", async () => {
  const block = Buffer.alloc(64 * 1024, "a");
  let waits = 0;
  const port = await serve(async (res) => {
    for (let turn = 0; turn < 200; turn += 1) {
      block.writeUInt32BE(turn, 0);
      if (res.write(Buffer.from(block))) continue;
      waits += 1;
      await once(res, "drain");
    }
    res.end();
  });
  const got = Buffer.from(await (await fetch(`http://127.0.0.1:${port}/`)).arrayBuffer());
  expect(got.length).toBe(200 * block.length);
  expect(Array.from({ length: 200 }, (_, turn) => got.readUInt32BE(turn * block.length))).toEqual(Array.from({ length: 200 }, (_, turn) => turn));
  expect(waits).toBeGreaterThan(0);
});

test("an answer without a body, and one that is called back when it is over, end", async () => {
  const called: string[] = [];
  const port = await serve((res) => {
    res.statusCode = 204;
    res.end(() => called.push("over"));
  });
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(204);
  await expect.poll(() => called).toEqual(["over"]);
});
