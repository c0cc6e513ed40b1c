import { insertMessages, isSameClientId, type Draft, type Inserted } from "@/lib/chat/commands/insert-messages";
import { settings } from "@/lib/core/settings";

type Waiting = { draft: Draft; resolve: (inserted: Inserted | null) => void; reject: (error: unknown) => void };

/** Of each room that is being written in: who waits until the statement that runs is through. */
const rooms = new Map<number, Waiting[]>();

/**
 * Writes a message into a room, where others may be writing at the same time. The room's row lets one statement through
 * at a time, each with a commit of its own; so while one runs, what comes in waits here, without a connection of the
 * pool, and is written together by the next. Null as `insertMessages` has it.
 */
export async function writeInTurn(roomId: number, draft: Draft): Promise<Inserted | null> {
  const waiting = rooms.get(roomId);
  if (waiting) return new Promise((resolve, reject) => waiting.push({ draft, resolve, reject }));
  rooms.set(roomId, []);
  try {
    return await writeAlone(roomId, draft);
  } finally {
    void writeWaiting(roomId);
  }
}

async function writeAlone(roomId: number, draft: Draft): Promise<Inserted | null> {
  const [inserted = null] = await insertMessages(roomId, [draft]);
  return inserted;
}

/** Settles everybody who waits, batch after batch; never rejects. */
async function writeWaiting(roomId: number): Promise<void> {
  for (;;) {
    const batch = rooms.get(roomId)?.splice(0, settings.messagesPerStatement) ?? [];
    if (batch.length === 0) return void rooms.delete(roomId);
    try {
      const written = await writeTogether(roomId, batch);
      for (const [index, each] of batch.entries()) {
        const inserted = written[index];
        if (inserted) each.resolve(inserted);
        // Not written with the others: a guest of the call, a repeat, or one who may not. Alone it finds out which.
        else void writeAlone(roomId, each.draft).then(each.resolve, each.reject);
      }
    } catch (error) {
      // Nobody knows what became of them; their senders ask again with the same client id.
      for (const each of batch) each.reject(error);
    }
  }
}

/** People's messages in one statement; guests, and who sends files, have their turn afterwards. */
async function writeTogether(roomId: number, batch: readonly Waiting[]): Promise<(Inserted | null)[]> {
  const people = batch.filter(({ draft }) => draft.author.kind === "user" && !draft.attachments?.length);
  if (people.length < 2) return [];
  try {
    const inserted = await insertMessages(roomId, people.map(({ draft }) => draft));
    return batch.map((each) => inserted[people.indexOf(each)] ?? null);
  } catch (error) {
    // One of them was written by another process meanwhile, so none is: each tries by itself.
    if (isSameClientId(error)) return [];
    throw error;
  }
}
