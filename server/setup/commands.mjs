import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { guardChild } from "./guard-client.mjs";
import { ROOT } from "./root.mjs";

/**
 * Where a program is on the PATH, or null.
 * @param {string} name
 * @param {Record<string, string | undefined>} env
 */
export function findOnPath(name, env = process.env) {
  const endings = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  for (const folder of (env.PATH ?? "").split(path.delimiter).filter(Boolean)) {
    for (const ending of endings) {
      const file = path.join(folder, name + ending);
      try {
        fs.accessSync(file, fs.constants.X_OK);
        if (fs.statSync(file).isFile()) return file;
      } catch {
        // not here
      }
    }
  }
  return null;
}

/**
 * Runs a program to its end. Never rejects: a program that cannot be started has the code 127.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, cwd?: string, show?: boolean, onLine?: (line: string) => void, keepBytes?: number }} [options]
 *   `show` gives it this terminal (sudo asks for a password there); otherwise its words are collected
 * @returns {Promise<{ code: number, output: string, lastLine: string }>} the last `keepBytes` characters it said, 20,000 unless told
 */
export function runCommand(command, args, { env = process.env, cwd = ROOT, show = false, onLine = () => {}, keepBytes = 20_000 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, cwd, detached: !show, stdio: show ? "inherit" : ["ignore", "pipe", "pipe"] });
    guardChild(child, "app");
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => {
        output = (output + text).slice(-keepBytes);
        for (const line of text.split("\n")) if (line.trim()) onLine(line.trimEnd());
      });
    }
    const finish = (code) => resolve({ code, output, lastLine: output.trim().split("\n").at(-1) ?? "" });
    child.once("error", (error) => {
      output += error.message;
      finish(127);
    });
    child.once("close", (code) => finish(code ?? 1));
  });
}
