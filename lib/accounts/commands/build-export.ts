import { randomUUID } from "node:crypto";
import path from "node:path";
import { Readable } from "node:stream";
import { and, eq, inArray, lt, or, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { user } from "@/db/schema/accounts";
import { dataExport } from "@/db/schema/personal";
import { exportFolder } from "@/lib/accounts/exports";
import { exportReadyMail } from "@/lib/accounts/mails";
import type { ExportPart } from "@/lib/core/export-part";
import { settings } from "@/lib/core/settings";
import { queueMail } from "@/lib/platform/mail/queue";
import { storage } from "@/lib/platform/storage/storage";
import { removeWorkFolder, workFolder } from "@/lib/platform/storage/work-folder";
import { writeZip, type ZipEntry } from "@/lib/platform/zip";

type Originals = (personId: number, maxBytes: number) => Promise<{ key: string; name: string }[]>;

/**
 * Makes the archive that was asked for: a JSON file for each part, a page that leads to them, and the originals of videos and
 * files where they were wanted. Each attempt writes under its own name; the row and the mail change once, at the end. Answers
 * false when there is nothing to make (any more).
 */
export async function buildExport(exportId: string, parts: readonly ExportPart[], originals: Originals): Promise<boolean> {
  const [wish] = await db()
    .update(dataExport)
    .set({ state: "running", progress: 0 })
    .where(and(eq(dataExport.id, exportId), inArray(dataExport.state, ["pending", "running"])))
    .returning();
  if (!wish) return false;
  const work = `export-${randomUUID()}`;
  const folder = await workFolder(work, { fresh: true });
  try {
    const files = wish.withOriginals ? await originals(wish.userId, settings.exportOriginalsMaxBytes) : [];
    const entries: ZipEntry[] = [
      { name: "index.html", open: async () => Readable.from([await indexPage(wish.userId, parts, files.map(({ name }) => name))]) },
      ...parts.map(({ name, rows }) => ({ name: `${name}.json`, open: async () => Readable.from(toJson(rows(wish.userId))) })),
      ...files.map(({ key, name }) => ({ name, open: () => storage().open(key), isCompressed: true })),
    ];
    const file = path.join(folder, "data.zip");
    const sizeBytes = await writeZip(file, entries, (done) => showProgress(exportId, Math.floor((done / entries.length) * 99)));
    const key = `${exportFolder(exportId)}/${randomUUID()}.zip`;
    await storage().putFile(file, key);
    return await publish(exportId, key, sizeBytes);
  } finally {
    await removeWorkFolder(work);
  }
}

async function showProgress(exportId: string, progress: number): Promise<void> {
  await db().update(dataExport).set({ progress }).where(and(eq(dataExport.id, exportId), eq(dataExport.state, "running")));
}

async function publish(exportId: string, storageKey: string, sizeBytes: number): Promise<boolean> {
  return transaction(async (tx) => {
    const [ready] = await tx
      .update(dataExport)
      .set({ state: "ready", progress: 100, storageKey, sizeBytes, readyAt: sql`now()`, expiresAt: sql`now() + make_interval(secs => ${settings.exportKeptSeconds})` })
      .where(and(eq(dataExport.id, exportId), eq(dataExport.state, "running")))
      .returning({ userId: dataExport.userId });
    if (ready) await queueMail(tx, exportReadyMail, { to: { userId: ready.userId }, data: {}, dedupeKey: `export:${exportId}` });
    return ready !== undefined;
  });
}

async function* toJson(rows: AsyncIterable<unknown>): AsyncGenerator<string> {
  let isFirst = true;
  yield "[";
  for await (const row of rows) {
    yield `${isFirst ? "" : ","}\n  ${JSON.stringify(row)}`;
    isFirst = false;
  }
  yield "\n]\n";
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text: string) => text.replace(/[&<>"]/g, (each) => entities[each]!);

async function indexPage(personId: number, parts: readonly ExportPart[], files: readonly string[]): Promise<string> {
  const [person] = await db().select({ name: user.name }).from(user).where(eq(user.id, personId));
  const link = (href: string) => `<li><a href="${escape(encodeURI(href))}">${escape(href)}</a></li>`;
  const list = [...parts.map(({ name }) => `${name}.json`), ...files].map(link).join("");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Atrium data</title><h1>Atrium: data of ${escape(person?.name ?? "")}</h1><p>Made ${new Date().toISOString()}</p><ul>${list}</ul></html>\n`;
}

/** An export whose job gave up. */
export async function failExport(exportId: string): Promise<void> {
  await db().update(dataExport).set({ state: "failed" }).where(and(eq(dataExport.id, exportId), inArray(dataExport.state, ["pending", "running"])));
}

/** Removes files whose time is over, and closes wishes that nobody works on any more. Answers how many files went. */
export async function sweepExports(): Promise<number> {
  const age = (seconds: number) => sql`now() - make_interval(secs => ${seconds})`;
  await db().update(dataExport).set({ state: "failed" }).where(and(inArray(dataExport.state, ["pending", "running"]), lt(dataExport.createdAt, age(settings.exportKeptSeconds))));
  const over = await db().select({ id: dataExport.id }).from(dataExport).where(or(and(eq(dataExport.state, "ready"), lt(dataExport.expiresAt, sql`now()`))));
  for (const { id } of over) {
    await storage().remove(exportFolder(id));
    await db().update(dataExport).set({ state: "gone", storageKey: null }).where(eq(dataExport.id, id));
  }
  return over.length;
}
