import type { ConnectionTestKey } from "@/lib/calls/contract";

/** The key to a test room, or why there is none. Never throws. */
export async function askForTestKey(): Promise<ConnectionTestKey | "noServer" | "offline"> {
  try {
    const response = await fetch("/api/connection-test/", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
    return response.ok ? ((await response.json()) as ConnectionTestKey) : "noServer";
  } catch {
    return "offline";
  }
}
