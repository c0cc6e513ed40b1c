"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { orderDeletion } from "@/lib/accounts/commands/request-deletion";
import { stopDeletion } from "@/lib/accounts/commands/undo-deletion";
import { deletionOrderSchema, type DeletionOrder } from "@/lib/accounts/contract";
import type { Result } from "@/lib/core/result";
import { defineAction } from "@/lib/http/action";

const id = z.int().positive();

const runOrder = defineAction({ access: "session", input: deletionOrderSchema.extend({ id }) }, async (actor, { id: personId, ...order }): Promise<undefined> => {
  await orderDeletion(actor, personId, order);
  revalidatePath(`/admin/users/${personId}`);
});
const runStop = defineAction({ access: "session", input: z.strictObject({ id }) }, async (actor, input): Promise<undefined> => {
  await stopDeletion(actor, input.id);
  revalidatePath(`/admin/users/${input.id}`);
});

export async function orderDeletionAction(input: DeletionOrder & { id: number }): Promise<Result> {
  return runOrder(input);
}

export async function stopDeletionAction(input: { id: number }): Promise<Result> {
  return runStop(input);
}
