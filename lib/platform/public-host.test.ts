import { expect, test } from "vitest";
import { isPublicAddress, isPublicHost } from "@/lib/platform/public-host";

test("addresses of this machine, of private networks and of what is set apart are none of the internet, however they are written", () => {
  const given = ["1.1.1.1", "2606:4700::1111", "127.0.0.1", "10.1.2.3", "172.31.0.1", "172.32.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255", "::1", "::ffff:127.0.0.1", "fd00::1", "fe80::1", "64:ff9b::7f00:1", "fec0::1", "2001::1", "::7f00:1", "no address"];
  expect(given.filter(isPublicAddress)).toEqual(["1.1.1.1", "2606:4700::1111", "172.32.0.1"]);
});

test("a host counts by what its name stands for", async () => {
  expect(await Promise.all(["localhost", "127.0.0.1", "[::1]", "2130706433", "no-such-host.invalid"].map(isPublicHost))).toEqual([false, false, false, false, false]);
  expect(await isPublicHost("1.1.1.1")).toBe(true);
});
