import http from "node:http";
import type { AddressInfo } from "node:net";
import { handleNotes, handleNotesUpgrade, startNotes } from "@/server/gateway/notes";
import { startSessionEnds } from "@/server/gateway/session-ends";

/** A process that serves notes and nothing else. Says its port in one line; killed by notes-killed.int.test.ts. */
const server = http.createServer((req, res) => void handleNotes(req, res));
server.on("upgrade", (req, socket, head) => void handleNotesUpgrade(req, socket, head));
await startSessionEnds();
await startNotes();
server.listen(0, "127.0.0.1", () => process.stdout.write(`PORT ${(server.address() as AddressInfo).port}\n`));
