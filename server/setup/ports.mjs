import dgram from "node:dgram";
import net from "node:net";
import { SetupError } from "./setup-error.mjs";

const HOST = "127.0.0.1";

/** @param {number} port */
const answersTcp = (port) =>
  new Promise((resolve) => {
    const socket = net.connect({ port, host: HOST, timeout: 500 });
    const done = (value) => {
      socket.destroy();
      resolve(value);
    };
    socket.once("connect", () => done(true)).once("error", () => done(false)).once("timeout", () => done(false));
  });

/** @param {number} port @param {string} host */
const bindsTcp = (port, host) =>
  new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false)).listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });

/** @param {number} port */
const bindsUdp = (port) =>
  new Promise((resolve) => {
    const socket = dgram.createSocket("udp4");
    socket.once("error", () => resolve(false)).bind({ port, address: HOST, exclusive: true }, () => socket.close(() => resolve(true)));
  });

/**
 * Whether a port can be used. Asks first whether somebody answers there: on some systems a loopback address can be
 * bound although another program holds the port on all addresses.
 * @param {number} port
 * @param {{ udp?: boolean, host?: string }} [options]
 */
export async function isPortFree(port, { udp = false, host = HOST } = {}) {
  if (udp) return bindsUdp(port);
  return !(await answersTcp(port)) && bindsTcp(port, host);
}

/**
 * A port nobody uses now, below 32768: above that the system hands out ports for outgoing connections, and one of
 * those could take ours between two starts.
 */
export async function findFreePort() {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = 21000 + Math.floor(Math.random() * 11000);
    if (await isPortFree(port)) return port;
  }
  throw new SetupError("No free port was found between 21000 and 32000.");
}

/**
 * @param {number} port
 * @param {string} what the part that needs the port, as the person knows it
 * @param {string} variable the environment variable that chooses another port
 * @param {{ udp?: boolean, host?: string }} [options]
 * @throws {SetupError} when another program holds the port
 */
export async function requirePort(port, what, variable, options) {
  if (await isPortFree(port, options)) return;
  throw new SetupError(`Port ${port} (${what}) is used by another program. Stop that program, or set ${variable} to another port.`);
}

/**
 * Reads a port from the environment.
 * @param {Record<string, string | undefined>} env
 * @param {string} variable
 * @param {number} fallback
 */
export function portOf(env, variable, fallback) {
  const text = env[variable]?.trim();
  if (!text) return fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new SetupError(`${variable} must be a port number between 1 and 65535.`);
  return port;
}
