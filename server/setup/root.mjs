import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout, wherever a command was started from. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
