import { env } from "@/lib/platform/env";
import { diskStorage } from "@/lib/platform/storage/disk";
import type { Storage } from "@/lib/platform/storage/types";

const shared = globalThis as { [key: symbol]: Storage | undefined };
const key = Symbol.for("atrium.storage");

/** The storage of this installation. */
export function storage(): Storage {
  return (shared[key] ??= diskStorage(`${env().DATA_DIR}/storage`));
}
