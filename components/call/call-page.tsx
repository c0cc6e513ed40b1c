"use client";

import type { Room } from "livekit-client";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import { flushSync } from "react-dom";
import type { Choices } from "@/components/call/choices";
import type { AloneRules } from "@/components/call/alone";
import { EndingCard, type Ending } from "@/components/call/ending";
import { canEncrypt, readPassphrase, usablePassphrase } from "@/components/call/encryption/passphrase";
import { choicesAtEntrance, type EntranceRules, type QuietReason } from "@/components/call/entrance";
import { GuestChat } from "@/components/call/guest-chat";
import { askForKey, type JoinProblem } from "@/components/call/join";
import { Prejoin, type Person } from "@/components/call/prejoin";
import { useRejoin } from "@/components/call/use-rejoin";
import type { DevicesOn } from "@/components/call/use-devices-on";
import type { ChatTexts } from "@/components/chat/texts";
import { readerOf } from "@/components/lobby/reader";
import type { CallPresence, CallState } from "@/lib/calls/contract";
import type { OwnLobbyEntry } from "@/lib/lobby/contract";

/** LiveKit's code is large and not needed to look at the door: it comes once the page is there. */
const loadCall = async () => {
  const [session, stage] = await Promise.all([import("@/components/call/session"), import("@/components/call/stage")]);
  return { connectCall: session.connectCall, joinProblemOf: session.joinProblemOf, Stage: stage.Stage };
};
/** Most calls need neither it nor what it loads. */
const EncryptionDoor = dynamic(() => import("@/components/call/encryption/encryption-door").then((module) => module.EncryptionDoor), { ssr: false });
/** What a little patience may mend. */
const passing = new Set<JoinProblem>(["offline", "upstream_failed", "rate_limited", "internal"]);
type Call = Awaited<ReturnType<typeof loadCall>>;
type Scene = { kind: "prejoin" } | { kind: "call"; identity: string; room: Room; Stage: Call["Stage"]; choices: Choices; quiet: QuietReason | null } | { kind: "ended"; ending: Ending };

/** A room's call from the door to the way out: prejoin, call, and what stopped it. */
export function CallPage({
  room, me, encrypted, asksName, mustWait, waiting: initialWait, presence, captures, chat, guestChat, notice, overPath, rules,
}: {
  room: { id: number; slug: string; name: string };
  me: Person;
  /** What is sent is encrypted by a passphrase that everyone brings. */
  encrypted: boolean;
  /** Has no account: says a name at the door. */
  asksName: boolean;
  /** A host lets them in. */
  mustWait: boolean;
  /** They wait already: the page was loaded again. */
  waiting: OwnLobbyEntry | null;
  /** Null for those who may not know. */
  presence: CallPresence | null;
  /** Whether the call is recorded or streamed, as the page found it. */
  captures: Pick<CallState, "recording" | "stream">;
  chat?: ReactNode;
  /** Shown above the call while one is in it. */
  notice?: ReactNode;
  /** How people come in, and what becomes of one who is alone. */
  rules: EntranceRules & { alone: AloneRules };
  /** Where the call leads when it is closed for all; without it a card says so. */
  overPath?: string;
  /** For guests of the call, with an account or without: they get the chat once they are inside. */
  guestChat?: { texts: ChatTexts; locale: string; canWrite: boolean; slowSeconds: number };
}) {
  const router = useRouter();
  const [isEncrypted, setEncrypted] = useState(encrypted);
  const [scene, setScene] = useState<Scene>({ kind: "prejoin" });
  const [isJoining, setJoining] = useState(false);
  const [problem, setProblem] = useState<JoinProblem | null>(null);
  const [wait, setWait] = useState(initialWait);
  const name = useRef<string | undefined>(undefined);
  const held = useRef<Room | null>(null);
  const isEntering = useRef(false);
  const isGone = useRef(false);
  const lastChoices = useRef<Choices>({ microphone: false, camera: false });

  useEffect(() => {
    isGone.current = false;
    // Warms the cache; a failure shows when the person joins.
    const timer = setTimeout(() => void loadCall().catch(() => undefined), 300);
    return () => {
      isGone.current = true;
      clearTimeout(timer);
      void held.current?.disconnect();
    };
  }, []);

  const enter = async (wanted: Choices, isReturn: boolean): Promise<JoinProblem | null> => {
    const passphrase = isEncrypted ? usablePassphrase(readPassphrase(room.slug)) : null;
    if (isEncrypted && !canEncrypt()) return "encryption_unsupported";
    if (isEncrypted && passphrase === null) return "passphrase_missing";
    const answer = await askForKey(room.slug, name.current);
    // Whoever is refused after all, a full call for one, sees the door again, and why.
    setWait(answer.kind === "wait" ? answer.entry : null);
    if (answer.kind === "refused") return answer.problem;
    if (answer.kind === "wait") {
      setScene({ kind: "prejoin" });
      return null;
    }
    if ((answer.key.encrypted === true) !== isEncrypted) {
      // Switched on or off since the page was loaded: nobody comes in otherwise than they think.
      setEncrypted(!isEncrypted);
      return "encryption_changed";
    }
    let call: Call;
    try {
      call = await loadCall();
    } catch {
      return "offline";
    }
    try {
      held.current = await call.connectCall(answer.key, wanted, passphrase);
    } catch (error) {
      return call.joinProblemOf(error);
    }
    const entered = held.current;
    if (isGone.current) {
      // Whoever went to another page meanwhile is in no call.
      void entered.disconnect();
      return null;
    }
    const { identity, role } = answer.key;
    const isFree = isReturn || role === "owner" || role === "administrator";
    const entrance = choicesAtEntrance(wanted, { others: entered.remoteParticipants.size, isFree, rules });
    // At once, with its effects: people and their pictures are found in effects, and would wait for a frame each.
    flushSync(() => setScene({ kind: "call", identity, room: entered, Stage: call.Stage, ...entrance }));
    return null;
  };

  /** One at a time: two connections of one person throw each other out. */
  const enterOnce = async (choices: Choices, isReturn: boolean): Promise<JoinProblem | null> => {
    if (isEntering.current) return null;
    isEntering.current = true;
    try {
      return await enter(choices, isReturn);
    } finally {
      isEntering.current = false;
    }
  };

  const join = async (choices: Choices, isReturn = false) => {
    lastChoices.current = choices;
    setJoining(true);
    setProblem(null);
    const failed = await enterOnce(choices, isReturn);
    setProblem(failed);
    if (failed) setScene({ kind: "prejoin" });
    setJoining(false);
  };

  // A fresh key, and what was on when the line was lost. What will pass is tried again, other refusals are for the door to say.
  const isTrying = useRejoin(scene.kind === "ended" && scene.ending === "lost", async () => {
    const failed = await enterOnce(lastChoices.current, true);
    if (failed === null || passing.has(failed)) return;
    setProblem(failed);
    setScene({ kind: "prejoin" });
  });

  const end = useCallback((ending: Ending, on?: DevicesOn) => {
    if (on) lastChoices.current = { ...lastChoices.current, ...on };
    const left = held.current;
    held.current = null;
    setScene({ kind: "ended", ending });
    void left?.disconnect();
    if (ending === "over" && overPath) location.assign(overPath);
  }, [overPath]);
  const leave = () => {
    end("left");
    router.push(`/r/${room.slug}`);
  };

  if (scene.kind === "ended") return <EndingCard ending={scene.ending} slug={room.slug} isJoining={isJoining} isTrying={isTrying} onRejoin={() => void join(lastChoices.current, true)} />;
  if (scene.kind === "prejoin") {
    const onJoin = (choices: Choices, typed?: string) => {
      name.current = typed ?? name.current;
      void join(choices);
    };
    return <Prejoin encryption={isEncrypted && <EncryptionDoor slug={room.slug} />} room={room} me={me} asksName={asksName} mustWait={mustWait} wait={wait} onStopWaiting={() => setWait(null)} presence={presence} captures={captures} problem={problem} isJoining={isJoining} onJoin={onJoin} />;
  }
  const { Stage } = scene;
  const viewerId = readerOf(scene.identity);
  const ownChat = guestChat ? <GuestChat room={room} viewer={{ id: viewerId, name: scene.room.localParticipant.name ?? "" }} {...guestChat} /> : chat;
  return (
    <>
      <Stage room={scene.room} slug={room.slug} title={room.name} choices={scene.choices} quiet={scene.quiet} alone={rules.alone} chat={ownChat} reader={{ roomId: room.id, viewerId }} onEnd={end} onLeave={leave} />
      {notice}
    </>
  );
}
