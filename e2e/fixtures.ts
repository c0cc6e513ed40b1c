import { expect, test as base, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "@playwright/test";
import { and, desc, eq } from "drizzle-orm";
import { closeDatabase, db } from "@/db/client";
import { createActor } from "@/db/factories";
import type { user } from "@/db/schema/accounts";
import { outboxMail } from "@/db/schema/mails";
import type { UserActor } from "@/lib/authz/actor";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";

export { expect };

type PersonValues = Partial<typeof user.$inferInsert>;

/** Gives a browser context the session of a person: the row is there, this is its cookie. */
export async function giveSession(context: BrowserContext, actor: UserActor): Promise<void> {
  const { hostname } = new URL(process.env.APP_URL as string);
  await context.addCookies([{ name: accessCookie, value: await mintSessionToken(actor.userId, actor.sessionId), domain: hostname, path: "/", httpOnly: true, sameSite: "Lax" }]);
}

/** The newest mail to an address, waited for. */
export async function newestMailTo(recipient: string): Promise<{ subject: string; text: string }> {
  let mail: { subject: string; text: string } | undefined;
  await expect
    .poll(async () => {
      [mail] = await db().select({ subject: outboxMail.subject, text: outboxMail.text }).from(outboxMail).where(and(eq(outboxMail.recipient, recipient), eq(outboxMail.state, "sent"))).orderBy(desc(outboxMail.id)).limit(1);
      return mail !== undefined;
    }, { message: `a mail to ${recipient}` })
    .toBe(true);
  return mail as { subject: string; text: string };
}

type Fixtures = {
  /** A new person with a live session; nobody is shared between tests. */
  newPerson: (values?: PersonValues) => Promise<UserActor>;
  /** A browser of their own, signed in as that person; null for a stranger. Closed with the test. */
  openBrowser: (actor: UserActor | null, options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** The same, with its first page. */
  openPage: (actor: UserActor | null, options?: BrowserContextOptions) => Promise<Page>;
};

async function newContext(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> {
  return browser.newContext({ baseURL: process.env.APP_URL, viewport: { width: 1280, height: 800 }, locale: "en-GB", permissions: ["camera", "microphone"], ...options });
}

export const test = base.extend<Fixtures, { database: void }>({
  baseURL: async ({}, use) => use(process.env.APP_URL),
  newPerson: async ({}, use) => use((values) => createActor(values)),
  openBrowser: async ({ browser }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (actor, options = {}) => {
      const context = await newContext(browser, options);
      opened.push(context);
      if (actor) await giveSession(context, actor);
      return context;
    });
    await Promise.all(opened.map((context) => context.close()));
  },
  openPage: async ({ openBrowser }, use) => use(async (actor, options) => (await openBrowser(actor, options)).newPage()),
  database: [
    async ({}, use) => {
      await use();
      await closeDatabase();
    },
    { scope: "worker", auto: true },
  ],
});
