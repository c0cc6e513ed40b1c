import { describe, expect, it } from "vitest";
import { decodeText } from "@/lib/core/decode-text";
import { cueText, cueTime, maxCues, parseSubtitles, toWebVtt } from "@/lib/core/subtitles";

const cuesOf = (text: string) => {
  const read = parseSubtitles(text);
  if (!read.ok) throw new Error(`${read.problem} in line ${read.line}`);
  return read.cues;
};

describe("parseSubtitles", () => {
  it("reads WebVTT with its head, notes, styles, names and places, in the order of the times", () => {
    const text = "\uFEFFWEBVTT - The harbour\nKind: captions\n\nSTYLE\n::cue { background: url(https://elsewhere.example/x) }\n\nNOTE nobody --- sees this\n\nsecond\n01:02.500 --> 01:04.000 line:80% align:start bogus:1\n<v Anna>Good <b>morning</b>\nall\n\n00:00:01.000 --> 00:00:02.000\nFirst\n";
    expect(cuesOf(text)).toEqual([
      { start: 1, end: 2, settings: "", text: "First" },
      { start: 62.5, end: 64, settings: "line:80% align:start", text: "<v Anna>Good <b>morning</b>\nall" },
    ]);
  });

  it("reads SubRip: numbers, commas, carriage returns, its fonts and places taken out", () => {
    expect(cuesOf("1\r\n00:00:01,500 --> 00:00:03,000\r\n{\\an8}<font color=\"red\">Guten</font> <i>Tag</i>\r\n\r\n2\r\n01:00:00,0 --> 01:00:01,25\r\nEnde\r\n")).toEqual([
      { start: 1.5, end: 3, settings: "", text: "Guten <i>Tag</i>" },
      { start: 3600, end: 3601.25, settings: "", text: "Ende" },
    ]);
  });

  it("keeps no mark that is none of WebVTT's, and escapes what is left", () => {
    const body = (text: string) => cuesOf(`WEBVTT\n\n00:01.000 --> 00:02.000\n${text}\n`)[0]!.text;
    expect(body("<script>alert(1)</script> & <img src=x onerror=y>1 < 2 &amp; 3 &bogus;")).toBe("alert(1) &amp; 1 &lt; 2 &amp; 3 &amp;bogus;");
    expect(body('<b onclick="x">a</b><c.loud>b</c><00:00:01.500>c')).toBe("a</b><c.loud>b</c><00:00:01.500>c");
    expect(body("a<b")).toBe("a&lt;b");
  });

  it.each([
    ["nothing", "", "empty", null], ["a head alone", "WEBVTT\n\nNOTE soon\n", "empty", null], ["a letter", "Dear Anna,\n\nall is well.\n", "unreadable", null],
    ["an end before its start", "WEBVTT\n\n00:02.000 --> 00:01.000\na\n", "bad_time", 3], ["a minute too many", "1\n00:61:00,000 --> 00:62:00,000\na\n", "bad_time", 2],
    ["a time that is none", "WEBVTT\n\n00:01.000 --> soon\na\n", "bad_time", 3],
    ["more lines than a film has", `WEBVTT\n\n${"00:01.000 --> 00:02.000\na\n\n".repeat(maxCues + 1)}`, "too_many", expect.any(Number)],
  ])("refuses %s", (_, text, problem, line) => expect(parseSubtitles(text)).toEqual({ ok: false, problem, line }));
});

it("what is written is read as the same again", () => {
  const cues = [{ start: 0.0004, end: 1.9999, settings: "", text: "a &amp; b" }, { start: 36_000.5, end: 36_001, settings: "align:end", text: "<i>late</i>" }];
  const text = toWebVtt(cues);
  expect(text).toBe("WEBVTT\n\n00:00:00.000 --> 00:00:02.000\na &amp; b\n\n10:00:00.500 --> 10:00:01.000 align:end\n<i>late</i>\n");
  expect(toWebVtt(cuesOf(text))).toBe(text);
  expect([cueTime(3_599.9996), cueText("a <b>\n & c")]).toEqual(["01:00:00.000", "a &lt;b&gt; &amp; c"]);
});

it("texts are read as they were written: UTF-8, UTF-16 with its mark, and the code page of older programs", () => {
  expect(["Grüße", "\uFEFFGrüße"].map((text) => decodeText(new TextEncoder().encode(text)))).toEqual(["Grüße", "Grüße"]);
  expect(decodeText(Buffer.from("\uFEFFGrüße", "utf16le"))).toBe("Grüße");
  expect(decodeText(Buffer.from([0xfe, 0xff, 0, 0x47, 0, 0xfc]))).toBe("Gü");
  expect(decodeText(Buffer.from("Grüße", "latin1"))).toBe("Grüße");
});
