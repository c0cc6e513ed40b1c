import { describe, expect, it } from "vitest";
import type { ProbeReport, ProbeStream } from "@/lib/platform/media/probe-file";
import { conversionLimitSeconds, inspect, isTruncated } from "@/lib/videos/inspect";

const picture = { index: 0, codec_type: "video", width: 1280, height: 720, avg_frame_rate: "30/1", r_frame_rate: "30/1", duration: 10 } as ProbeStream;
const sound = { index: 1, codec_type: "audio", sample_rate: 48000 } as ProbeStream;
const report = (streams: Partial<ProbeStream>[], format: Partial<ProbeReport["format"]> = {}) =>
  ({ streams, format: { duration: 10, nb_streams: streams.length, ...format } }) as ProbeReport;
const codeOf = (probe: ProbeReport | null) => {
  const found = inspect(probe);
  return found.ok ? "ok" : found.code;
};
const factsOf = (probe: ProbeReport, measured?: number) => {
  const found = inspect(probe, measured);
  if (!found.ok) throw new Error(found.code);
  return found.facts;
};

describe("inspect refuses", () => {
  it("what no accepted format can read", () => expect(codeOf(null)).toBe("unreadable"));
  it("sound alone", () => expect(codeOf(report([sound]))).toBe("no_video"));
  it("a cover picture as the only picture", () =>
    expect(codeOf(report([{ ...picture, disposition: { attached_pic: 1 } }, sound]))).toBe("no_video"));
  it("a track without a size", () => expect(codeOf(report([{ ...picture, width: 0 }]))).toBe("no_picture_size"));
  it("a picture that would fill the memory", () => expect(codeOf(report([{ ...picture, width: 16384, height: 8192 }]))).toBe("picture_too_large"));
  it("an unknown length", () => expect(codeOf(report([{ ...picture, duration: undefined }], { duration: undefined }))).toBe("unknown_duration"));
  it("more than twelve hours", () => expect(codeOf(report([picture], { duration: 43_201 }))).toBe("too_long"));
  it("a thousand tracks", () => expect(codeOf(report([picture], { nb_streams: 1000 }))).toBe("too_many_streams"));
});

describe("inspect reads", () => {
  it("a video with and without sound", () => {
    expect(factsOf(report([picture, sound])).audioStream).toBe(1);
    expect(factsOf(report([picture])).audioStream).toBeNull();
  });
  it("wide pixels into square ones", () => {
    const facts = factsOf(report([{ ...picture, width: 720, height: 576, sample_aspect_ratio: "64:45" }]));
    expect([facts.width, facts.height]).toEqual([1024, 576]);
  });
  it("a turned picture upright, from side data and from the old tag", () => {
    const bySideData = factsOf(report([{ ...picture, side_data_list: [{ rotation: -90 }] }]));
    expect([bySideData.width, bySideData.height]).toEqual([720, 1280]);
    const byTag = factsOf(report([{ ...picture, tags: { rotate: "270" } }]));
    expect([byTag.width, byTag.height]).toEqual([720, 1280]);
    expect(factsOf(report([{ ...picture, side_data_list: [{ rotation: 180 }] }])).width).toBe(1280);
  });
  it("the measured length where the header tells none", () => {
    expect(factsOf(report([{ ...picture, duration: undefined }], { duration: undefined }), 7).durationSeconds).toBe(7);
  });
  it("HDR and interlacing", () => {
    const facts = factsOf(report([{ ...picture, color_transfer: "smpte2084", field_order: "tt" }]));
    expect([facts.isHdr, facts.isInterlaced]).toEqual([true, true]);
  });
  it("how colours are coded, by what the file says, else by its size", () => {
    const matrix = (stream: Partial<ProbeStream>) => factsOf(report([{ ...picture, ...stream }])).colorMatrix;
    expect([matrix({ color_space: "smpte170m" }), matrix({ color_space: "bt470bg" }), matrix({ width: 720, height: 576 })]).toEqual(["bt601", "bt601", "bt601"]);
    expect([matrix({ color_space: "bt709", width: 640, height: 360 }), matrix({}), matrix({ color_space: "unknown" })]).toEqual(["bt709", "bt709", "bt709"]);
    expect(matrix({ color_space: "bt2020nc" })).toBe("bt2020");
  });
});

describe("isTruncated", () => {
  it("notices that a large part is missing", () => expect(isTruncated(factsOf(report([picture])), 6)).toBe(true));
  it("accepts rounding", () => expect(isTruncated(factsOf(report([picture])), 9.6)).toBe(false));
  it("is patient when only the container tells a length, which may be that of the sound", () => {
    const facts = factsOf(report([{ ...picture, duration: undefined }]));
    expect(isTruncated(facts, 8.5)).toBe(false);
    expect(isTruncated(facts, 5)).toBe(true);
  });
});

describe("conversionLimitSeconds", () => {
  it("is twenty times the length and at least two minutes", () => {
    expect(conversionLimitSeconds(1)).toBe(120);
    expect(conversionLimitSeconds(60)).toBe(1200);
  });
});

describe("players take as it is", () => {
  const h264 = { ...picture, codec_name: "h264", profile: "High", pix_fmt: "yuv420p" };
  const aac = { ...sound, codec_name: "aac", profile: "LC", channels: 2 };
  const isPlayable = (streams: Partial<ProbeStream>[]) => factsOf(report(streams)).isPlayable;
  it("H.264 with AAC, or without sound", () => expect([isPlayable([h264, aac]), isPlayable([h264])]).toEqual([true, true]));
  it.each([
    ["another codec", { codec_name: "hevc" }], ["ten bits", { pix_fmt: "yuv420p10le" }], ["4:2:2", { pix_fmt: "yuv422p" }], ["another profile", { profile: "High 4:2:2" }],
    ["wide pixels", { sample_aspect_ratio: "64:45" }], ["two fields a picture", { field_order: "tt" }], ["a turned picture", { side_data_list: [{ rotation: 90 }] }], ["more than a phone decodes", { width: 3840, height: 2160 }],
  ])("not %s", (_, odd) => expect(isPlayable([{ ...h264, ...odd } as Partial<ProbeStream>, aac])).toBe(false));
  it.each([["other sound", { codec_name: "opus" }], ["six channels", { channels: 6 }], ["HE-AAC", { profile: "HE-AAC" }], ["96 kHz", { sample_rate: 96_000 }]])("not %s", (_, odd) => expect(isPlayable([h264, { ...aac, ...odd }])).toBe(false));
});
