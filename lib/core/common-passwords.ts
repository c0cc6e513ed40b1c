import { dictionary } from "@zxcvbn-ts/language-common";

let known: Set<string> | undefined;

/** The 49,000 most common passwords of public leaks, as kept by zxcvbn-ts; in lower case. Read at the first question. */
export function isCommonPassword(password: string): boolean {
  known ??= new Set(dictionary["passwords-common"]);
  return known.has(password.toLowerCase());
}
