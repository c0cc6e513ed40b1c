import { hash, verify } from "@node-rs/argon2";

/** OWASP's minimum for argon2id: 19 MiB, two passes; about 15 ms of CPU. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
let decoy: Promise<string> | undefined;

/** argon2id with a random salt, as one self-describing string. The password is in NFC already (passwordSchema). */
export function hashPassword(password: string): Promise<string> {
  return hash(password, parameters);
}

/** Compares in the same time whether or not there is a hash: an unknown address costs one comparison as well. */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  const against = stored ?? (await (decoy ??= hashPassword("a password that nobody has")));
  const matches = await verify(against, password).catch(() => false);
  return matches && Boolean(stored);
}
