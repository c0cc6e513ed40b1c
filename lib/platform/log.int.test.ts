import { inspect } from "node:util";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { createUser } from "@/db/factories";
import { user } from "@/db/schema/accounts";
import { serializeError } from "@/lib/platform/log";

test("the log of a failed query names the query, not what was in it", async () => {
  const { email } = await createUser();
  const error = await db().insert(user).values({ email, name: "A secret\nof two lines", passwordHash: "$argon2id$secret" }).catch((thrown: unknown) => thrown as Error);
  const logged = JSON.stringify(serializeError(error as Error));
  expect(logged).toContain("insert into");
  expect(logged).toContain("user_email");
  for (const secret of [email, "A secret", "argon2id"]) expect(logged).not.toContain(secret);
});

test("whoever prints a failed query by itself, as Next does for pages, prints the query and not what was in it", async () => {
  const { email } = await createUser();
  const error = await db().insert(user).values({ email, name: "A secret\n    at two lines", passwordHash: "$argon2id$secret" }).catch((thrown: unknown) => thrown as Error);
  for (const printed of [inspect(error), inspect({ nested: error }), inspect(new Error("outer", { cause: error }))]) {
    expect(printed).toContain("insert into");
    expect(printed).toContain("23505");
    for (const secret of [email, "A secret", "argon2id"]) expect(printed).not.toContain(secret);
  }
});
