import type { JobFigures } from "@/lib/jobs/contract";

export const dependencyNames = ["postgres", "bus", "centrifugo", "livekit", "egress", "jobs", "mail", "storage", "ffmpeg"] as const;
export type DependencyName = (typeof dependencyNames)[number];

/** `late` answers, but behind time; `off` is switched off on purpose. */
export type DependencyState = "ok" | "late" | "down" | "off";

/** What is special about a dependency here; a key of the page's texts. */
export type DependencyNote = "outbox" | "mailOff" | "noWorker" | "queueLate" | "inngest" | "diskLow" | "egressRunning" | "noEgress";

export type DependencyReport = { name: DependencyName; state: DependencyState; latencyMs: number; version: string | null; note: DependencyNote | null; /** Of what the note speaks. */ count: number };

/** One line of the environment. The value only of those that tell nothing to an intruder. */
export type SettingLine = { name: string; isSet: boolean; value: string | null };

/** What administrators see of the installation; of this web process where it says so. */
export type SystemReport = {
  isReady: boolean;
  dependencies: DependencyReport[];
  versions: { app: string; node: string };
  disk: { freeBytes: number; totalBytes: number };
  process: { uptimeSeconds: number; memoryBytes: number; realtimeConnections: number };
  rooms: { rooms: number; calls: number; participants: number };
  jobs: JobFigures;
  settings: SettingLine[];
};

type LiveCall = { roomId: number; roomName: string; slug: string; startedAt: Date; participants: number };
type FailedVideo = { id: number; title: string; errorCode: string };
type ProcessingVideo = { id: number; title: string; progress: number };
export type SecurityEvent = { id: number; action: string; createdAt: Date; actorName: string | null; targetName: string | null; address: string | null };

/** What the first page of administration shows. What is for administrators only is null for moderators. */
export type Overview = {
  failedVideos: { count: number; latest: FailedVideo[] };
  failedMails: number | null;
  failedRuns: number | null;
  calls: LiveCall[];
  processing: ProcessingVideo[];
  waitingVideos: number;
  /** Reports that nobody has decided yet. */
  openReports: number;
  realtimeConnections: number;
  security: SecurityEvent[] | null;
  dependencies: DependencyReport[];
};
