import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { pinnedLivekitVersion, livekitCachePath, releaseArchive, verifyChecksum } from "@/server/embedded/livekit-binary.mjs";
import { livekitConfig } from "@/server/embedded/livekit-config.mjs";

const settings = { port: 7880, udpPort: 7882, apiKey: "APIabc", apiSecret: "s".repeat(48), webhookUrl: "http://127.0.0.1:3000/api/webhooks/livekit" };
const lines = (text: string) => text.split("\n").filter((line) => line && !line.trimStart().startsWith("#"));

describe("the configuration of LiveKit", () => {
  it("keeps everything on this machine", () => {
    expect(lines(livekitConfig(settings)).map((line) => line.replace("[lo0]", "[lo]"))).toEqual([
      "port: 7880",
      'bind_addresses: ["127.0.0.1"]',
      "rtc:",
      "  node_ip: 127.0.0.1",
      "  use_external_ip: false",
      "  udp_port: 7882",
      "  tcp_port: 0",
      "  enable_loopback_candidate: true",
      "  interfaces: { includes: [lo] }",
      '  stun_servers: ["127.0.0.1:7889"]',
      `keys: { "APIabc": "${"s".repeat(48)}" }`,
      "room: { auto_create: false, empty_timeout: 300, departure_timeout: 20 }",
      'webhook: { api_key: "APIabc", urls: ["http://127.0.0.1:3000/api/webhooks/livekit"] }',
      "logging: { level: info, json: true }",
    ]);
  });

  it("never points browsers at the media port as a STUN server, which would end every call", () => {
    expect(livekitConfig({ ...settings, udpPort: 20182 })).toContain('stun_servers: ["127.0.0.1:20189"]');
  });

  it("takes a short beep for speech in tests only", () => {
    expect(livekitConfig(settings)).not.toContain("audio:");
    expect(livekitConfig({ ...settings, lenientSpeaker: true })).toContain("audio: { active_level: 40, min_percentile: 5, update_interval: 400, smooth_intervals: 1 }");
  });
});

describe("the LiveKit program", () => {
  it("is pinned, and cached by its version outside the checkout", () => {
    expect(pinnedLivekitVersion()).toMatch(/^v\d+\.\d+\.\d+$/);
    expect(livekitCachePath({ XDG_CACHE_HOME: "/cache" })).toContain(`/cache/atrium/livekit/${pinnedLivekitVersion()}/`);
  });

  it("has an official release for Linux, and none for macOS", () => {
    expect(releaseArchive("v1.9.12", "linux", "arm64")?.name).toBe("livekit_1.9.12_linux_arm64.tar.gz");
    expect(releaseArchive("v1.9.12", "darwin", "arm64")).toBeNull();
  });

  it("is refused when its checksum is another, or is not listed", () => {
    const archive = Buffer.from("an archive");
    const sum = createHash("sha256").update(archive).digest("hex");
    expect(() => verifyChecksum(archive, `${sum}  a.tar.gz\n`, "a.tar.gz")).not.toThrow();
    expect(() => verifyChecksum(Buffer.from("another"), `${sum}  a.tar.gz\n`, "a.tar.gz")).toThrow(/published checksum/);
    expect(() => verifyChecksum(archive, `${sum}  b.tar.gz\n`, "a.tar.gz")).toThrow(/published checksum/);
  });
});
