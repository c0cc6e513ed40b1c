// npm run bench -- <figure>: measures one figure and prints it as one line of JSON.
const FIGURES = ["start", "javascript", "test-duration", "accounts-timing", "session-check", "password-hash", "door", "room-page", "lobby-200", "chat-send", "chat-hot-room", "chat-fanout", "chat-memory", "chat-passing", "chat-lists", "chat-search", "chat-scroll", "call-join", "call-long-tasks", "call-nine-tiles", "video-first-playable", "video-ladder", "video-segments", "upload-memory", "recorder", "recorder-soak", "recording-saved"];

const [figure = "", ...rest] = process.argv.slice(2);
if (!FIGURES.includes(figure)) {
  console.error(`Name a figure: npm run bench -- ${FIGURES.join(" | ")}`);
  process.exit(1);
}
const file = figure === "javascript" ? "javascript-bytes" : figure;
const { measure } = await import(`./${file}.mjs`);
try {
  const result = await measure(rest);
  console.log(JSON.stringify({ figure, at: new Date().toISOString(), node: process.version, processors: (await import("node:os")).availableParallelism(), ...result }));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
