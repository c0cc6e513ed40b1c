import { env } from "@/lib/platform/env";
import { diskStorage } from "@/lib/platform/storage/disk";
import { s3Storage } from "@/lib/platform/storage/s3";
import { s3PlaceOf } from "@/lib/platform/storage/s3-client";
import type { Storage } from "@/lib/platform/storage/types";

const shared = globalThis as { [key: symbol]: Storage | undefined };
const key = Symbol.for("atrium.storage");

/** Where files of the disk storage are, for a server in front of us that sends them by itself. */
export const diskRoot = () => `${env().DATA_DIR}/storage`;

/** The storage of this installation. */
export function storage(): Storage {
  return (shared[key] ??= env().STORAGE === "s3" ? s3Storage(s3PlaceOf()) : diskStorage(diskRoot()));
}

/** For tests that change the environment: the next use looks at it again. */
export function forgetStorage(): void {
  delete shared[key];
}
