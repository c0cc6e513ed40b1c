"use client";

import { useEffect, useEffectEvent, useReducer, useRef, useState } from "react";
import { fetchAround, fetchMessages, fetchMissed, fetchVersion, patchMessage, postMessage, putReaction, removeMessage, type ChangeAnswer, type MessagesPage, type ReactAnswer } from "@/components/chat/chat-api";
import { discardUpload } from "@/components/chat/files/file-api";
import { useQuotes } from "@/components/chat/use-quotes";
import { startTimeline, timelineReducer, type Pending, type Timeline } from "@/components/chat/timeline";
import { RoomSequence } from "@/components/realtime/room-sequence";
import { useConnectionState, useRealtimeEvents } from "@/components/realtime/use-realtime";
import type { Turn } from "@/components/chat/use-turn";
import { isRoomEvent, versionsOf, type ConnectionState, type RoomWireEvent } from "@/components/realtime/wire";
import type { Message } from "@/lib/chat/contract";

export type ChatStart = { roomId: number; viewerId: number; version: number; messages: readonly Message[]; hasOlder: boolean };

/** What became of asking for more of the history. */
type Loading = "idle" | "loading" | "failed";

export type Chat = {
  timeline: Timeline;
  connection: ConnectionState;
  /** When the viewer wrote last, or was told to wait; null before. */
  turn: Turn | null;
  send: (content: string, more: Pick<Pending, "replyTo" | "mentions" | "attachments">) => void;
  retry: (message: Pending) => void;
  discard: (clientId: string) => void;
  /** Null once it is done; otherwise why not. */
  edit: (id: number, content: string, mentions: readonly number[]) => Promise<"refused" | "lost" | null>;
  remove: (id: number) => Promise<"refused" | "lost" | null>;
  /** Null once the sign is set or taken away; otherwise why not. */
  react: (id: number, emoji: string, on: boolean) => Promise<Exclude<ReactAnswer, object> | null>;
  loadOlder: () => void;
  older: Loading;
  loadNewer: () => void;
  newer: Loading;
  /** Shows the history around a version; false where it could not be loaded. */
  goTo: (version: number) => Promise<boolean>;
  /** Shows the latest messages, where they are not shown. */
  goToEnd: () => Promise<void>;
};

const reloadRetryMs = 3000;

/**
 * The chat of one room: its timeline kept whole by the room's sequence, one's own messages shown at once and sent one
 * after the other. `onEvent` hears each event of the room once, in order.
 */
export function useChat({ roomId, viewerId, version, messages, hasOlder }: ChatStart, onEvent: (event: RoomWireEvent) => void): Chat {
  const [timeline, dispatch] = useReducer(timelineReducer, undefined, () => startTimeline(viewerId, messages, hasOlder));
  // A later render of the page brings a later version, but not the events up to it.
  const [startVersion] = useState(version);
  const [older, setOlder] = useState<Loading>("idle");
  const [newer, setNewer] = useState<Loading>("idle");
  const [turn, setTurn] = useState<Turn | null>(null);
  /** Grows with each jump: an answer of before it belongs to another stretch. */
  const jumps = useRef(0);
  const connection = useConnectionState(viewerId);
  const sequence = useRef<RoomSequence>(null);
  const sending = useRef<Promise<void>>(Promise.resolve());

  const hear = useEffectEvent((event: RoomWireEvent) => {
    dispatch({ type: "event", event });
    onEvent(event);
  });

  useEffect(() => {
    let isGone = false;
    const own = new RoomSequence({
      seen: startVersion,
      fetchMissed: (after) => fetchMissed(roomId, after),
      onEvent: (event) => hear(event),
      onLost: () => void reload(),
    });
    async function reload(): Promise<void> {
      try {
        // The version first: what comes between the two is shown by both.
        const seen = await fetchVersion(roomId);
        jumps.current += 1;
        dispatch({ type: "reset", ...(await fetchMessages(roomId)), hasNewer: false });
        own.restart(seen);
      } catch {
        if (!isGone) setTimeout(() => void reload(), reloadRetryMs);
      }
    }
    sequence.current = own;
    return () => {
      isGone = true;
      own.stop();
    };
  }, [roomId, startVersion]);

  useRealtimeEvents(viewerId, (event) => {
    if (event.type === "hello") sequence.current?.catchUp(versionsOf(event).get(roomId) ?? 0);
    else if (isRoomEvent(event) && event.room_id === roomId) sequence.current?.offer(event);
  });

  useQuotes(roomId, timeline.entries, (original) => dispatch({ type: "quoted", original }));

  const submit = ({ clientId, content, replyTo, mentions, attachments }: Omit<Pending, "state">): void => {
    dispatch({ type: "send", clientId, content, replyTo, mentions, attachments });
    sending.current = sending.current.then(async () => {
      const answer = await postMessage(roomId, clientId, content, { reply_to: replyTo?.id, mentions, attachments: attachments?.map(({ id }) => id) });
      const waitSeconds = "refused" in answer ? (answer.waitSeconds ?? null) : null;
      if ("message" in answer || waitSeconds !== null) setTurn({ atMs: Date.now(), waitSeconds });
      if ("message" in answer) dispatch({ type: "sent", clientId, message: answer.message });
      else dispatch({ type: "failed", clientId, reason: "refused" in answer ? answer.refused : undefined });
    });
  };

  // What was lost on the way is sent again when the connection is back; the id keeps it one message.
  const resend = useEffectEvent(() => {
    for (const each of timeline.pending) if (each.state === "failed" && each.reason === undefined) submit(each);
  });
  useEffect(() => {
    if (connection === "online") resend();
  }, [connection]);

  const load = (side: "older" | "newer", setState: (state: Loading) => void): void => {
    const edge = side === "older" ? timeline.entries[0] : timeline.entries.at(-1);
    if (!edge) return;
    const jump = jumps.current;
    setState("loading");
    fetchMessages(roomId, side === "older" ? { before: edge.version } : { after: edge.version }).then(
      (page) => {
        if (jump === jumps.current) dispatch(side === "older" ? { type: side, messages: page.messages, hasOlder: page.hasOlder } : { type: side, messages: page.messages, hasNewer: page.hasNewer });
        setState("idle");
      },
      () => setState("failed"),
    );
  };
  /** Replaces what is shown, unless another jump came meanwhile. */
  const show = async (fetching: Promise<MessagesPage>): Promise<boolean> => {
    const jump = (jumps.current += 1);
    const page = await fetching.catch(() => null);
    if (!page || jump !== jumps.current) return false;
    dispatch({ type: "reset", ...page });
    return true;
  };
  const goTo = async (version: number): Promise<boolean> => timeline.entries.some((entry) => entry.version === version) || show(fetchAround(roomId, version));
  const goToEnd = async (): Promise<void> => {
    if (timeline.hasNewer) await show(fetchMessages(roomId));
  };

  const settle = (answer: ChangeAnswer) => {
    if (typeof answer === "string") return answer;
    dispatch({ type: "changed", change: { kind: "message", message: answer.message } });
    return null;
  };
  const react: Chat["react"] = async (id, emoji, on) => {
    const answer = await putReaction(roomId, id, emoji, on);
    if (typeof answer === "string") return answer;
    dispatch({ type: "changed", change: { kind: "reactions", reacted: answer.reacted } });
    return null;
  };

  return {
    timeline,
    connection,
    turn,
    older,
    newer,
    loadOlder: () => void (older !== "loading" && timeline.hasOlder && load("older", setOlder)),
    loadNewer: () => void (newer !== "loading" && timeline.hasNewer && load("newer", setNewer)),
    goTo,
    goToEnd,
    send: (content, more) => submit({ clientId: crypto.randomUUID(), content, ...more }),
    retry: submit,
    edit: async (id, content, mentions) => settle(await patchMessage(roomId, id, content, mentions)),
    remove: async (id) => settle(await removeMessage(roomId, id)),
    react,
    discard: (clientId) => {
      // Of one that did arrive the server keeps the files.
      for (const file of timeline.pending.find((each) => each.clientId === clientId)?.attachments ?? []) discardUpload(file);
      dispatch({ type: "discard", clientId });
    },
  };
}
