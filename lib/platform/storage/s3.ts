import { open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { CompletedPart, ListObjectsV2CommandOutput, S3Client } from "@aws-sdk/client-s3";
import { AppError } from "@/lib/core/errors";
import { keyParts } from "@/lib/platform/storage/key";
import { withLocalCopy } from "@/lib/platform/storage/local-copies";
import { loadSdk, s3Client, type S3Place } from "@/lib/platform/storage/s3-client";
import type { ObjectToSend, Storage, StoredObject } from "@/lib/platform/storage/types";

type Sdk = Awaited<ReturnType<typeof loadSdk>>;

/** Objects above it are sent in parts of at least this; so many parts are kept in memory at once, to be sent again where one fails. */
const partBytes = 8 * 1024 ** 2;
const partsAtOnce = 3;
const maxParts = 10_000;
const filesAtOnce = 6;
/** What the protocol allows in one request. */
const pages = { listedAtOnce: 1_000, deletedAtOnce: 1_000 };
const knownAtMost = 10_000;
const knownForMs = 60_000;
/** Says that everything below its prefix is there. No key of ours ends so. */
const markerName = "_published";

/** As a file that is not there, for those who ask for the code. */
class ObjectMissing extends Error {
  readonly code = "ENOENT";
  constructor(readonly path: string) {
    super(`ENOENT: no such object, '${path}'`);
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

async function inParallel<T>(items: readonly T[], atOnce: number, work: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < items.length; at = next++) await work(items[at]!, at);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

async function readPart(file: string, start: number, length: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const part = Buffer.alloc(length);
    const { bytesRead } = await handle.read(part, 0, length, start);
    if (bytesRead !== length) throw new Error("a file became shorter while it was stored");
    return part;
  } finally {
    await handle.close();
  }
}

/**
 * Objects in a bucket of a service that speaks S3's protocol. A service that refuses or does not answer, after several
 * attempts each, is `upstream_failed`.
 */
export function s3Storage(place: S3Place, { listedAtOnce, deletedAtOnce } = pages): Storage {
  const Bucket = place.bucket;
  let loaded: Promise<{ sdk: Sdk; client: S3Client }> | undefined;
  const ready = () => (loaded ??= Promise.all([loadSdk(), s3Client(place)]).then(([sdk, client]) => ({ sdk, client })));
  const startSigning = () => Promise.all([import("@aws-sdk/s3-request-presigner"), s3Client(place, place.publicEndpoint ?? place.endpoint)]).then(([presigner, client]) => ({ presigner, client }));
  let signing: ReturnType<typeof startSigning> | undefined;
  const keyOf = (key: string) => keyParts(key).join("/");

  /** Asks the service; what is not there is null. */
  async function ask<T>(question: (sdk: Sdk, client: S3Client) => Promise<T>): Promise<T | null> {
    const { sdk, client } = await ready();
    try {
      return await question(sdk, client);
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw new AppError("upstream_failed", { detail: "The store of files did not answer.", cause: error });
    }
  }

  async function tell<T>(question: (sdk: Sdk, client: S3Client) => Promise<T>): Promise<T> {
    const answer = await ask(question);
    if (answer === null) throw new AppError("upstream_failed", { detail: "The store of files has no such bucket." });
    return answer;
  }

  async function head(Key: string) {
    return ask((sdk, client) => client.send(new sdk.HeadObjectCommand({ Bucket, Key })));
  }

  async function get(Key: string, Range?: string) {
    const found = await ask((sdk, client) => client.send(new sdk.GetObjectCommand({ Bucket, Key, ...(Range ? { Range } : {}) })));
    if (!found?.Body) throw new ObjectMissing(Key);
    return found.Body;
  }

  async function sendParts(file: string, Key: string, sizeBytes: number): Promise<void> {
    const length = Math.max(partBytes, Math.ceil(sizeBytes / maxParts));
    const { UploadId } = await tell((sdk, client) => client.send(new sdk.CreateMultipartUploadCommand({ Bucket, Key })));
    try {
      const Parts: CompletedPart[] = [];
      const starts = Array.from({ length: Math.ceil(sizeBytes / length) }, (_, i) => i * length);
      await inParallel(starts, partsAtOnce, async (start, index) => {
        const Body = await readPart(file, start, Math.min(length, sizeBytes - start));
        const { ETag } = await tell((sdk, client) => client.send(new sdk.UploadPartCommand({ Bucket, Key, UploadId, PartNumber: index + 1, Body })));
        Parts[index] = { ETag, PartNumber: index + 1 };
      });
      await tell((sdk, client) => client.send(new sdk.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } })));
    } catch (error) {
      // Left to the sweep where this fails too.
      await ask((sdk, client) => client.send(new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId }))).catch(() => undefined);
      throw error;
    }
  }

  /** Sends a file; of one in many parts it looks whether all of them count. */
  async function send(file: string, Key: string): Promise<void> {
    const { size } = await stat(file);
    if (size <= partBytes) {
      const Body = await readPart(file, 0, size);
      await tell((sdk, client) => client.send(new sdk.PutObjectCommand({ Bucket, Key, Body })));
      return;
    }
    await sendParts(file, Key, size);
    const found = await head(Key);
    if (found?.ContentLength !== size) throw new AppError("upstream_failed", { detail: "The store of files did not keep all of a file." });
  }

  /** All keys that begin like this; with a delimiter, what stands between. */
  async function listAll(Prefix: string, Delimiter?: string): Promise<ListObjectsV2CommandOutput[]> {
    const found: ListObjectsV2CommandOutput[] = [];
    for (let token: string | undefined, more = true; more; ) {
      const page: ListObjectsV2CommandOutput = await tell((sdk, client) => client.send(new sdk.ListObjectsV2Command({ Bucket, Prefix, Delimiter, ContinuationToken: token, MaxKeys: listedAtOnce })));
      found.push(page);
      token = page.NextContinuationToken;
      more = page.IsTruncated === true && token !== undefined;
    }
    return found;
  }

  async function removeKeys(keys: string[]): Promise<void> {
    for (let at = 0; at < keys.length; at += deletedAtOnce) {
      const Objects = keys.slice(at, at + deletedAtOnce).map((Key) => ({ Key }));
      const { Errors } = await tell((sdk, client) => client.send(new sdk.DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } })));
      if (Errors && Errors.length > 0) throw new AppError("upstream_failed", { detail: `The store of files did not remove an object: ${Errors[0]?.Code ?? "no reason given"}.` });
    }
  }

  /** What a key says never changes: a burst of readers asks once. */
  const known = new Map<string, { object: StoredObject; untilMs: number }>();

  return {
    async stat(key) {
      const Key = keyOf(key);
      const kept = known.get(Key);
      if (kept && kept.untilMs > Date.now()) return kept.object;
      const found = await head(Key);
      if (!found) return null;
      const object = { sizeBytes: found.ContentLength ?? 0, modifiedAt: found.LastModified ?? new Date(0) };
      if (known.size >= knownAtMost) known.clear();
      known.set(Key, { object, untilMs: Date.now() + knownForMs });
      return object;
    },

    async open(key, range) {
      return (await get(keyOf(key), range && `bytes=${range.start}-${range.end}`)) as Readable;
    },

    async openToSend(key) {
      const object = await this.stat(key);
      const send: ObjectToSend["send"] = async (range, to, begin) => {
        const body = await this.open(key, range);
        begin();
        await pipeline(body, to);
      };
      return object && { ...object, send, release: () => {} };
    },

    readText: async (key) => (await get(keyOf(key))).transformToString(),

    async putFile(localFile, key) {
      const Key = keyOf(key);
      if (await head(Key)) return;
      await send(localFile, Key);
    },

    async publishFolder(localFolder, prefix) {
      const Prefix = keyOf(prefix);
      const isThere = await stat(localFolder).then((found) => found.isDirectory(), () => false);
      // A repeated step: the first one sent all of it.
      if (!isThere && (await head(`${Prefix}/${markerName}`))) return;
      const files = await filesBelow(localFolder);
      await inParallel(files, filesAtOnce, (name) => send(path.join(localFolder, name), `${Prefix}/${name.split(path.sep).join("/")}`));
      await tell((sdk, client) => client.send(new sdk.PutObjectCommand({ Bucket, Key: `${Prefix}/${markerName}`, Body: Buffer.alloc(0) })));
      // Gone under its name at once, so that a kill in between leaves no half of it to be sent again.
      await rename(localFolder, `${localFolder}-published`);
      await rm(`${localFolder}-published`, { recursive: true, force: true });
    },

    withLocalFile: (key, use) => withLocalCopy(keyOf(key), async () => (await get(key)) as Readable, use),

    async list(prefix) {
      const below = `${keyOf(prefix)}/`;
      const names = (await listAll(below, "/")).flatMap((page) => [...(page.CommonPrefixes ?? []).map((each) => each.Prefix?.slice(below.length, -1)), ...(page.Contents ?? []).map((each) => each.Key?.slice(below.length))]);
      return names.filter((name): name is string => Boolean(name) && name !== markerName);
    },

    async remove(keyOrPrefix) {
      const Key = keyOf(keyOrPrefix);
      known.clear();
      const pages = await listAll(`${Key}/`);
      await removeKeys([Key, ...pages.flatMap((page) => (page.Contents ?? []).flatMap((each) => each.Key ?? []))]);
    },

    async addressOf(key, { type, cacheControl }, seconds) {
      const [{ presigner, client }, { sdk }] = await Promise.all([(signing ??= startSigning()), ready()]);
      return presigner.getSignedUrl(client, new sdk.GetObjectCommand({ Bucket, Key: keyOf(key), ResponseContentType: type, ResponseCacheControl: cacheControl }), { expiresIn: seconds });
    },

    async removeUnfinished(olderThanSeconds) {
      const { Uploads = [] } = await tell((sdk, client) => client.send(new sdk.ListMultipartUploadsCommand({ Bucket })));
      const old = Uploads.filter(({ Initiated }) => Initiated && Date.now() - Initiated.getTime() >= olderThanSeconds * 1000);
      for (const { Key, UploadId } of old) await ask((sdk, client) => client.send(new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId })));
      return old.length;
    },

    async check() {
      await tell((sdk, client) => client.send(new sdk.HeadBucketCommand({ Bucket })));
    },
  };
}
