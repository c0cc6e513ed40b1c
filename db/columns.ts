import { bigint, customType, timestamp } from "drizzle-orm/pg-core";

/** A point in time, always with zone. Milliseconds, so that what is stored is what a client is told. */
export const timestamptz = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** Ids are JSON numbers in the contract; they stay below 2^53. */
export const id = () => bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity();

export const reference = (name: string) => bigint(name, { mode: "number" });

/** Bytes as they are. */
export const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => "bytea",
  toDriver: (value) => Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  fromDriver: (value) => new Uint8Array(value),
});
