"use client";

import type { Room } from "livekit-client";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import type { Choices } from "@/components/call/choices";
import { EndingCard, type Ending } from "@/components/call/ending";
import { askForKey, type JoinProblem } from "@/components/call/join";
import { Prejoin, type Person } from "@/components/call/prejoin";
import type { CallPresence } from "@/lib/calls/contract";

/** LiveKit's code is large and not needed to look at the door: it comes once the page is there. */
const loadCall = async () => {
  const [session, stage] = await Promise.all([import("@/components/call/session"), import("@/components/call/stage")]);
  return { connectCall: session.connectCall, joinProblemOf: session.joinProblemOf, Stage: stage.Stage };
};
type Call = Awaited<ReturnType<typeof loadCall>>;
type Scene = { kind: "prejoin" } | { kind: "call"; room: Room; Stage: Call["Stage"]; choices: Choices } | { kind: "ended"; ending: Ending };

/** A room's call from the door to the way out: prejoin, call, and what stopped it. */
export function CallPage({ room, me, presence, chat }: { room: { slug: string; name: string }; me: Person; presence: CallPresence; chat?: ReactNode }) {
  const router = useRouter();
  const [scene, setScene] = useState<Scene>({ kind: "prejoin" });
  const [isJoining, setJoining] = useState(false);
  const [problem, setProblem] = useState<JoinProblem | null>(null);
  const held = useRef<Room | null>(null);
  const lastChoices = useRef<Choices>({ microphone: false, camera: false });

  useEffect(() => {
    // Warms the cache; a failure shows when the person joins.
    const timer = setTimeout(() => void loadCall().catch(() => undefined), 300);
    return () => {
      clearTimeout(timer);
      void held.current?.disconnect();
    };
  }, []);

  const enter = async (choices: Choices): Promise<JoinProblem | null> => {
    const answer = await askForKey(room.slug);
    if (!answer.ok) return answer.problem;
    let call: Call;
    try {
      call = await loadCall();
    } catch {
      return "offline";
    }
    try {
      held.current = await call.connectCall(answer.key, choices);
    } catch (error) {
      return call.joinProblemOf(error);
    }
    setScene({ kind: "call", room: held.current, Stage: call.Stage, choices });
    return null;
  };

  const join = async (choices: Choices) => {
    lastChoices.current = choices;
    setJoining(true);
    setProblem(null);
    const failed = await enter(choices);
    setProblem(failed);
    if (failed) setScene({ kind: "prejoin" });
    setJoining(false);
  };

  const end = useCallback((ending: Ending) => {
    const left = held.current;
    held.current = null;
    setScene({ kind: "ended", ending });
    void left?.disconnect();
  }, []);
  const leave = () => {
    end("left");
    router.push(`/r/${room.slug}`);
  };

  if (scene.kind === "ended") return <EndingCard ending={scene.ending} slug={room.slug} isJoining={isJoining} onRejoin={() => void join(lastChoices.current)} />;
  if (scene.kind === "prejoin") return <Prejoin room={room} me={me} presence={presence} problem={problem} isJoining={isJoining} onJoin={(choices) => void join(choices)} />;
  const { Stage } = scene;
  return <Stage room={scene.room} slug={room.slug} title={room.name} choices={scene.choices} chat={chat} onEnd={end} onLeave={leave} />;
}
