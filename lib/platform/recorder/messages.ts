import path from "node:path";
import { z } from "zod";

/** What is shown: everybody in a grid, whoever speaks large, or nothing but the sound. */
export const recorderModes = ["room_composite", "active_speaker", "audio_only"] as const;

/** Why a recording ended. Its file may be usable after any of them but `could_not_connect`: the exit code says whether. */
export const recorderEndings = ["asked", "owner_gone", "room_ended", "room_empty", "too_slow", "disk_full", "encoder_failed", "connection_lost", "could_not_connect"] as const;
export type RecorderEnding = (typeof recorderEndings)[number];

const target = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("rtmp"), url: z.url({ protocol: /^rtmps?$/, error: "must be an rtmp(s):// address" }) }),
  z.strictObject({ kind: z.literal("hls"), dir: z.string().refine(path.isAbsolute, "must be an absolute path") }),
]);
export type RecorderTarget = z.output<typeof target>;

/** The first line on a recorder's standard input. The token is that of a hidden participant who may subscribe. */
export const recorderOrder = z.strictObject({
  url: z.url({ protocol: /^wss?$/, error: "must be a ws(s):// address" }),
  token: z.string().min(1),
  roomName: z.string().min(1),
  /** Where the fragmented MP4 is written; its folder exists. */
  file: z.string().refine(path.isAbsolute, "must be an absolute path"),
  mode: z.enum(recorderModes),
  ffmpegPath: z.string().min(1).default("ffmpeg"),
  /** How long it goes on when nobody is in the room. */
  emptySeconds: z.number().positive().default(30),
  /** Where the same picture and sound are sent live. */
  targets: z.array(target).max(4).default([]),
});
export type RecorderOrder = z.output<typeof recorderOrder>;
/** The same as it is written: what has a default may be left out. */
export type RecorderOrderInput = z.input<typeof recorderOrder>;

/** Later lines on standard input. Its end means that the owner is gone: the file is finished, and the process ends. */
export const recorderCommand = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("stop"), reason: z.enum(["asked", "disk_full"]).default("asked") }),
  /** A target that failed is wanted again; `index` as in its reports. */
  z.strictObject({ type: z.literal("retry"), index: z.number().int().nonnegative() }),
]);
/** As it is written: what has a default may be left out. */
export type RecorderCommand = z.input<typeof recorderCommand>;

/** Seconds of sound written so far: a place in the file. */
const seconds = z.number().nonnegative();

/** The lines a recorder writes to descriptor 3. The exit code is 0 when the file is usable, also after a failure. */
export const recorderReport = z.discriminatedUnion("type", [
  z.object({ type: z.literal("connected") }),
  z.object({ type: z.literal("recording") }),
  /** Every five seconds; processor time and memory are those of the recorder and its FFmpeg together. */
  z.object({ type: z.literal("progress"), seconds, bytes: z.number().int().nonnegative(), cpuSeconds: z.number().nonnegative(), rssBytes: z.number().int().nonnegative() }),
  /** From this place of the file on, this person is the loudest. */
  z.object({ type: z.literal("speakers"), at: seconds, identity: z.string() }),
  /** `index` is the place in the order's `targets`; the reason is for the log: it may name addresses. */
  z.object({ type: z.literal("target"), index: z.number().int().nonnegative(), state: z.enum(["live", "reconnecting", "failed"]), reason: z.string().optional() }),
  z.object({ type: z.literal("ended"), reason: z.enum(recorderEndings), seconds }),
]);
export type RecorderReport = z.output<typeof recorderReport>;
