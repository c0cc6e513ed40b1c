import { createReadStream } from "node:fs";
import { constants, copyFile, link, mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { keyParts } from "@/lib/platform/storage/key";
import { OpenFiles } from "@/lib/platform/storage/open-files";
import { sendFile } from "@/lib/platform/storage/send-file";
import type { ObjectToSend, Storage } from "@/lib/platform/storage/types";

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;
/** Large reads: a quarter of the system calls of the default, at a bounded cost a reader. */
const readChunkBytes = 256 * 1024;

/** Files below one folder. Work folders must be on the same file system, so that publishing is one rename. */
export function diskStorage(root: string): Storage {
  const resolve = (key: string): string => path.join(root, ...keyParts(key));
  const openFiles = new OpenFiles();

  return {
    async stat(key) {
      try {
        const found = await stat(resolve(key));
        return found.isFile() ? { sizeBytes: found.size, modifiedAt: found.mtime } : null;
      } catch (error) {
        if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return null;
        throw error;
      }
    },

    async open(key, range) {
      const stream = createReadStream(resolve(key), { ...range, highWaterMark: readChunkBytes });
      await new Promise<void>((ready, fail) => {
        stream.once("open", () => ready());
        stream.once("error", fail);
      });
      return stream;
    },

    async openToSend(key) {
      const file = await openFiles.take(resolve(key));
      if (!file) return null;
      const send: ObjectToSend["send"] = async (range, to, begin) => {
        begin();
        await sendFile(file.fd, range, to);
      };
      return { sizeBytes: file.sizeBytes, modifiedAt: file.modifiedAt, send, release: () => openFiles.release(file) };
    },

    readText: (key) => readFile(resolve(key), "utf8"),

    async putFile(localFile, key) {
      const target = resolve(key);
      await mkdir(path.dirname(target), { recursive: true });
      try {
        await link(localFile, target);
      } catch (error) {
        if (codeOf(error) === "EEXIST") return;
        if (!["EXDEV", "EPERM", "ENOTSUP", "EOPNOTSUPP"].includes(codeOf(error) ?? "")) throw error;
        const half = `${target}.part`;
        try {
          await copyFile(localFile, half, constants.COPYFILE_FICLONE);
          await rename(half, target);
        } catch (failure) {
          await rm(half, { force: true });
          throw failure;
        }
      }
    },

    async publishFolder(localFolder, prefix) {
      const target = resolve(prefix);
      await mkdir(path.dirname(target), { recursive: true });
      try {
        await rename(localFolder, target);
      } catch (error) {
        const isThere = (await stat(target).catch(() => null))?.isDirectory();
        // A repeated step: the first one moved it already.
        if (codeOf(error) === "ENOENT" && isThere) return;
        throw error;
      }
    },

    withLocalFile: async (key, use) => {
      const file = resolve(key);
      await stat(file);
      return use(file);
    },

    async list(prefix) {
      try {
        return await readdir(resolve(prefix));
      } catch (error) {
        if (codeOf(error) === "ENOENT") return [];
        throw error;
      }
    },

    async remove(keyOrPrefix) {
      const name = resolve(keyOrPrefix);
      await rm(name, { recursive: true, force: true });
      openFiles.drop(name);
    },

    addressOf: async () => null,
    // A file that is copied across file systems has a name of its own, which the next attempt overwrites.
    removeUnfinished: async () => 0,
    check: async () => {},
  };
}
