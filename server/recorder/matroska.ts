/*
 * Raw pictures with the moment of each, as FFmpeg reads them from a pipe: a Matroska file without an end, each picture in
 * a cluster of its own (RFC 9559; numbers and lengths as in EBML, RFC 8794). Raw video by itself has no moments, so each
 * of its frames would have to be written and encoded, whether it shows anything new or not.
 */

/** Times are in milliseconds. */
const nanosecondsPerTick = 1_000_000;
/** Of a segment: it ends with the pipe. */
const unknownLength = Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);

function idOf(id: number): Buffer {
  const hex = id.toString(16);
  return Buffer.from(hex, "hex");
}

/** A length in eight bytes, which holds every length there is. */
function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(bytes) | (1n << 56n));
  return length;
}

const element = (id: number, ...parts: Buffer[]) => Buffer.concat([idOf(id), lengthOf(parts.reduce((sum, part) => sum + part.length, 0)), ...parts]);
const text = (id: number, value: string) => element(id, Buffer.from(value, "latin1"));

function unsigned(id: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return element(id, bytes);
}

/** What comes before the first picture. @param frameMs how long a picture is shown when each of them comes */
export function matroskaHead(width: number, height: number, frameMs: number): Buffer {
  const ebml = element(0x1a45dfa3, text(0x4282, "matroska"), unsigned(0x4287, 4), unsigned(0x4285, 2));
  const info = element(0x1549a966, unsigned(0x2ad7b1, nanosecondsPerTick));
  const size = element(0xe0, unsigned(0xb0, width), unsigned(0xba, height), text(0x2eb524, "I420"));
  const track = element(0xae, unsigned(0xd7, 1), unsigned(0x73c5, 1), unsigned(0x83, 1), text(0x86, "V_UNCOMPRESSED"), unsigned(0x23e383, frameMs * nanosecondsPerTick), size);
  return Buffer.concat([ebml, idOf(0x18538067), unknownLength, info, element(0x1654ae6b, track)]);
}

/** What comes before a picture. @param at milliseconds from the first */
export function pictureHead(at: number, bytes: number): Buffer {
  const time = unsigned(0xe7, at);
  // Track 1, no time beside that of the cluster, a key frame.
  const block = Buffer.concat([idOf(0xa3), lengthOf(4 + bytes), Buffer.from([0x81, 0, 0, 0x80])]);
  return Buffer.concat([idOf(0x1f43b675), lengthOf(time.length + block.length + bytes), time, block]);
}
