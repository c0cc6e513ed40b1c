import { settings } from "@/lib/core/settings";
import type { ProcessingErrorCode, SourceSummary } from "@/lib/videos/contract";
import { constantFrameRate, parseRatio, type FrameRate } from "@/lib/videos/frame-rate";
import type { ColorMatrix } from "@/lib/platform/media/hls-arguments";
import type { ProbeReport, ProbeStream } from "@/lib/platform/media/probe-file";

/** What processing needs to know of a source. `width` and `height` are as displayed: square pixels, upright. */
export type SourceFacts = {
  videoStream: number;
  audioStream: number | null;
  width: number;
  height: number;
  durationSeconds: number;
  /** How long the picture should be; shorter output means a truncated file. */
  pictureSeconds: number;
  /** Share of `pictureSeconds` that may be missing: a container's own figure may count a longer sound track. */
  toleratedLoss: number;
  frameRate: FrameRate;
  isHdr: boolean;
  colorMatrix: ColorMatrix;
  isInterlaced: boolean;
  /** Whether players take it as it is: it can be shown before its own renditions are made. */
  isPlayable: boolean;
  /** As FFmpeg calls them; a run that began before these were kept does not know. */
  videoCodec?: string;
  audioCodec?: string | null;
};

/** What people are told of a source. */
export function toSummary({ width, height, durationSeconds, frameRate, videoCodec = "", audioCodec = null, isHdr }: SourceFacts): SourceSummary {
  return { width: Math.round(width), height: Math.round(height), durationSeconds, frameRate: frameRate.value, videoCodec, audioCodec, isHdr };
}

export type Inspection = { ok: true; facts: SourceFacts } | { ok: false; code: ProcessingErrorCode };

function rotationOf(stream: ProbeStream): number {
  const degrees = stream.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ?? Number(stream.tags?.["rotate"] ?? 0);
  return (((Number.isFinite(degrees) ? degrees : 0) % 360) + 360) % 360;
}

/** Matroska keeps a track's length as a tag: `00:01:02.500000000`. */
function taggedSeconds(stream: ProbeStream): number | undefined {
  const match = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(stream.tags?.["DURATION"] ?? "");
  return match ? Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]) : undefined;
}

const playableProfiles = ["Constrained Baseline", "Baseline", "Main", "High"];
/** Nothing larger than the largest rendition: a phone decodes that, and it has a name among them. */
const playableShortSide = 1_080;

/** H.264 in 8-bit 4:2:0, upright, with square pixels, and AAC as every browser decodes it. */
function isPlayable(video: ProbeStream, audio: ProbeStream | undefined): boolean {
  const isSquare = [undefined, "1:1", "0:1"].includes(video.sample_aspect_ratio);
  const isPicture = video.codec_name === "h264" && playableProfiles.includes(video.profile ?? "") && ["yuv420p", "yuvj420p"].includes(video.pix_fmt ?? "") && [undefined, "progressive", "unknown"].includes(video.field_order);
  const isSound = !audio || (audio.codec_name === "aac" && audio.profile === "LC" && (audio.channels ?? 0) <= 2 && (audio.sample_rate ?? 0) <= 48_000);
  return isPicture && isSound && isSquare && rotationOf(video) === 0 && Math.min(video.width ?? 0, video.height ?? 0) <= playableShortSide;
}

/** Files of the time before HD, and programs that still write like them. */
const oldMatrices = ["smpte170m", "bt470bg", "fcc", "smpte240m"];

/** How a picture's colours are coded; of one that does not say so, what players assume: the size decides. */
function colorMatrixOf(video: ProbeStream): ColorMatrix {
  if (oldMatrices.includes(video.color_space ?? "")) return "bt601";
  if (video.color_space?.startsWith("bt2020")) return "bt2020";
  if (video.color_space === "bt709") return "bt709";
  return Math.min(video.width ?? 0, video.height ?? 0) <= 576 ? "bt601" : "bt709";
}

const positive = (value: number | undefined) => (value !== undefined && Number.isFinite(value) && value > 0 ? value : undefined);

/**
 * Decides on a source before any work is done with it.
 * @param report null when the file is no media file of an accepted format
 * @param measuredSeconds the length found by reading the file, where its header does not tell one
 */
export function inspect(report: ProbeReport | null, measuredSeconds?: number): Inspection {
  if (!report) return { ok: false, code: "unreadable" };
  if ((report.format.nb_streams ?? report.streams.length) > settings.videoMaxStreams) return { ok: false, code: "too_many_streams" };
  // A cover picture of a sound file is a video stream too.
  const video = report.streams.find((stream) => stream.codec_type === "video" && !stream.disposition?.["attached_pic"]);
  if (!video) return { ok: false, code: "no_video" };
  if (!video.width || !video.height || video.width < 0 || video.height < 0) return { ok: false, code: "no_picture_size" };
  if (video.width * video.height > settings.videoMaxPixels) return { ok: false, code: "picture_too_large" };

  const ownSeconds = positive(video.duration) ?? positive(taggedSeconds(video));
  const durationSeconds = positive(report.format.duration) ?? ownSeconds ?? positive(measuredSeconds);
  if (!durationSeconds) return { ok: false, code: "unknown_duration" };
  if (durationSeconds > settings.videoMaxSeconds) return { ok: false, code: "too_long" };

  const audio = report.streams.find((stream) => stream.codec_type === "audio" && (stream.sample_rate ?? 0) > 0);
  const wide = video.width * (parseRatio(video.sample_aspect_ratio) || 1);
  const isTurned = rotationOf(video) % 180 === 90;
  return {
    ok: true,
    facts: {
      videoStream: video.index,
      audioStream: audio?.index ?? null,
      width: isTurned ? video.height : wide,
      height: isTurned ? wide : video.height,
      durationSeconds,
      pictureSeconds: ownSeconds ?? durationSeconds,
      toleratedLoss: ownSeconds ? 0.05 : 0.2,
      frameRate: constantFrameRate(video.avg_frame_rate, video.r_frame_rate),
      isHdr: video.color_transfer === "smpte2084" || video.color_transfer === "arib-std-b67",
      colorMatrix: colorMatrixOf(video),
      isInterlaced: ["tt", "bb", "tb", "bt"].includes(video.field_order ?? ""),
      isPlayable: isPlayable(video, audio),
      videoCodec: video.codec_name ?? "",
      audioCodec: audio ? (audio.codec_name ?? "") : null,
    },
  };
}

/** A file that was cut off decodes without an error: only its length tells. Half a second is rounding. */
export function isTruncated(facts: SourceFacts, outputSeconds: number): boolean {
  return facts.pictureSeconds - outputSeconds > Math.max(0.5, facts.pictureSeconds * facts.toleratedLoss);
}

/** Wall clock for a conversion, in seconds: generous for slow machines, an end for files that never do. */
export function conversionLimitSeconds(durationSeconds: number): number {
  return Math.max(settings.videoMinLimitSeconds, settings.videoLimitPerSecond * durationSeconds);
}
