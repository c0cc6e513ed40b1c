// People of a call for the tests and benches of the recorder, all in this process: each sends a picture that moves and a
// tone. Once a second, as the second begins, picture and sound say so together for a quarter of it: a white square in the
// middle, a tone. The first line on standard input is JSON: { url, tokens, width, height, fps, simulcast, sound, screen };
// its end ends all. Says READY when all are inside.
import { createInterface } from "node:readline";
import { AudioFrame, AudioSource, dispose, LocalAudioTrack, LocalVideoTrack, Room, TrackPublishOptions, TrackSource, VideoBufferType, VideoFrame, VideoSource } from "@livekit/rtc-node";

const SAMPLE_RATE = 48_000;
const SAMPLES = SAMPLE_RATE / 100;
const MARK_MS = 250;

const isMarked = (at) => at % 1000 < MARK_MS;

/** A slanting gradient that moves, in a colour for each person; its frames are drawn once. */
function drawFrames(index, width, height) {
  return [false, true].map((marked) =>
    Array.from({ length: 16 }, (_, turn) => {
      const chroma = (width / 2) * (height / 2);
      const data = new Uint8Array(width * height + 2 * chroma);
      for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) data[y * width + x] = 60 + (((x + y) >> 2) + turn * 6) % 96;
      data.fill(90 + ((index * 37) % 80), width * height, width * height + chroma).fill(90 + ((index * 61) % 80), width * height + chroma);
      if (marked) {
        for (let y = height >> 2; y < height - (height >> 2); y += 1) data.fill(235, y * width + (width >> 2), y * width + width - (width >> 2));
        const [halfWidth, halfHeight] = [width >> 1, height >> 1];
        for (const plane of [width * height, width * height + chroma]) {
          for (let y = halfHeight >> 2; y < halfHeight - (halfHeight >> 2); y += 1) data.fill(128, plane + y * halfWidth + (halfWidth >> 2), plane + y * halfWidth + halfWidth - (halfWidth >> 2));
        }
      }
      return new VideoFrame(data, width, height, VideoBufferType.I420);
    }),
  );
}

function sendPictures(source, frames, fps) {
  let next = performance.now();
  let turn = 0;
  const show = () => {
    source.captureFrame(frames[isMarked(Date.now()) ? 1 : 0][(turn += 1) % 16]);
    next = Math.max(next + 1000 / fps, performance.now());
    setTimeout(show, next - performance.now());
  };
  show();
}

/** What is later is left out, as a sound card does: made up for, everything after it would wait as long. */
const MOST_LATE = 3;

/** Ten milliseconds at a time, by the clock. */
function sendSound(source, sound) {
  const began = Date.now();
  let sent = 0;
  setInterval(() => {
    const due = Math.floor((Date.now() - began) / 10);
    if (due - sent > MOST_LATE) sent = due;
    while (sent <= due) {
      const data = new Int16Array(SAMPLES);
      const at = began + sent * 10;
      const isLoud = sound === "marks" ? isMarked(at) : sound === "tone";
      if (isLoud) for (let i = 0; i < SAMPLES; i += 1) data[i] = 14_000 * Math.sin((2 * Math.PI * 1000 * (sent * SAMPLES + i)) / SAMPLE_RATE);
      void source.captureFrame(new AudioFrame(data, SAMPLE_RATE, 1, SAMPLES));
      sent += 1;
    }
  }, 5);
}

async function enter(index, token, { url, width, height, fps, simulcast = false, sound = "marks", screen = false }) {
  const room = new Room();
  await room.connect(url, token, { autoSubscribe: false, dynacast: true });
  const me = room.localParticipant;
  if (width) {
    const source = new VideoSource(width, height);
    await me.publishTrack(LocalVideoTrack.createVideoTrack("camera", source), new TrackPublishOptions({ source: TrackSource.SOURCE_CAMERA, simulcast }));
    sendPictures(source, drawFrames(index, width, height), fps);
  }
  if (screen) {
    const source = new VideoSource(1280, 720);
    await me.publishTrack(LocalVideoTrack.createVideoTrack("screen", source), new TrackPublishOptions({ source: TrackSource.SOURCE_SCREENSHARE, simulcast: false }));
    sendPictures(source, drawFrames(index + 7, 1280, 720), 5);
  }
  if (sound) {
    const source = new AudioSource(SAMPLE_RATE, 1, 0);
    await me.publishTrack(LocalAudioTrack.createAudioTrack("microphone", source), new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE }));
    sendSound(source, sound);
  }
  return room;
}

const rooms = [];
const lines = createInterface({ input: process.stdin });
lines.on("line", async (line) => {
  try {
    const { tokens, ...how } = JSON.parse(line);
    for (const token of tokens) rooms.push(await enter(rooms.length, token, how));
    process.stdout.write("READY\n");
  } catch (error) {
    process.stderr.write(`${error}\n`);
    process.exit(1);
  }
});
lines.on("close", async () => {
  await Promise.allSettled(rooms.map((room) => room.disconnect()));
  await dispose();
  process.exit(0);
});
