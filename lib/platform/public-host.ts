import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** A name that takes longer is none that anything can be sent to; somebody waits for the answer. */
const lookupMs = 5_000;

/** What is no host of the internet: this machine, private and shared networks, and what is set apart (RFC 6890). */
const inside = new BlockList();
for (const [net, bits] of [["0.0.0.0", 8], ["10.0.0.0", 8], ["100.64.0.0", 10], ["127.0.0.0", 8], ["169.254.0.0", 16], ["172.16.0.0", 12], ["192.0.0.0", 24], ["192.0.2.0", 24], ["192.168.0.0", 16], ["198.18.0.0", 15], ["198.51.100.0", 24], ["203.0.113.0", 24], ["224.0.0.0", 3]] as const) inside.addSubnet(net, bits, "ipv4");
for (const [net, bits] of [["2001::", 32], ["2001:db8::", 32], ["2002::", 16]] as const) inside.addSubnet(net, bits, "ipv6");
/** All that is given out for the internet (RFC 4291); the rest is special, or nobody's. */
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");

/** Whether an IP address is one of the internet. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 6) return global6.check(address, "ipv6") && !inside.check(address, "ipv6");
  return version === 4 && !inside.check(address, "ipv4");
}

/**
 * Whether a host that somebody names is one of the internet, by all addresses that its name has now; a name that nobody
 * knows, or not within seconds, is none. @param host as in an address, IPv6 in brackets
 */
export async function isPublicHost(host: string): Promise<boolean> {
  const found = await Promise.race([lookup(host.replace(/^\[|\]$/g, ""), { all: true }).catch(() => []), wait(lookupMs, [], { ref: false })]);
  return found.length > 0 && found.every(({ address }) => isPublicAddress(address));
}
