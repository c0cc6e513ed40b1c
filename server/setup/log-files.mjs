import fs from "node:fs";
import path from "node:path";

/**
 * A log file of this start; the one of the start before is kept beside it as `<name>.log.1`. Lines that cannot be written
 * (a full disk) are lost: no reason to take the product down.
 * @param {string} dir
 * @param {string} name
 * @returns {{ file: string, write: (line: string) => void }}
 */
export function openLog(dir, name) {
  const file = path.join(dir, `${name}.log`);
  fs.mkdirSync(dir, { recursive: true });
  if (fs.existsSync(file)) fs.renameSync(file, `${file}.1`);
  const descriptor = fs.openSync(file, "a", 0o600);
  const write = (line) => {
    try {
      fs.writeSync(descriptor, `${line}\n`);
    } catch (error) {
      if (!["ENOSPC", "EDQUOT", "EIO"].includes(error.code)) throw error;
    }
  };
  return { file, write };
}
