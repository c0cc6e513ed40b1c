import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

const ffmpeg = (args) => promisify(execFile)(process.env.FFMPEG_PATH ?? "ffmpeg", ["-hide_banner", "-nostdin", "-v", "error", "-y", ...args]);

const still = { width: 2304, height: 1296 };
const octaves = [[9, 5], [18, 10], [36, 20], [72, 41], [144, 81], [288, 162], [576, 324], [1152, 648], [2304, 1296]];

/** Noise that is the same each time: FFmpeg's own differs between machines with the number of its threads. */
const noise = (seed) => `mod(abs(sin(X*12.9898+Y*78.233+${seed})*43758.5453),1)`;

/**
 * A picture with what pictures of the world have: the strength of detail falls with its fineness, as in landscapes, there
 * are things with edges, and texture on them.
 */
async function makeStill(file, seed) {
  const { width, height } = still;
  const layers = octaves.map(([w, h], i) => {
    const at = (n) => noise(seed * 100 + i * 10 + n);
    return `nullsrc=s=${w}x${h}:d=0.04:r=25,geq=lum='18+220*${at(0)}':cb='78+100*${at(1)}':cr='78+100*${at(2)}',format=yuv444p,scale=${width}:${height}:flags=bicubic[n${i}]`;
  });
  const all = octaves.map((_, i) => `[n${i}]`).join("");
  const weights = octaves.map((_, i) => (0.72 ** i).toFixed(4)).join(" ");
  const graph = [
    ...layers,
    `${all}mix=inputs=${octaves.length}:weights='${weights}',eq=contrast=2.8:saturation=1.4,split[texture][coarse]`,
    "[coarse]gblur=sigma=9,lutyuv=y='floor(val/34)*34+12':u='floor(val/16)*16':v='floor(val/16)*16'[things]",
    "[things][texture]blend=all_mode=normal:all_opacity=0.5,format=yuv420p",
  ];
  await ffmpeg(["-filter_complex", graph.join(";"), "-frames:v", "1", file]);
}

/** A part of a picture in the outline of somebody's head and shoulders. */
async function makePerson(file, from) {
  const inside = "lt(pow((X-310)/290,2)+pow((Y-450)/430,2),1)";
  await ffmpeg(["-i", from, "-vf", `hflip,crop=620:900:300:200,format=yuva444p,geq=lum='lum(X,Y)':cb='cb(X,Y)':cr='cr(X,Y)':a='255*${inside}',format=rgba`, "-frames:v", "1", file]);
}

/** Five seconds each: a camera held in hand that pans, somebody who moves before a wall, a slow zoom, a fast pan. */
const scenes = [
  (a) => `${a}rotate=a='0.012*sin(1.7*t)+0.004*sin(9*t)':bilinear=1,crop=1920:1080:x='192+150*sin(0.6*t)':y='108+60*sin(0.9*t)'`,
  (a, b) => `${a}crop=1920:1080:192:108[wall];${b}format=yuva420p,rotate=a='0.05*sin(1.1*t)':c=none:bilinear=1[person];[wall][person]overlay=x='640+90*sin(0.8*t)':y='150+20*sin(2.1*t)'`,
  (a) => `${a}vflip,scale=w='trunc((1990+22*t)/2)*2':h=-2:eval=frame:flags=bicubic,crop=1920:1080`,
  (a) => `${a}hflip,rotate=a='0.01*sin(2*t)':bilinear=1,crop=1920:1080:x='192+190*sin(1.6*t)':y='108+40*cos(1.3*t)'`,
];

/**
 * A clip of 1080p30 as a camera delivers it: scenes with cuts, a hand's unrest below a pixel, things that cover others, and
 * the grain of a sensor, which is what makes footage dear to encode. With sound. No frame of it is of anybody's making.
 * @param {string} dir a folder for the pictures, too
 */
export async function makeFilm(dir, name, seconds) {
  const [first, second, person] = ["still-1.png", "still-2.png", "person.png"].map((each) => path.join(dir, each));
  await makeStill(first, 1);
  await makeStill(second, 2);
  await makePerson(person, second);
  const parts = [];
  for (let at = 0; at * 5 < seconds; at += 1) {
    const length = Math.min(5, seconds - at * 5);
    const part = path.join(dir, `${name}-part-${at}.mp4`);
    // An input that loops and that nothing reads keeps FFmpeg busy for ever.
    const scene = scenes[at % scenes.length];
    const inputs = [at % 8 < 4 ? first : second, ...(scene.length > 1 ? [person] : [])].flatMap((file) => ["-loop", "1", "-framerate", "30", "-t", String(length), "-i", file]);
    const graph = `${scene("[0:v]", "[1:v]")},noise=c0s=7:c0f=t+u:c1s=4:c1f=t+u:c2s=4:c2f=t+u,setsar=1,format=yuv420p[v]`;
    await ffmpeg([...inputs, "-filter_complex", graph, "-map", "[v]", "-c:v", "libx264", "-preset", "veryfast", "-crf", "15", "-g", "60", "-t", String(length), part]);
    parts.push(part);
  }
  const file = path.join(dir, `${name}.mp4`);
  const list = parts.flatMap((part) => ["-i", part]);
  const sound = ["-f", "lavfi", "-i", `anoisesrc=c=pink:a=0.3:d=${seconds}`];
  const joined = `${parts.map((_, i) => `[${i}:v]`).join("")}concat=n=${parts.length}:v=1[v]`;
  await ffmpeg([...list, ...sound, "-filter_complex", joined, "-map", "[v]", "-map", `${parts.length}:a`, "-c:v", "libx264", "-preset", "veryfast", "-crf", "15", "-g", "60", "-c:a", "aac", "-b:a", "192k", "-shortest", file]);
  return file;
}
