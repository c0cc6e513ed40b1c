import sharp from "sharp";
import type { BackgroundPicture } from "@/lib/core/effects";

/*
 * The pictures to sit in front of are drawn here: nobody else's rights, no files, and quiet enough for a face.
 * All of them are 1280 by 720, a little out of focus, as a room behind somebody is.
 */
const width = 1280;
const height = 720;

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
/** Always the same numbers from 0 to 1 for the same seed: a picture must not change between two servers. */
const steady = (seed: number) => (Math.sin(seed * 127.1) * 43_758.5453) % 1;
const between = (seed: number, least: number, most: number) => least + Math.abs(steady(seed)) * (most - least);

const gradient = (id: string, from: string, to: string) => `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`;

/** A bright court with arches, light from above. */
function atrium(): string {
  const arch = (x: number, y: number, w: number, h: number, fill: string) => `<path d="M${x} ${y + h}V${y + w / 2}a${w / 2} ${w / 2} 0 0 1 ${w} 0V${y + h}Z" fill="${fill}"/>`;
  const upper = range(7).map((index) => arch(40 + index * 180, 40, 120, 190, "url(#sky)"));
  const lower = range(4).map((index) => arch(60 + index * 310, 300, 230, 420, "url(#deep)") + arch(92 + index * 310, 340, 166, 380, "url(#garden)"));
  return `<defs>${gradient("wall", "#f3ebdc", "#d9ccb4")}${gradient("sky", "#dcecf3", "#f7f3e6")}${gradient("deep", "#b7a88b", "#8f8066")}${gradient("garden", "#cfe0cf", "#6f9483")}</defs>
<rect width="${width}" height="${height}" fill="url(#wall)"/>${upper.join("")}<rect y="256" width="${width}" height="14" fill="#c9b998"/>${lower.join("")}
<path d="M0 640H${width}V${height}H0Z" fill="#bfae8e"/>`;
}

/** Shelves with books, a lamp. */
function study(): string {
  const colours = ["#7d4f3c", "#31565a", "#b58b4a", "#5b6b54", "#8a8f98", "#433f4d", "#c2b29a"];
  const books = range(4).flatMap((shelf) => {
    let x = 24;
    return range(30).map((index) => {
      const seed = shelf * 40 + index;
      const w = between(seed, 20, 44);
      const h = between(seed + 7, 84, 138);
      const at = x;
      x += w + (between(seed + 3, 0, 1) > 0.86 ? 46 : 4);
      return `<rect x="${at.toFixed(1)}" y="${(168 + shelf * 178 - h).toFixed(1)}" width="${w.toFixed(1)}" height="${h.toFixed(1)}" rx="2" fill="${colours[Math.floor(between(seed + 11, 0, colours.length - 0.01))]}"/>`;
    });
  });
  const boards = range(4).map((shelf) => `<rect y="${168 + shelf * 178}" width="${width}" height="18" fill="#8d6b4c"/>`);
  return `<defs>${gradient("back", "#5a4735", "#392c22")}<radialGradient id="lamp" cx="0.82" cy="0.22" r="0.6"><stop offset="0" stop-color="#ffdc9a" stop-opacity="0.75"/><stop offset="1" stop-color="#ffdc9a" stop-opacity="0"/></radialGradient></defs>
<rect width="${width}" height="${height}" fill="url(#back)"/>${books.join("")}${boards.join("")}<rect width="${width}" height="${height}" fill="url(#lamp)"/>`;
}

/** One range of hills behind the other. */
function ridges(base: number, rise: number, fill: string, seed: number): string {
  const points = range(33).map((index) => `${index * 40} ${(base - rise * (0.5 + 0.5 * Math.sin(index * 0.34 + seed)) - rise * 0.3 * Math.sin(index * 0.9 + seed * 2)).toFixed(1)}`);
  return `<path d="M0 ${height}L${points.join("L")}L${width} ${height}Z" fill="${fill}"/>`;
}

function hills(): string {
  return `<defs>${gradient("sky", "#bfd9e6", "#f4ecd8")}</defs><rect width="${width}" height="${height}" fill="url(#sky)"/>
<circle cx="960" cy="190" r="70" fill="#fff6df"/>${ridges(430, 120, "#a9c3c4", 0.4)}${ridges(510, 110, "#86ab9f", 2.1)}${ridges(600, 100, "#5f8f78", 4.4)}${ridges(690, 80, "#3f6d55", 1.2)}`;
}

/** A city's windows by night. */
function dusk(): string {
  const houses = range(15).map((index) => {
    const left = index * 90 - 20;
    const top = between(index + 1, 300, 520);
    const windows = range(5).flatMap((column) =>
      range(10).map((row) => {
        const seed = index * 60 + column * 11 + row;
        const y = top + 18 + row * 30;
        return between(seed, 0, 1) > 0.55 && y < height - 20 ? `<rect x="${left + 10 + column * 16}" y="${y.toFixed(1)}" width="8" height="14" fill="${between(seed + 5, 0, 1) > 0.5 ? "#ffd48a" : "#f6b970"}"/>` : "";
      }),
    );
    return `<rect x="${left}" y="${top.toFixed(1)}" width="92" height="${height}" fill="${index % 2 ? "#1d2438" : "#252d45"}"/>${windows.join("")}`;
  });
  return `<defs>${gradient("sky", "#2b3357", "#c98a74")}</defs><rect width="${width}" height="${height}" fill="url(#sky)"/>${houses.join("")}`;
}

/** Nothing but paper and light. */
function paper(): string {
  return `<defs><radialGradient id="light" cx="0.3" cy="0.2" r="1"><stop offset="0" stop-color="#fbf8f1"/><stop offset="1" stop-color="#cfd8d3"/></radialGradient></defs><rect width="${width}" height="${height}" fill="url(#light)"/>
<circle cx="1040" cy="560" r="260" fill="#8fb8ab" fill-opacity="0.35"/><circle cx="220" cy="640" r="180" fill="#d8b98a" fill-opacity="0.3"/>`;
}

const scenes: Record<BackgroundPicture, { draw: () => string; blur: number }> = {
  atrium: { draw: atrium, blur: 5 },
  study: { draw: study, blur: 6 },
  hills: { draw: hills, blur: 3 },
  dusk: { draw: dusk, blur: 7 },
  paper: { draw: paper, blur: 24 },
};

/** The picture as WebP in this width. */
export async function drawScene(name: BackgroundPicture, toWidth: number): Promise<Buffer> {
  const { draw, blur } = scenes[name];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${draw()}</svg>`;
  const blurred = await sharp(Buffer.from(svg)).blur(blur).png().toBuffer();
  return sharp(blurred).resize(toWidth).webp({ quality: 80 }).toBuffer();
}
