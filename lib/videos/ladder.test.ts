import { describe, expect, it } from "vitest";
import { bestRendition, ladder } from "@/lib/videos/ladder";

const shape = (width: number, height: number) => ladder(width, height).map((rung) => `${rung.name} ${rung.width}x${rung.height}`);

describe("ladder", () => {
  it("makes all three rungs of a full HD source", () => {
    expect(shape(1920, 1080)).toEqual(["480p 854x480", "720p 1280x720", "1080p 1920x1080"]);
  });
  it("stops at 1080p for a 4K source", () => {
    expect(shape(3840, 2160)).toEqual(["480p 854x480", "720p 1280x720", "1080p 1920x1080"]);
  });
  it("judges a portrait by its short side", () => {
    expect(shape(720, 1280)).toEqual(["480p 480x854", "720p 720x1280"]);
  });
  it("never upscales: 480 lines make one rendition", () => {
    expect(shape(640, 480)).toEqual(["480p 640x480"]);
  });
  it("keeps the size of a source below the lowest rung", () => {
    expect(shape(176, 144)).toEqual(["480p 176x144"]);
  });
  it("makes odd sizes even", () => {
    expect(shape(321, 241)).toEqual(["480p 320x240"]);
    for (const rung of ladder(1279, 719)) expect([rung.width % 2, rung.height % 2]).toEqual([0, 0]);
  });
  it("counts a picture cropped by a few lines as its rung, at its own size", () => {
    expect(shape(1918, 1074).at(-1)).toBe("1080p 1918x1074");
  });
});

describe("bestRendition", () => {
  it("answers the one asked for when it exists", () => {
    expect(bestRendition("480p", ["480p", "720p"])).toBe("480p");
  });
  it("answers the best there is for a rung that the source cannot fill", () => {
    expect(bestRendition("1080p", ["480p", "720p"])).toBe("720p");
    expect(bestRendition("720p", ["480p"])).toBe("480p");
  });
  it("answers nothing for an output without renditions", () => {
    expect(bestRendition("720p", [])).toBeNull();
  });
});
