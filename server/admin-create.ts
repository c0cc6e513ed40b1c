import { closeDatabase } from "@/db/client";
import { unsafeCreateAdmin } from "@/lib/accounts/commands/create-admin";
import { emailSchema } from "@/lib/accounts/contract";
import { isAppError } from "@/lib/core/errors";
import { EnvError } from "@/lib/platform/env";
import { closeBus } from "@/lib/platform/listen";

/** `npm run admin:create -- <address>`: the first administrator of an installation, or another one. */
async function main(): Promise<void> {
  const address = emailSchema.safeParse(process.argv[2]);
  if (!address.success) throw new Error("Give one email address: npm run admin:create -- ada@example.com");
  const { isNew, url } = await unsafeCreateAdmin(address.data);
  await closeBus();
  await closeDatabase();
  console.log(`${address.data} is an administrator${isNew ? " with a new account" : ""}. This link sets the password, once, within an hour:\n\n  ${url}\n`);
}

main().catch((error: unknown) => {
  const isAway = error instanceof Error && /ECONNREFUSED|CONNECT_TIMEOUT/.test(`${(error as { code?: string }).code} ${String((error.cause as { code?: string } | undefined)?.code)}`);
  if (isAway) console.error("The database does not answer. Start Atrium first, or set DATABASE_URL.");
  else console.error(error instanceof EnvError || isAppError(error) || (error instanceof Error && error.message.startsWith("Give ")) ? (error as Error).message : error);
  process.exit(1);
});
