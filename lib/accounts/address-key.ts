import { hashToken } from "@/lib/core/secret";

/** What a limit counts an address under: of one length whatever was typed, and no address of a stranger is stored. */
export function addressKey(email: string): string {
  return hashToken("rate limit", email);
}
