import { expect, it } from "vitest";
import { redactJobData } from "@/lib/jobs/redact";

it("covers secrets, links, addresses and words, and keeps what tells which thing it was about", () => {
  const data = {
    videoId: 12, isForced: true, runId: "01K", kind: "activate",
    token: "abc", mail: { to: "ada@example.org", subject: "Welcome", html: "<a href=…>" }, url: "https://example.org/activate/x/y", note: "https://example.org/reset", who: "ada@example.org",
    list: [1, "two", { accessToken: "x", messageId: 5 }],
  };
  expect(redactJobData(data)).toEqual({
    videoId: 12, isForced: true, runId: "01K", kind: "activate",
    token: "•••", mail: { to: "•••", subject: "•••", html: "•••" }, url: "•••", note: "•••", who: "•••",
    list: [1, "two", { accessToken: "•••", messageId: 5 }],
  });
});

it("cuts what is long or deep, and takes any JSON", () => {
  const deep = JSON.parse(`${'{"a":'.repeat(20)}1${"}".repeat(20)}`) as unknown;
  expect(JSON.stringify(redactJobData(deep))).toContain("…");
  expect(redactJobData("x".repeat(500))).toHaveLength(121);
  for (const value of [null, 3, true, [], {}]) expect(redactJobData(value)).toEqual(value);
});
