import { AppError, type AppErrorOptions } from "@/lib/core/errors";
import { roomMistakes } from "@/lib/rooms/constants";

/** The field that is taken, by the unique index that says so. */
const takenFields: Record<string, AppErrorOptions> = {
  room_slug: { detail: roomMistakes.slugTaken, fields: { slug: [roomMistakes.slugTaken] } },
  room_listed_name: { detail: roomMistakes.nameTaken, fields: { name: [roomMistakes.nameTaken] } },
};

/** The unique index that an insert or update ran into; null for every other error. */
export function takenIndexOf(error: unknown): string | null {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const { code, constraint_name: name } = each as { code?: unknown; constraint_name?: unknown };
    if (code === "23505" && typeof name === "string") return name;
  }
  return null;
}

/** The refusal that names the taken field, or the error itself. */
export function asTaken(error: unknown): unknown {
  const taken = takenFields[takenIndexOf(error) ?? ""];
  return taken ? new AppError("conflict", taken) : error;
}
