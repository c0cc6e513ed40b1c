// npm run lock:complete: run it after each change of a dependency.
//
// A registry may lack some platforms' packages. npm then leaves them out of the lock file without a word, and
// `npm ci` refuses that lock, here and elsewhere. This adds the missing entries: version and platform from the name,
// no checksum, so that npm asks the registry of whoever installs on that platform.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./root.mjs";

const SYSTEMS = { darwin: "darwin", linux: "linux", win32: "win32", windows: "win32", freebsd: "freebsd", android: "android", openharmony: "openharmony", netbsd: "netbsd", openbsd: "openbsd", sunos: "sunos", aix: "aix" };
const PROCESSORS = ["x64", "arm64", "ia32", "ppc64", "s390x", "riscv64", "loong64", "arm", "wasm32"];

/**
 * The place of a dependency as Node would find it from a package, or null when the lock has none.
 * @param {Record<string, unknown>} packages
 * @param {string} from
 * @param {string} name
 */
function locate(packages, from, name) {
  for (let folder = from; ; ) {
    const key = `${folder ? `${folder}/` : ""}node_modules/${name}`;
    if (packages[key]) return key;
    if (!folder) return null;
    const above = folder.lastIndexOf("/node_modules/");
    folder = above < 0 ? "" : folder.slice(0, above);
  }
}

/** @param {string} name like @next/swc-linux-arm64-gnu */
function platformOf(name) {
  const words = (name.split("/").pop() ?? "").split("-");
  const os = words.map((word) => SYSTEMS[word]).find(Boolean);
  const cpu = words.find((word) => PROCESSORS.includes(word));
  const libc = words.includes("musl") ? "musl" : os === "linux" && words.includes("gnu") ? "glibc" : null;
  return { ...(cpu ? { cpu: [cpu] } : {}), ...(os ? { os: [os] } : {}), ...(libc ? { libc: [libc] } : {}) };
}

/**
 * Adds the entries that are missing from a lock file, in place.
 * @param {{ packages: Record<string, any> }} lock
 * @returns {{ added: string[], unknown: string[] }} `unknown`: missing, but no platform can be read from the name
 */
export function completeLock(lock) {
  const { packages } = lock;
  /** @type {string[]} */
  const added = [];
  /** @type {string[]} */
  const unknown = [];
  for (const [from, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (locate(packages, from, name)) continue;
      const platform = platformOf(name);
      if (Object.keys(platform).length === 0) {
        unknown.push(`${name} ${range}`);
        continue;
      }
      packages[`node_modules/${name}`] = { version: range.replace(/^[\^~]/, ""), ...platform, optional: true, ...(entry.dev ? { dev: true } : {}) };
      added.push(name);
    }
  }
  lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { added, unknown };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const file = path.join(ROOT, "package-lock.json");
  const lock = JSON.parse(fs.readFileSync(file, "utf8"));
  const { added, unknown } = completeLock(lock);
  if (added.length > 0) fs.writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(added.length > 0 ? `Added ${added.length} entries:\n  ${added.join("\n  ")}` : "Nothing was missing.");
  if (unknown.length > 0) console.log(`Missing, but for no platform that the name tells:\n  ${unknown.join("\n  ")}`);
}
