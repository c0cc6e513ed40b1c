import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { findOnPath, runCommand } from "../setup/commands.mjs";
import { ROOT } from "../setup/root.mjs";
import { SetupError } from "../setup/setup-error.mjs";

const MODULE = "github.com/livekit/livekit-server";
const PROGRAM = process.platform === "win32" ? "livekit-server.exe" : "livekit-server";

/** The version that tools/go.mod pins, with its leading v. */
export function pinnedLivekitVersion() {
  const version = fs.readFileSync(path.join(ROOT, "tools", "go.mod"), "utf8").match(/livekit-server (v[\d.]+)/)?.[1];
  if (!version) throw new Error("tools/go.mod names no version of livekit-server");
  return version;
}

/**
 * Where a built or downloaded server is kept: outside the checkout, so that a new clone finds it again.
 * @param {Record<string, string | undefined>} env
 */
export function livekitCachePath(env = process.env) {
  const cache = env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache");
  return path.join(cache, "atrium", "livekit", pinnedLivekitVersion(), PROGRAM);
}

/**
 * Finds livekit-server: LIVEKIT_SERVER_PATH, PATH, the cache; else builds it with Go, else downloads the official
 * release and verifies its checksum.
 * @param {import("../setup/terminal.mjs").Terminal} terminal
 * @returns {Promise<string>} the path of the program
 * @throws {SetupError} when no way works, listing them all
 */
export async function findLivekit(terminal, env = process.env) {
  if (env.LIVEKIT_SERVER_PATH) {
    if (fs.existsSync(env.LIVEKIT_SERVER_PATH)) return env.LIVEKIT_SERVER_PATH;
    throw new SetupError("LIVEKIT_SERVER_PATH names a file that does not exist.");
  }
  const installed = findOnPath("livekit-server", env);
  if (installed) return installed;
  const cached = livekitCachePath(env);
  if (fs.existsSync(cached)) return cached;

  /** @type {string[]} */
  const failures = [];
  fs.mkdirSync(path.dirname(cached), { recursive: true });
  for (const way of [buildWithGo, downloadRelease]) {
    const fresh = `${cached}.${process.pid}`;
    try {
      await way(fresh, terminal, env);
      fs.chmodSync(fresh, 0o755);
      fs.renameSync(fresh, cached);
      return cached;
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      failures.push(error.message);
    } finally {
      fs.rmSync(fresh, { force: true });
    }
  }
  throw new SetupError(`LiveKit, the media server for calls, is missing. ${failures.join(" ")} One of these helps:
  - put livekit-server on the PATH${process.platform === "darwin" ? " (brew install livekit)" : ""}, or its path into LIVEKIT_SERVER_PATH
  - install Go 1.24 or newer (go.dev/dl), and Atrium builds it
  - set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET to a LiveKit server of yours`);
}

/** @param {string} target @param {import("../setup/terminal.mjs").Terminal} terminal @param {Record<string, string | undefined>} env */
async function buildWithGo(target, terminal, env) {
  const go = findOnPath("go", env);
  if (!go) throw new SetupError("Go, which could build it, is not installed.");
  await terminal.step(`building LiveKit ${pinnedLivekitVersion()} with Go (once, some minutes)`, async () => {
    const args = ["build", "-C", path.join(ROOT, "tools"), "-mod=readonly", "-trimpath", "-ldflags=-s -w", "-o", target, `${MODULE}/cmd/server`];
    // without cgo the build needs no C compiler, as for the official releases
    const result = await runCommand(go, args, { env: { ...env, CGO_ENABLED: "0", GOFLAGS: "" } });
    if (result.code !== 0) throw new SetupError(`Building it with Go failed: ${result.lastLine}.`);
  });
}

/** The release archive for a platform, or null where none is published. */
export function releaseArchive(version = pinnedLivekitVersion(), platform = process.platform, arch = process.arch) {
  const cpu = { x64: "amd64", arm64: "arm64", arm: "armv7" }[arch];
  if (platform !== "linux" || !cpu) return null;
  const base = `https://github.com/livekit/livekit/releases/download/${version}`;
  const name = `livekit_${version.slice(1)}_linux_${cpu}.tar.gz`;
  return { name, url: `${base}/${name}`, checksumsUrl: `${base}/checksums.txt` };
}

/**
 * @param {Uint8Array} archive
 * @param {string} checksums lines of "<sha256>  <name>"
 * @param {string} name
 * @throws {SetupError} when the archive is not the published one
 */
export function verifyChecksum(archive, checksums, name) {
  const expected = checksums.split("\n").map((line) => line.trim().split(/\s+\*?/)).find(([, file]) => file === name)?.[0];
  const actual = createHash("sha256").update(archive).digest("hex");
  if (expected !== actual) throw new SetupError(`The download ${name} does not have its published checksum.`);
}

/** @param {string} target @param {import("../setup/terminal.mjs").Terminal} terminal */
async function downloadRelease(target, terminal) {
  const release = releaseArchive();
  if (!release) throw new SetupError("There is no official release for this platform to download.");
  await terminal.step(`downloading LiveKit ${pinnedLivekitVersion()}`, async () => {
    const [archive, checksums] = await Promise.all([release.url, release.checksumsUrl].map(download));
    if (!archive || !checksums) throw new SetupError("The download of its official release failed.");
    verifyChecksum(archive, checksums.toString(), release.name);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "atrium-livekit-"));
    try {
      fs.writeFileSync(path.join(folder, release.name), archive);
      const result = await runCommand("tar", ["-xzf", release.name, "livekit-server"], { cwd: folder });
      if (result.code !== 0) throw new SetupError(`Unpacking ${release.name} failed: ${result.lastLine}.`);
      fs.copyFileSync(path.join(folder, "livekit-server"), target);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** @param {string} url */
async function download(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(300_000) }).catch(() => null);
  if (!response?.ok) throw new SetupError("Its official release could not be downloaded.");
  return Buffer.from(await response.arrayBuffer());
}
