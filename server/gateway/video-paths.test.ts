import { describe, expect, it } from "vitest";
import { matchVideoPath } from "@/server/gateway/video-paths";

describe("matchVideoPath", () => {
  it("reads each kind of file, with and without a slash at the end", () => {
    for (const end of ["", "/"]) {
      expect(matchVideoPath(`/api/video/12/master.m3u8${end}`)).toEqual({ videoId: 12, file: { kind: "master" } });
      expect(matchVideoPath(`/api/video/12/480p/index.m3u8${end}`)).toEqual({ videoId: 12, file: { kind: "index", rendition: "480p" } });
      expect(matchVideoPath(`/api/video/12/1080p/segment_g3_00017.ts${end}`)).toEqual({
        videoId: 12, file: { kind: "segment", rendition: "1080p", generation: 3, name: "segment_g3_00017.ts" },
      });
      expect(matchVideoPath(`/api/video/12/poster.jpg${end}`)).toEqual({ videoId: 12, file: { kind: "poster" } });
      expect(matchVideoPath(`/api/video/12/storyboard_01.jpg${end}`)).toEqual({ videoId: 12, file: { kind: "sheet", name: "storyboard_01.jpg" } });
      expect(matchVideoPath(`/api/video/12/captions/3/cues.vtt${end}`)).toEqual({ videoId: 12, file: { kind: "captions", captionId: 3 } });
      expect(matchVideoPath(`/api/video/12/chapters.vtt${end}`)).toEqual({ videoId: 12, file: { kind: "chapters" } });
    }
  });

  it.each(["/api/video", "/api/video/", "/api/video/12", "/api/video/12/", "/api/video/12/status", "/api/video/12/status/", "/api/video/12/captions/", "/api/video/12/position/", "/api/video/12/links/", "/api/video/12/links/3/", "/api/video/12/captions/3/", "/api/video/12/captions/x", "/api/video/12/chapters", "/api/video/12/replacement/", "/api/video/0.5/", "/api/video/%C2%84/", "/api/rooms/", "/login"])(
    "leaves %s to the routes of the application",
    (path) => expect(matchVideoPath(path)).toBeNull(),
  );

  it.each([
    "/api/video/12/480p/../master.m3u8", "/api/video/12/480p/%2e%2e/master.m3u8", "/api/video/12/480p/..%2fmaster.m3u8", "/api/video/12/480p/..%5cmaster.m3u8",
    "/api/video/12/480p/..\\master.m3u8", "/api/video/12/480p/segment_g1_00000.ts/../../x", "/api/video/12/480p/segment_g1_00000.ts%00", "/api/video/12/480p//etc/passwd",
    "/api/video/12/480p/%73egment_g1_00000.ts", "/api/video/12/480p/output.json", "/api/video/12/output.json", "/api/video/../video/12/master.m3u8",
    "/api/video/012/master.m3u8", "/api/video/abc/master.m3u8", "/api/video/-1/master.m3u8", "/api/video/12/360p/index.m3u8", "/api/video/12/480P/index.m3u8",
    "/api/video/12/480p/segment_g0_00000.ts", "/api/video/12/480p/segment_00000.ts", "/api/video/12/480p/segment_g1_00000.mp4", "/api/video/12/480p/", "/api/video/12/480p",
    "/api/video/12/master.m3u8//", "/api/video//master.m3u8", "/api/video/%2e%2e/12", "/api/video/..", "/api/video/12/links/3/4",
    "/api/video/12/captions/..", "/api/video/12/captions/%2e%2e/", "/api/video/12/captions/03/cues.vtt", "/api/video/12/captions/3/other.vtt", "/api/video/12/captions/3/cues.vtt/x", "/api/video/12/chapters.vtt%00",
  ])("finds nothing at %s", (path) => expect(matchVideoPath(path)).toBe("unknown"));
});
