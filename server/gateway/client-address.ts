import { BlockList, isIP } from "node:net";

/** Builds the list of proxies whose X-Forwarded-For counts: addresses or CIDR ranges. @throws Error naming a bad entry */
export function trustedProxies(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", prefix] = entry.split("/");
    const version = isIP(address);
    if (version === 0) throw new Error(`TRUSTED_PROXIES: not an address: ${entry}`);
    const family = version === 6 ? "ipv6" : "ipv4";
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

function plain(address: string): string {
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}

/** Whether a socket's address is one of the trusted proxies'. */
export function isTrusted(list: BlockList, socketAddress: string | undefined): boolean {
  const address = plain(socketAddress ?? "");
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 6 ? "ipv6" : "ipv4");
}

/**
 * The address a request really came from: the socket's, or, behind trusted proxies, the first one from the right of
 * X-Forwarded-For that is no trusted proxy. What an untrusted client writes into the header never counts.
 */
export function clientAddress(socketAddress: string | undefined, forwardedFor: string | undefined, trusted: BlockList): string {
  let address = plain(socketAddress ?? "0.0.0.0");
  const hops = (forwardedFor ?? "").split(",").map((hop) => plain(hop.trim())).filter((hop) => isIP(hop) !== 0);
  while (isTrusted(trusted, address) && hops.length > 0) address = hops.pop() as string;
  return address;
}
