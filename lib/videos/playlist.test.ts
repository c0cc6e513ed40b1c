import { describe, expect, it } from "vitest";
import { avcCodec, masterPlaylist, measureRates, mediaPlaylist, parseMediaPlaylist } from "@/lib/videos/playlist";
import { storyboardVtt } from "@/lib/videos/storyboard";

describe("parseMediaPlaylist", () => {
  it("reads names and lengths and nothing else", () => {
    const text = "#EXTM3U\r\n#EXT-X-VERSION:6\n#EXTINF:4.000000,\nsegment_g1_00000.ts\n#EXTINF:1.5,\nsegment_g1_00001.ts\n#EXT-X-ENDLIST\n";
    expect(parseMediaPlaylist(text)).toEqual([{ name: "segment_g1_00000.ts", seconds: 4 }, { name: "segment_g1_00001.ts", seconds: 1.5 }]);
  });
});

describe("mediaPlaylist", () => {
  it("names segments root-absolutely, of the rendition that exists", () => {
    const text = mediaPlaylist(12, "480p", [{ name: "segment_g1_00000.ts", seconds: 4 }, { name: "segment_g1_00001.ts", seconds: 1.2 }]);
    expect(text.split("\n").filter((line) => line.startsWith("/"))).toEqual(["/api/video/12/480p/segment_g1_00000.ts", "/api/video/12/480p/segment_g1_00001.ts"]);
    expect(text).toContain("#EXT-X-TARGETDURATION:4\n");
    expect(text.endsWith("#EXT-X-ENDLIST\n")).toBe(true);
  });
});

describe("masterPlaylist", () => {
  it("carries every attribute of the contract for each rendition", () => {
    const text = masterPlaylist(12, [{ name: "480p", width: 854, height: 480, bandwidth: 900_000, averageBandwidth: 800_000, codecs: "avc1.64001e,mp4a.40.2", frameRate: 29.97003 }]);
    expect(text).toContain('#EXT-X-STREAM-INF:BANDWIDTH=900000,AVERAGE-BANDWIDTH=800000,RESOLUTION=854x480,CODECS="avc1.64001e,mp4a.40.2",FRAME-RATE=29.970\n/api/video/12/480p/index.m3u8\n');
  });
});

describe("measureRates", () => {
  it("takes the highest rate as the peak and all bytes over all seconds as the average", () => {
    const rates = measureRates([{ name: "a", seconds: 4, bytes: 500_000 }, { name: "b", seconds: 4, bytes: 1_000_000 }]);
    expect(rates).toEqual({ bandwidth: 2_000_000, averageBandwidth: 1_500_000 });
  });
  it("does not let a short last segment speak alone", () => {
    const rates = measureRates([{ name: "a", seconds: 4, bytes: 500_000 }, { name: "b", seconds: 0.04, bytes: 50_000 }]);
    expect(rates.bandwidth).toBeLessThan(1_200_000);
  });
  it("never declares a peak below the average", () => {
    const { bandwidth, averageBandwidth } = measureRates([{ name: "a", seconds: 0.2, bytes: 9_000 }]);
    expect(bandwidth).toBeGreaterThanOrEqual(averageBandwidth);
  });
});

describe("avcCodec", () => {
  it("reads profile, constraints and level from a sequence parameter set", () => {
    expect(avcCodec(Uint8Array.from([9, 0, 0, 0, 1, 0x67, 0x64, 0x00, 0x1f, 0xac]))).toBe("avc1.64001f");
  });
  it("finds nothing in other bytes", () => {
    expect(avcCodec(Uint8Array.from([0, 0, 1, 0x65, 1, 2, 3, 4]))).toBeNull();
  });
});

describe("storyboardVtt", () => {
  it("walks over the tiles of a sheet and on to the next sheet", () => {
    const text = storyboardVtt("/api/video/3", 2, Array.from({ length: 101 }, (_, i) => i * 4), 403, 90);
    expect(text.startsWith("WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n/api/video/3/storyboard_01.jpg?g=2#xywh=0,0,160,90\n")).toBe(true);
    expect(text).toContain("00:00:44.000 --> 00:00:48.000\n/api/video/3/storyboard_01.jpg?g=2#xywh=160,90,160,90\n");
    expect(text).toContain("00:06:40.000 --> 00:06:43.000\n/api/video/3/storyboard_02.jpg?g=2#xywh=0,0,160,90\n");
  });
});
