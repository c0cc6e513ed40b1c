import { describe, expect, it } from "vitest";
import { cueAt, parseStoryboard } from "@/components/videos/player/storyboard-cues";
import { storyboardVtt } from "@/lib/videos/storyboard";

const page = "https://atrium.example/videos/7";
const vtt = storyboardVtt("/api/video/7", 2, [0, 4, 8, 3700], 3710, 90);

describe("a storyboard", () => {
  it("is read as the server writes it", () => {
    expect(parseStoryboard(vtt, page)).toEqual([
      { start: 0, end: 4, sheetUrl: "https://atrium.example/api/video/7/storyboard_01.jpg?g=2", x: 0, y: 0, width: 160, height: 90 },
      { start: 4, end: 8, sheetUrl: "https://atrium.example/api/video/7/storyboard_01.jpg?g=2", x: 160, y: 0, width: 160, height: 90 },
      { start: 8, end: 3700, sheetUrl: "https://atrium.example/api/video/7/storyboard_01.jpg?g=2", x: 320, y: 0, width: 160, height: 90 },
      { start: 3700, end: 3710, sheetUrl: "https://atrium.example/api/video/7/storyboard_01.jpg?g=2", x: 480, y: 0, width: 160, height: 90 },
    ]);
  });

  it("may have Windows line ends, cue names and times without hours", () => {
    const cues = parseStoryboard("WEBVTT\r\n\r\none\r\n00:01.500 --> 00:02.000\r\nsheet.jpg#xywh=0,0,10,10\r\n", `${page}/`);
    expect(cues).toEqual([{ start: 1.5, end: 2, sheetUrl: `${page}/sheet.jpg`, x: 0, y: 0, width: 10, height: 10 }]);
  });

  it("loses only the cues that cannot be read", () => {
    const cues = parseStoryboard("WEBVTT\n\n00:00.000 --> 00:01.000\nsheet.jpg\n\n00:01.000 --> 00:02.000\ns.jpg#xywh=1,2,3,4\n", page);
    expect(cues.map((cue) => cue.start)).toEqual([1]);
  });

  it("answers the picture that has begun, the first before it, the last after all", () => {
    const cues = parseStoryboard(vtt, page);
    expect([-1, 0, 3.99, 4, 9, 3699, 3700, 9999].map((seconds) => cueAt(cues, seconds)?.start)).toEqual([0, 0, 0, 4, 8, 8, 3700, 3700]);
  });

  it("has no picture when it has no cues", () => {
    expect(cueAt([], 3)).toBeNull();
  });
});
