import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { SetupError } from "../setup/setup-error.mjs";

/**
 * How Postgres's programs are started: as which user, behind which command.
 * @typedef {{ uid?: number, gid?: number, prefix: string[] }} RunAs
 */

const NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"];

function unprivilegedUser() {
  for (const name of ["postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, name], { encoding: "utf8" }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  return { uid: 65534, gid: 65534 };
}

/**
 * Postgres refuses to run as root. As root, step down to an unprivileged user who then owns the data folder; where
 * that user cannot reach the folder or the programs (a checkout below /root), step into a user namespace in which
 * root's files belong to an ordinary user. A folder that exists keeps the way it was made with: its owner tells.
 * @param {string} dir the data folder; made here when it is missing
 * @param {string} program the path of a Postgres program, to try whether the user can run it
 * @returns {RunAs}
 * @throws {SetupError} when neither way works
 */
export function chooseUser(dir, program) {
  fs.mkdirSync(path.dirname(dir), { recursive: true });
  if (!fs.existsSync(dir)) fs.mkdirSync(dir, { mode: 0o700 });
  if (process.platform === "win32" || process.getuid?.() !== 0) return { prefix: [] };

  const owner = fs.statSync(dir);
  const used = fs.existsSync(`${dir}/PG_VERSION`);
  const user = used ? { uid: owner.uid, gid: owner.gid } : unprivilegedUser();
  if (user.uid !== 0) {
    const runs = spawnSync(program, ["--version"], { ...user, cwd: "/" }).status === 0;
    if (runs && !used) fs.chownSync(dir, user.uid, user.gid);
    if (runs && spawnSync("test", ["-w", dir], { ...user, cwd: "/" }).status === 0) return { ...user, prefix: [] };
    fs.chownSync(dir, owner.uid, owner.gid);
  }
  const [unshare = "", ...args] = NAMESPACE;
  if ((!used || user.uid === 0) && spawnSync(unshare, [...args, program, "--version"], { cwd: "/" }).status === 0) return { prefix: NAMESPACE };
  throw new SetupError(
    `Postgres does not run as root, and no other user can use ${dir}. Start Atrium as an ordinary user, set DATA_DIR to a folder that others may enter, or set DATABASE_URL.`,
  );
}
