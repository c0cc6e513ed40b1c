import { spawn, type ChildProcess } from "node:child_process";
import { AccessToken } from "livekit-server-sdk";
import { createActor } from "@/db/factories";
import type { UserActor } from "@/lib/authz/actor";
import type { JoinToken } from "@/lib/calls/contract";
import { accessCookie, mintSessionToken } from "@/lib/http/session-token";

/** People in a call without a browser: they send a small picture and a voice, and come in by the door like everyone. */
export type Crowd = {
  people: UserActor[];
  /** Which of them speaks from now on; null for nobody. */
  speak: (index: number | null) => void;
  leave: () => Promise<void>;
};

async function keyOf(person: UserActor, slug: string): Promise<JoinToken> {
  const origin = process.env.APP_URL as string;
  const cookie = `${accessCookie}=${await mintSessionToken(person.userId, person.sessionId)}`;
  const response = await fetch(`${origin}/api/rooms/${slug}/token/`, { method: "POST", headers: { "content-type": "application/json", cookie, origin }, body: "{}" });
  if (!response.ok) throw new Error(`no key for ${person.name}: ${response.status} ${await response.text()}`);
  return (await response.json()) as JoinToken;
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    const hear = (text: Buffer) => {
      said += text.toString();
      if (/^READY$/m.test(said)) resolve();
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => reject(new Error(`the crowd ended with code ${code}. It said:\n${said}`)));
  });
}

/** Starts the robots with their keys. All of them are inside when this answers. @throws Error when one does not come in */
async function startRobots(keys: readonly { url: string; token: string; sendsNothing?: boolean }[]): Promise<{ say: (line: string) => void; leave: () => Promise<void> }> {
  const child = spawn(process.execPath, ["--import", "tsx", "e2e/media/robots.ts"], { stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const say = (line: string) => void child.stdin.write(`${line}\n`);
  const ready = untilReady(child);
  say(`keys ${JSON.stringify(keys.map(({ url, token, sendsNothing }) => ({ url, token, sendsNothing })))}`);
  const leave = async () => {
    child.stdin.end();
    const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(timer);
  };
  try {
    await ready;
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return { say, leave };
}

/** Brings `names` into the call of a room that takes everyone with an account. All of them are inside when this answers. @throws Error when one does not come in */
export async function enterCrowd(slug: string, names: readonly string[]): Promise<Crowd> {
  const people = await Promise.all(names.map((name) => createActor({ name })));
  const keys: JoinToken[] = [];
  for (const person of people) keys.push(await keyOf(person, slug));
  const { say, leave } = await startRobots(keys);
  return { people, speak: (index) => say(index === null ? "quiet" : `speak ${index}`), leave };
}

/** One caption that a writer sends: whose words it says they are. */
export type Claim = { by: "agent" | "person"; as: string; segment: string; text: string; isFinal?: boolean };

/**
 * Brings two who write captions into the running call of a room: a transcriber as an installation connects one, with
 * LiveKit's own mark of an agent and past the door, and a person who came in by the door like everyone.
 */
export async function enterWriters(slug: string, name: string): Promise<{ write: (claim: Claim) => void; leave: () => Promise<void> }> {
  const person = await createActor({ name });
  const agent = new AccessToken(process.env.LIVEKIT_API_KEY, process.env.LIVEKIT_API_SECRET, { identity: "agent-transcriber", name: "Transcriber" });
  agent.kind = "agent";
  agent.addGrant({ roomJoin: true, room: slug, agent: true, canPublish: false, canPublishData: true, canSubscribe: true });
  const { say, leave } = await startRobots([
    { url: process.env.LIVEKIT_URL as string, token: await agent.toJwt(), sendsNothing: true },
    { ...(await keyOf(person, slug)), sendsNothing: true },
  ]);
  const write = ({ by, as, segment, text, isFinal = true }: Claim) =>
    say(`write ${JSON.stringify({ index: by === "agent" ? 0 : 1, as, text, attributes: { "lk.segment_id": segment, "lk.transcription_final": String(isFinal) } })}`);
  return { write, leave };
}
