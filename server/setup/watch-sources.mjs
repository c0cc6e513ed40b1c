import fs from "node:fs";
import path from "node:path";
import { ROOT } from "./root.mjs";

const QUIET_MS = 250;

/**
 * Calls back when sources below some folders changed, once for a burst of changes.
 * @param {string[]} folders relative to the root; those that do not exist are left out
 * @param {() => void} changed
 * @returns {() => void} stops watching
 */
export function watchSources(folders, changed) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const watchers = folders
    .map((folder) => path.join(ROOT, folder))
    .filter((folder) => fs.existsSync(folder))
    .map((folder) =>
      fs.watch(folder, { recursive: true }, (_event, file) => {
        if (!file || !/\.(ts|sql|json)$/.test(file) || /\.test\.ts$/.test(file)) return;
        clearTimeout(timer);
        timer = setTimeout(changed, QUIET_MS);
      }),
    );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
