import fs from "node:fs";
import { findOnPath } from "./commands.mjs";
import { SetupError } from "./setup-error.mjs";
import { installSystemProgram } from "./system-packages.mjs";

/** @param {Record<string, string | undefined>} env */
function locate(env) {
  for (const name of ["FFMPEG_PATH", "FFPROBE_PATH"]) {
    const given = env[name];
    if (given?.includes("/") && !fs.existsSync(given)) throw new SetupError(`${name} names a file that does not exist.`);
  }
  const ffmpeg = env.FFMPEG_PATH || findOnPath("ffmpeg", env);
  const ffprobe = env.FFPROBE_PATH || findOnPath("ffprobe", env);
  return ffmpeg && ffprobe ? { ffmpeg, ffprobe } : null;
}

/**
 * Finds FFmpeg, which turns uploads into streams and writes recordings: FFMPEG_PATH and FFPROBE_PATH, else the
 * PATH; else installs it.
 * @param {import("./terminal.mjs").Terminal} terminal
 * @returns {Promise<{ ffmpeg: string, ffprobe: string }>}
 * @throws {SetupError}
 */
export async function ensureFfmpeg(terminal, env = process.env) {
  const found = locate(env);
  if (found) return found;
  const otherwise = "Install FFmpeg, or set FFMPEG_PATH and FFPROBE_PATH.";
  await installSystemProgram("ffmpeg", { why: "FFmpeg", otherwise, terminal, env });
  const installed = locate(env);
  if (!installed) throw new SetupError(`FFmpeg was installed but is not on the PATH. ${otherwise}`);
  return installed;
}
