import type { Mail, MailTransport } from "@/lib/platform/mail/transport";

/** Gives a mail to the server, and waits for its answer at most `timeoutMs`. Rejects with what the server or the network said. */
export async function handOver(transport: MailTransport, mail: Mail, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error(`no answer within ${timeoutMs} ms`), { code: "ETIMEDOUT" })), timeoutMs);
  });
  try {
    await Promise.race([transport.send(mail, timeoutMs), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The codes alone: a mail server's sentence repeats the address. */
export function reasonOf(error: unknown): string {
  const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown };
  return [code, responseCode].filter((part) => typeof part === "string" || typeof part === "number").join(" ") || (error instanceof Error ? error.name : "unknown");
}

/**
 * True when trying again cannot help: the server refused this sender, recipient or content for good (RFC 5321: 5yz). A
 * refused sign-in or greeting is our configuration or its mood, and is tried again.
 */
export function isRefusedForGood(error: unknown): boolean {
  const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown };
  return (code === "EENVELOPE" || code === "EMESSAGE") && typeof responseCode === "number" && responseCode >= 500;
}
