import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import { env } from "@/lib/platform/env";
import { runChild } from "@/lib/platform/media/child";
import { videoPath } from "@/lib/videos/playlist";

type Stream = { codec_type: string; codec_name: string; profile?: string; level?: number; width: number; height: number; pix_fmt?: string; sample_rate?: string; channels?: number; sample_aspect_ratio?: string; r_frame_rate: string; color_transfer?: string; side_data_list?: unknown[] };
type Packet = { codec_type: string; pts_time: string; flags: string };
type Piece = { name: string; seconds: number; bytes: number; streams: Stream[]; first: Packet };

async function look(file: string): Promise<{ streams: Stream[]; packets: Packet[] }> {
  const text = await runChild(env().FFPROBE_PATH, ["-v", "error", "-show_streams", "-show_packets", "-show_entries", "packet=codec_type,pts_time,flags", "-of", "json", file], { timeoutMs: 20_000 });
  return JSON.parse(text) as { streams: Stream[]; packets: Packet[] };
}

async function piecesOf(folder: string, videoId: number, name: string): Promise<Piece[]> {
  const list = await readFile(path.join(folder, name, "index.m3u8"), "utf8");
  expect(list).toMatch(/^#EXTM3U\n[\s\S]*#EXT-X-PLAYLIST-TYPE:VOD\n[\s\S]*#EXT-X-ENDLIST\n$/);
  const found = [...list.matchAll(/#EXTINF:([\d.]+),\n(\S+)\n/g)];
  const longest = Number(/#EXT-X-TARGETDURATION:(\d+)/.exec(list)?.[1]);
  return Promise.all(
    found.map(async ([, seconds, address]) => {
      expect(Math.round(Number(seconds)), "no segment is longer than the list says").toBeLessThanOrEqual(longest);
      expect(path.dirname(address!)).toBe(`${videoPath(videoId)}/${name}`);
      const file = path.join(folder, name, path.basename(address!));
      const { streams, packets } = await look(file);
      return { name: path.basename(address!), seconds: Number(seconds), bytes: (await stat(file)).size, streams, first: packets.find((packet) => packet.codec_type === "video")! };
    }),
  );
}

/** The highest rate of any run of segments that lasts between half and one and a half of the longest (RFC 8216, 4.1). */
function peakOf(pieces: readonly Piece[]): number {
  const longest = Math.max(1, ...pieces.map(({ seconds }) => Math.round(seconds)));
  const rates = pieces.flatMap((_, from) =>
    pieces.slice(from).flatMap((_, length) => {
      const run = pieces.slice(from, from + length + 1);
      const seconds = run.reduce((sum, piece) => sum + piece.seconds, 0);
      return seconds >= longest / 2 && seconds <= longest * 1.5 ? [(run.reduce((sum, piece) => sum + piece.bytes, 0) * 8) / seconds] : [];
    }),
  );
  return Math.max(0, ...rates);
}

export type CheckedRendition = { name: string; width: number; height: number; hasSound: boolean; frameRate: number };

/**
 * Whether an output is what its playlists say, asked of the bytes: rates not below the measured peak, codecs, sizes and
 * rates of frames as probed, the same lengths and the same cuts in every rendition, a key frame first in every segment, and
 * pictures that are there. Answers the renditions, the smallest first.
 */
export async function checkOutput(folder: string, videoId: number): Promise<CheckedRendition[]> {
  const master = await readFile(path.join(folder, "master.m3u8"), "utf8");
  const lines = [...master.matchAll(/#EXT-X-STREAM-INF:BANDWIDTH=(\d+),AVERAGE-BANDWIDTH=(\d+),RESOLUTION=(\d+)x(\d+),CODECS="([^"]+)",FRAME-RATE=([\d.]+)\n(\S+)\n/g)];
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.length).toBe(master.split("#EXT-X-STREAM-INF").length - 1);
  const all: { pieces: Piece[]; rendition: CheckedRendition }[] = [];
  for (const [, bandwidth, average, width, height, codecs, frameRate, address] of lines) {
    const name = path.basename(path.dirname(address!));
    const pieces = await piecesOf(folder, videoId, name);
    const total = pieces.reduce((sum, piece) => ({ bytes: sum.bytes + piece.bytes, seconds: sum.seconds + piece.seconds }), { bytes: 0, seconds: 0 });
    expect(Number(bandwidth), "BANDWIDTH").toBeGreaterThanOrEqual(Math.floor(peakOf(pieces)));
    expect(Math.abs(Number(average) - (total.bytes * 8) / total.seconds), "AVERAGE-BANDWIDTH").toBeLessThanOrEqual(1);
    const sound = pieces[0]!.streams.find((stream) => stream.codec_type === "audio");
    for (const { streams, first, name: piece } of pieces) {
      const picture = streams.find((stream) => stream.codec_type === "video")!;
      expect([picture.codec_name, picture.profile, picture.pix_fmt, picture.sample_aspect_ratio, picture.width % 2, picture.height % 2, picture.side_data_list], piece).toEqual(["h264", "High", "yuv420p", "1:1", 0, 0, undefined]);
      expect([picture.width, picture.height], "RESOLUTION").toEqual([Number(width), Number(height)]);
      expect(["smpte2084", "arib-std-b67"], "a player of the usual colours").not.toContain(picture.color_transfer);
      const [top, bottom] = picture.r_frame_rate.split("/").map(Number);
      expect(Number(frameRate), "FRAME-RATE").toBeCloseTo(top! / bottom!, 2);
      expect(codecs, "CODECS").toBe(`avc1.6400${picture.level!.toString(16).padStart(2, "0")}${sound ? ",mp4a.40.2" : ""}`);
      expect(first.flags.startsWith("K"), `${piece} begins with a key frame`).toBe(true);
    }
    if (sound) expect([sound.codec_name, sound.sample_rate, sound.channels]).toEqual(["aac", "48000", 2]);
    all.push({ pieces, rendition: { name, width: Number(width), height: Number(height), hasSound: sound !== undefined, frameRate: Number(frameRate) } });
  }
  const cuts = all.map(({ pieces }) => pieces.map(({ seconds, first }) => [seconds, first.pts_time]));
  for (const other of cuts) expect(other, "every rendition is cut at the same times").toEqual(cuts[0]);
  await checkPictures(folder, all.at(-1)!.rendition);
  return all.map(({ rendition }) => rendition);
}

async function checkPictures(folder: string, { width, height }: CheckedRendition): Promise<void> {
  const [poster] = (await look(path.join(folder, "poster.jpg"))).streams;
  expect(poster!.codec_name).toBe("mjpeg");
  expect(Math.abs(poster!.width / poster!.height - width / height), "the poster has the film's shape").toBeLessThan((0.03 * width) / height);
  const vtt = await readFile(path.join(folder, "storyboard.vtt"), "utf8");
  const sheets = new Set([...vtt.matchAll(/(storyboard_\d+\.jpg)\?g=\d+#xywh=/g)].map(([, name]) => name!));
  expect(sheets.size).toBeGreaterThan(0);
  for (const name of sheets) expect((await stat(path.join(folder, name))).size).toBeGreaterThan(0);
}
