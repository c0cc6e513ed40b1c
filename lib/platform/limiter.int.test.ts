import { expect, test } from "vitest";
import { limits } from "@/lib/core/limits";
import { assertUnderLimit, consumeLimit, countFailure, forgetFailures } from "@/lib/platform/limiter";

test("the use after the last allowed one is refused with the seconds to wait", async () => {
  for (let n = 0; n < limits.mailPerRecipient.max; n += 1) await consumeLimit("mailPerRecipient", "a@example.test");
  await expect(consumeLimit("mailPerRecipient", "a@example.test")).rejects.toMatchObject({ code: "rate_limited", retryAfterSeconds: expect.any(Number) });
  await expect(consumeLimit("mailPerRecipient", "b@example.test")).resolves.toBeUndefined();
});

test("counters in memory refuse as well", async () => {
  for (let n = 0; n < limits.sendMessagePerUser.max; n += 1) await consumeLimit("sendMessagePerUser", 1);
  await expect(consumeLimit("sendMessagePerUser", 1)).rejects.toMatchObject({ code: "rate_limited" });
});

test("failures count up to the limit and are forgotten after a success", async () => {
  const subject = "victim@example.test";
  for (let n = 0; n < limits.signInFailuresPerAddress.max; n += 1) {
    await assertUnderLimit("signInFailuresPerAddress", subject);
    await countFailure("signInFailuresPerAddress", subject);
  }
  await expect(assertUnderLimit("signInFailuresPerAddress", subject)).rejects.toMatchObject({ code: "rate_limited" });
  await forgetFailures("signInFailuresPerAddress", subject);
  await expect(assertUnderLimit("signInFailuresPerAddress", subject)).resolves.toBeUndefined();
});
