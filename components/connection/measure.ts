import type { Room, Track } from "livekit-client";
import { askForTestKey } from "@/components/connection/ask";
import { openDevice } from "@/components/call/open-device";

/** How the media reach the call server. */
export type NetworkPath = { kind: "direct" | "relayed"; protocol: string; rttMs: number; lossPercent: number };
export type NetworkResult = { ok: true; path: NetworkPath } | { ok: false; problem: "noServer" | "noMedia" | "offline" };

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The loudest that the microphone was within the time, 0 to 1; a hush is below 0.01. */
export async function listenTo(track: MediaStreamTrack, ms: number): Promise<number> {
  const context = new AudioContext();
  try {
    await context.resume();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let loudest = 0;
    for (const end = performance.now() + ms; performance.now() < end; await wait(50)) {
      analyser.getFloatTimeDomainData(samples);
      loudest = samples.reduce((most, each) => Math.max(most, Math.abs(each)), loudest);
    }
    return loudest;
  } finally {
    await context.close();
  }
}

/** The size of the camera's picture. @throws what getUserMedia throws */
export async function lookThroughCamera(): Promise<{ width: number; height: number }> {
  const track = await openDevice("camera");
  try {
    const { width = 0, height = 0 } = track.getSettings();
    return { width, height };
  } finally {
    track.stop();
  }
}

/** Half a second of a soft tone. */
export async function playTone(): Promise<void> {
  const context = new AudioContext();
  const [tone, volume] = [context.createOscillator(), context.createGain()];
  tone.frequency.value = 520;
  volume.gain.setValueAtTime(0.2, context.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + 0.6);
  tone.connect(volume).connect(context.destination);
  tone.start();
  await wait(700);
  await context.close();
}

/** A small picture that changes all the time: something to send that needs no device and shows nobody. */
function movingPicture(): { track: MediaStreamTrack; stop: () => void } {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
  const paint = canvas.getContext("2d");
  let turn = 0;
  const timer = setInterval(() => {
    turn += 1;
    if (!paint) return;
    paint.fillStyle = `hsl(${(turn * 7) % 360} 60% 50%)`;
    paint.fillRect(0, 0, canvas.width, canvas.height);
  }, 66);
  const track = canvas.captureStream(15).getVideoTracks()[0]!;
  return { track, stop: () => (clearInterval(timer), track.stop()) };
}

/** What the browser counts about a track that is sent. Null until the other side has answered. */
function pathIn(report: RTCStatsReport | undefined): NetworkPath | null {
  const all = [...(report?.values() ?? [])] as Record<string, unknown>[];
  const pair = all.find((each) => each.type === "candidate-pair" && each.state === "succeeded" && each.nominated === true);
  const remote = all.find((each) => each.type === "remote-inbound-rtp");
  if (!pair || !remote) return null;
  const local = all.find((each) => each.id === pair.localCandidateId);
  const rtt = Number(pair.currentRoundTripTime ?? remote.roundTripTime ?? 0);
  return {
    kind: local?.candidateType === "relay" ? "relayed" : "direct",
    protocol: String(local?.relayProtocol ?? local?.protocol ?? "udp").toUpperCase(),
    rttMs: Math.round(rtt * 1000),
    lossPercent: Math.round(Number(remote.fractionLost ?? 0) * 1000) / 10,
  };
}

/** Sends for a few seconds and reads what arrived. */
async function measureIn(room: Room, source: Track.Source): Promise<NetworkPath | null> {
  const picture = movingPicture();
  try {
    const { track } = await room.localParticipant.publishTrack(picture.track, { source, simulcast: false });
    let path: NetworkPath | null = null;
    for (const end = performance.now() + 12_000; path === null && performance.now() < end; await wait(500)) path = pathIn(await track?.getRTCStatsReport());
    return path;
  } finally {
    picture.stop();
  }
}

/** Connects to a room of one's own and measures the way there. Never throws: what went wrong is an answer. */
export async function testNetwork(): Promise<NetworkResult> {
  const key = await askForTestKey();
  if (typeof key === "string") return { ok: false, problem: key };
  const client = await import("livekit-client");
  const room = new client.Room();
  try {
    await room.connect(key.url, key.token);
    const path = await measureIn(room, client.Track.Source.Camera);
    return path ? { ok: true, path } : { ok: false, problem: "noMedia" };
  } catch {
    return { ok: false, problem: "noMedia" };
  } finally {
    await room.disconnect();
  }
}
