import type { TokenPurpose } from "@/lib/accounts/contract";
import { parseId } from "@/lib/core/ids";
import { env } from "@/lib/platform/env";

/** The `<uid>` of a mailed link: base64url of the decimal id. */
export function encodeUid(userId: number): string {
  return Buffer.from(String(userId)).toString("base64url");
}

/** The id behind a `<uid>` in its only spelling; null for anything else. */
export function decodeUid(uid: string): number | null {
  const id = parseId(Buffer.from(uid, "base64url").toString("latin1"));
  return id !== null && encodeUid(id) === uid ? id : null;
}

const ownPages: Record<TokenPurpose, string> = { activate: "/activate", reset: "/reset-password", keep: "/keep-account", invite: "/welcome" };
const outsidePages: Partial<Record<TokenPurpose, string>> = { activate: "pages/auth/activate.html", reset: "pages/auth/confirm_password.html" };

/**
 * The address in a mail. It opens our page, which has a button; only when the request came from the outside client that
 * FRONTEND_URL names, it opens that client's page. Never made from `Host`.
 */
export function mailedLink(purpose: TokenPurpose, userId: number, token: string, requestOrigin: string | null): string {
  const { APP_URL, FRONTEND_URL } = env();
  const uid = encodeUid(userId);
  const outsidePage = outsidePages[purpose];
  if (FRONTEND_URL && outsidePage && requestOrigin === new URL(FRONTEND_URL).origin) {
    return `${FRONTEND_URL.replace(/\/+$/, "")}/${outsidePage}?${new URLSearchParams({ uid, token })}`;
  }
  return `${APP_URL}${ownPages[purpose]}/${uid}/${token}`;
}
