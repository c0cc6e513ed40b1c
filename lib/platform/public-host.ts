import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

/** What is no host of the internet: this machine, private and shared networks, and what is set apart (RFC 6890). */
const inside = new BlockList();
for (const [net, bits] of [["0.0.0.0", 8], ["10.0.0.0", 8], ["100.64.0.0", 10], ["127.0.0.0", 8], ["169.254.0.0", 16], ["172.16.0.0", 12], ["192.0.0.0", 24], ["192.0.2.0", 24], ["192.168.0.0", 16], ["198.18.0.0", 15], ["198.51.100.0", 24], ["203.0.113.0", 24], ["224.0.0.0", 3]] as const) inside.addSubnet(net, bits, "ipv4");
for (const [net, bits] of [["::", 128], ["::1", 128], ["64:ff9b::", 96], ["64:ff9b:1::", 48], ["100::", 64], ["2001:db8::", 32], ["2002::", 16], ["fc00::", 7], ["fe80::", 10], ["ff00::", 8]] as const) inside.addSubnet(net, bits, "ipv6");

/** Whether an IP address is one of the internet. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && !inside.check(address, version === 4 ? "ipv4" : "ipv6");
}

/**
 * Whether a host that somebody names is one of the internet, by all addresses that its name has now; a name that nobody
 * knows is none. @param host as in an address, IPv6 in brackets
 */
export async function isPublicHost(host: string): Promise<boolean> {
  const found = await lookup(host.replace(/^\[|\]$/g, ""), { all: true }).catch(() => []);
  return found.length > 0 && found.every(({ address }) => isPublicAddress(address));
}
