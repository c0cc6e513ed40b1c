import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { application } from "@/db/schema/applications";
import { AppError } from "@/lib/core/errors";

/** The application, its row locked until the transaction ends. @throws AppError not_found */
export async function lockApplication(tx: Tx, id: number): Promise<typeof application.$inferSelect> {
  const [row] = await tx.select().from(application).where(eq(application.id, id)).for("no key update");
  if (!row) throw new AppError("not_found");
  return row;
}
