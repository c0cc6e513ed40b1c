import fs from "node:fs";
import path from "node:path";

/**
 * A log file of this start; the one of the start before is kept beside it as `<name>.log.1`.
 * @param {string} dir
 * @param {string} name
 * @returns {{ file: string, write: (line: string) => void }}
 */
export function openLog(dir, name) {
  const file = path.join(dir, `${name}.log`);
  fs.mkdirSync(dir, { recursive: true });
  if (fs.existsSync(file)) fs.renameSync(file, `${file}.1`);
  const descriptor = fs.openSync(file, "a", 0o600);
  return { file, write: (line) => fs.writeSync(descriptor, `${line}\n`) };
}
