import fs from "node:fs";
import path from "node:path";

/** What opens something, as it would look in a log. The names are told, the finds never. */
const PATTERNS = {
  "a signed or encrypted token": /\beyJ[\w-]{10,}\.[\w-]*\.[\w-]+/,
  "a refresh token": /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[\w-]{43}\.[\w-]{43}\b/,
  "a mailed link": /(?:activate|reset-password|password_confirm|confirm)(?:\/[\w-]+)?\/[\w-]+\/[\w-]{43}\b|\binvitation\/[\w-]{43}\b/,
  "a session cookie": /\b(?:access_token|refresh_token|known_device_\d+|guest)=[^\s;"\\]{8,}/,
  "a bearer token": /\bBearer [\w-]{20,}/,
  "a password hash": /\$argon2id\$/,
  "a password field": /"(?:new_|current_|confirm_|confirmed_)?password"\s*:\s*"(?!\[)[^"]+"/,
};

/**
 * Which kinds of secret a text holds; `known` are further texts that must not be in it, by their names.
 * @param {string} text
 * @param {Record<string, string>} [known]
 * @returns {string[]}
 */
export function secretsIn(text, known = {}) {
  const found = Object.entries(PATTERNS).filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
  return [...found, ...Object.entries(known).filter(([, value]) => value.length >= 8 && text.includes(value)).map(([name]) => name)];
}

/**
 * The same for each line of each file in a folder of logs: `web.log:12 a mailed link`.
 * @param {string} folder
 * @param {Record<string, string>} [known]
 * @returns {string[]}
 */
export function secretsInLogs(folder, known = {}) {
  const files = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return files.flatMap((file) =>
    fs.readFileSync(path.join(folder, file), "utf8").split("\n").flatMap((line, index) => secretsIn(line, known).map((name) => `${file}:${index + 1} ${name}`)),
  );
}
