import { Builder, ByteBuffer } from "flatbuffers";

/*
 * The package that carries the model was made for an older runtime, which had the model's input range in its own code.
 * The one in use reads it from metadata inside the file (metadata_schema.fbs of TensorFlow Lite), so they are put there.
 */

const modelIdentifier = "TFL3";
const metadataName = "TFLITE_METADATA";
/** Largest alignment that a buffer of a model asks for; what lies before the old content is a multiple of it. */
const alignment = 64;

/** Field numbers of the tables that are written here, in the order of their schemas. */
const modelFields = { version: 0, operatorCodes: 1, subgraphs: 2, description: 3, buffers: 4, metadata: 6, signatures: 7 } as const;
const imageProperties = 2;
const normalizationOptions = 1;
const rgb = 1;

function vectorOf(builder: Builder, offsets: number[]): number {
  builder.startVector(4, offsets.length, 4);
  for (const offset of offsets.toReversed()) builder.addOffset(offset);
  return builder.endVector();
}

function floats(builder: Builder, values: number[]): number {
  builder.startVector(4, values.length, 4);
  for (const value of values.toReversed()) builder.addFloat32(value);
  return builder.endVector();
}

/** An RGB picture of values from 0 to 1 in, a mask out. */
function segmenterMetadata(): Uint8Array {
  const builder = new Builder(512);
  const mean = floats(builder, [0]);
  const deviation = floats(builder, [255]);
  const table = (fields: number, write: () => void) => {
    builder.startObject(fields);
    write();
    return builder.endObject();
  };
  const normalization = table(2, () => {
    builder.addFieldOffset(0, mean, 0);
    builder.addFieldOffset(1, deviation, 0);
  });
  const unit = table(2, () => {
    builder.addFieldInt8(0, normalizationOptions, 0);
    builder.addFieldOffset(1, normalization, 0);
  });
  const units = vectorOf(builder, [unit]);
  const picture = table(2, () => builder.addFieldInt8(0, rgb, 0));
  const content = table(3, () => {
    builder.addFieldInt8(0, imageProperties, 0);
    builder.addFieldOffset(1, picture, 0);
  });
  const inputName = builder.createString("input");
  const input = table(7, () => {
    builder.addFieldOffset(0, inputName, 0);
    builder.addFieldOffset(3, content, 0);
    builder.addFieldOffset(4, units, 0);
  });
  const outputName = builder.createString("mask");
  const output = table(7, () => builder.addFieldOffset(0, outputName, 0));
  const inputs = vectorOf(builder, [input]);
  const outputs = vectorOf(builder, [output]);
  const graph = table(10, () => {
    builder.addFieldOffset(2, inputs, 0);
    builder.addFieldOffset(3, outputs, 0);
  });
  const graphs = vectorOf(builder, [graph]);
  const name = builder.createString("selfie segmentation");
  const parser = builder.createString("1.0.0");
  builder.finish(
    table(8, () => {
      builder.addFieldOffset(0, name, 0);
      builder.addFieldOffset(3, graphs, 0);
      builder.addFieldOffset(7, parser, 0);
    }),
    "M001",
  );
  return builder.asUint8Array();
}

/** Where a model keeps what its root table points to. */
function readModel(model: Uint8Array) {
  const bytes = new ByteBuffer(model);
  const root = bytes.readInt32(0);
  const offsetOf = (field: number) => bytes.__offset(root, 4 + field * 2);
  const targetOf = (field: number): number | null => {
    const at = offsetOf(field);
    return at === 0 ? null : bytes.__indirect(root + at);
  };
  const buffers = targetOf(modelFields.buffers);
  if (buffers === null) throw new Error("The model has no buffers.");
  const count = bytes.readInt32(buffers);
  const versionAt = offsetOf(modelFields.version);
  return {
    version: versionAt === 0 ? 0 : bytes.readUint32(root + versionAt),
    operatorCodes: targetOf(modelFields.operatorCodes),
    subgraphs: targetOf(modelFields.subgraphs),
    description: targetOf(modelFields.description),
    signatures: targetOf(modelFields.signatures),
    buffers: Array.from({ length: count }, (_, index) => bytes.__indirect(buffers + 4 + index * 4)),
    hasMetadata: offsetOf(modelFields.metadata) !== 0,
  };
}

/**
 * The same model with metadata of a segmenter of RGB pictures. In this format what points lies before what it points to,
 * so a new root is put in front of the file, and the old content follows unchanged. A model that has metadata stays as it
 * is. @throws Error for what is no model
 */
export function withSegmenterMetadata(model: Uint8Array): Uint8Array {
  if (Buffer.from(model.subarray(4, 8)).toString("latin1") !== modelIdentifier) throw new Error("This is no TensorFlow Lite model.");
  const old = readModel(model);
  if (old.hasMetadata) return model;
  const front = frontOf(old, segmenterMetadata());
  const joined = new Uint8Array(front.length + model.length);
  joined.set(front);
  joined.set(model, front.length);
  return joined;
}

/** The new root with everything that it alone points to, written at fixed places; it ends where the old file begins. */
function frontOf(old: ReturnType<typeof readModel>, metadata: Uint8Array): Uint8Array {
  const nameBytes = Buffer.from(metadataName);
  const up = (value: number, to: number) => Math.ceil(value / to) * to;
  const vtable = 8;
  const table = up(vtable + 4 + 8 * 2, 4);
  const buffers = table + 4 + 7 * 4;
  const metadatas = buffers + 4 + (old.buffers.length + 1) * 4;
  // One vtable with two fields serves the name and number of the metadata, another the bytes of its buffer.
  const entryVtable = metadatas + 8;
  const entry = up(entryVtable + 8, 4);
  const name = entry + 12;
  const bufferVtable = up(name + 4 + nameBytes.length + 1, 4);
  const buffer = up(bufferVtable + 6, 4);
  const data = up(buffer + 8 + 4, 16) - 4;
  const length = up(data + 4 + metadata.length, alignment);
  const out = new DataView(new ArrayBuffer(length));
  const u16 = (at: number, value: number) => out.setUint16(at, value, true);
  const u32 = (at: number, value: number) => out.setUint32(at, value, true);
  const point = (at: number, target: number) => u32(at, target - at);

  u32(0, table);
  Buffer.from(modelIdentifier).copy(new Uint8Array(out.buffer), 4);
  u16(vtable, 4 + 8 * 2);
  u16(vtable + 2, 4 + 7 * 4);
  out.setInt32(table, table - vtable, true);
  const places: [field: number, target: number | null][] = [
    [modelFields.operatorCodes, shifted(old.operatorCodes)],
    [modelFields.subgraphs, shifted(old.subgraphs)],
    [modelFields.description, shifted(old.description)],
    [modelFields.buffers, buffers],
    [modelFields.metadata, metadatas],
    [modelFields.signatures, shifted(old.signatures)],
  ];
  u16(vtable + 4, 4);
  u32(table + 4, old.version);
  places.forEach(([field, target], index) => {
    if (target === null) return;
    const place = 8 + index * 4;
    u16(vtable + 4 + field * 2, place);
    point(table + place, target);
  });
  u32(buffers, old.buffers.length + 1);
  old.buffers.forEach((target, index) => point(buffers + 4 + index * 4, target + length));
  point(buffers + 4 + old.buffers.length * 4, buffer);
  u32(metadatas, 1);
  point(metadatas + 4, entry);
  u16(entryVtable, 8);
  u16(entryVtable + 2, 12);
  u16(entryVtable + 4, 4);
  u16(entryVtable + 6, 8);
  out.setInt32(entry, entry - entryVtable, true);
  point(entry + 4, name);
  u32(entry + 8, old.buffers.length);
  u32(name, nameBytes.length);
  nameBytes.copy(new Uint8Array(out.buffer), name + 4);
  u16(bufferVtable, 6);
  u16(bufferVtable + 2, 8);
  u16(bufferVtable + 4, 4);
  out.setInt32(buffer, buffer - bufferVtable, true);
  point(buffer + 4, data);
  u32(data, metadata.length);
  new Uint8Array(out.buffer).set(metadata, data + 4);
  return new Uint8Array(out.buffer);

  function shifted(target: number | null): number | null {
    return target === null ? null : target + length;
  }
}
