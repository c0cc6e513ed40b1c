import { expect, test } from "vitest";
import { clientAddress, trustedProxies } from "@/server/gateway/client-address";

const none = trustedProxies([]);
const proxies = trustedProxies(["10.0.0.0/8", "192.0.2.7"]);

test("a direct client cannot choose its address", () => {
  expect(clientAddress("203.0.113.9", "1.2.3.4", none)).toBe("203.0.113.9");
  expect(clientAddress("203.0.113.9", "1.2.3.4", proxies)).toBe("203.0.113.9");
});

test("behind trusted proxies the right-most untrusted hop counts, whatever the client prepended", () => {
  expect(clientAddress("10.1.1.1", "6.6.6.6, 198.51.100.4, 192.0.2.7", proxies)).toBe("198.51.100.4");
});

test("a header that only holds trusted hops or rubbish falls back to the nearest known address", () => {
  expect(clientAddress("10.1.1.1", "rubbish", proxies)).toBe("10.1.1.1");
  expect(clientAddress("10.1.1.1", "10.2.2.2", proxies)).toBe("10.2.2.2");
});

test("IPv4 in IPv6 clothes is told as IPv4", () => {
  expect(clientAddress("::ffff:203.0.113.9", undefined, none)).toBe("203.0.113.9");
});

test("a bad entry is named", () => {
  expect(() => trustedProxies(["proxy.local"])).toThrow(/proxy\.local/);
});
