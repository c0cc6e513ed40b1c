import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { createUser, signIn } from "@/db/factories";
import { video } from "@/db/schema/videos";
import { credentialsOf, makeAccounts, makeCaption, makeRoom, signInAll, valueOf, type Accounts, type Credentials, type Things } from "@/e2e/access/world";
import type { Contract } from "@/lib/http/contract";
import { uploadForTest } from "@/lib/videos/testing";

type ActorName = "anonymous" | "owner" | "admin" | "program";
/** Who asks, and which paths. `thorough`: every boundary of every field; the admin's run only looks for answers that others do not get. */
export type Actor = { name: ActorName; asks: (path: string) => boolean; isThorough: boolean };

const isExternal = (path: string) => path.startsWith("/external-api/");

/** The owner has the room and the people that the paths name; a program acts for such an owner, with every scope. */
export const actors: readonly Actor[] = [
  { name: "anonymous", asks: () => true, isThorough: true },
  { name: "owner", asks: (path) => !isExternal(path), isThorough: true },
  { name: "admin", asks: (path) => !isExternal(path), isThorough: false },
  { name: "program", asks: isExternal, isThorough: true },
];

/** What an actor sends to one operation: the values of its path, and the credentials that requests take in turns. */
export type Sending = { operation: string; path: Record<string, string>; credentials: Credentials[] };

/** The accounts and the one video of a run. */
export type World = { accounts: Accounts; videoId: number };

const videoTimeoutMs = 180_000;
/** What can be made without an id is limited by person: some take turns, so that not only the limit answers. */
const turns = 4;

/** @throws Error when the worker does not make a stream of a second of film in time */
export async function makeWorld(): Promise<World> {
  const accounts = await makeAccounts();
  const videoId = await uploadForTest(await signIn(accounts.moderator), { width: 160, height: 120, seconds: 1 }, { visibility: "authenticated" });
  for (const until = Date.now() + videoTimeoutMs; ; ) {
    const [row] = await db().select({ status: video.processingStatus }).from(video).where(eq(video.id, videoId));
    if (row?.status === "ready") return { accounts, videoId };
    if (row?.status === "failed" || Date.now() > until) throw new Error(`the video of the run is ${row?.status}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** The operation of the document that a contract is. */
export const labelOf = ({ method, path }: Contract): string => `${method} ${path}`;

/** One sender with a room of their own. */
async function makeSender(name: ActorName, contract: Contract, { accounts, videoId }: World): Promise<{ path: Record<string, string>; credentials: Credentials }> {
  const fresh = name === "admin" ? { admin: await createUser({ role: "admin" }) } : { owner: await createUser() };
  const people = await signInAll({ ...accounts, ...fresh });
  const all = await credentialsOf(people);
  const things: Things = { ...(await makeRoom(people, labelOf(contract))), videoId, captionId: await makeCaption(people.moderator, videoId, labelOf(contract)), uploadId: crypto.randomUUID(), serial: 0 };
  const names = Object.keys(contract.params?.shape ?? {});
  return { path: Object.fromEntries(names.map((each) => [each, valueOf(contract.path, each, things)])), credentials: all[name === "program" ? "scoped" : name]! };
}

/**
 * Each operation has a room, people and a session of its own: what one does to them, a delete or a sign-out, must not
 * decide what the next one answers. A stranger asks for whatever is generated, the others for what exists.
 */
export async function sendingOf(name: ActorName, contract: Contract, world: World): Promise<Sending> {
  const operation = labelOf(contract);
  if (name === "anonymous") return { operation, path: {}, credentials: [] };
  const first = await makeSender(name, contract, world);
  if (contract.params !== undefined) return { operation, path: first.path, credentials: [first.credentials] };
  const others = await Promise.all(Array.from({ length: turns - 1 }, () => makeSender(name, contract, world)));
  return { operation, path: {}, credentials: [first, ...others].map(({ credentials }) => credentials) };
}
