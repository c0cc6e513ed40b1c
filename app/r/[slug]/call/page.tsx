import type { Metadata } from "next";
import { getLocale, getMessages } from "next-intl/server";
import { atTheDoor } from "@/app/r/[slug]/call/entry";
import { roomChatOf } from "@/app/room-chat";
import { CallPage } from "@/components/call/call-page";
import { Refused } from "@/components/call/refused";
import { EndNotice } from "@/components/meetings/end-notice";
import { ClientMessages } from "@/components/shell/client-messages";
import { settings } from "@/lib/core/settings";
import { findCallMeeting } from "@/lib/meetings/queries/get-meeting";
import type { ChatTexts } from "@/components/chat/texts";
import type { Actor } from "@/lib/authz/actor";
import { guestIdentity, userIdentity, type CallPresence, type CallState } from "@/lib/calls/contract";
import { getCallPresence } from "@/lib/calls/queries";
import { regionalLocale } from "@/lib/core/locale";
import { findWaiting } from "@/lib/lobby/queries/own-entry";
import { findRunning } from "@/lib/recordings/queries/running";
import { findRoomPage } from "@/lib/rooms/queries/get-room";

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { room } = await atTheDoor((await params).slug);
  return { title: room.name, robots: "noindex" };
}

export default async function Call({ params }: Props) {
  const { actor, room, switches, here, verdict } = await atTheDoor((await params).slug);
  if (verdict.kind === "refuse") return <Refused slug={room.slug} name={room.name} code={verdict.code} />;
  const meeting = await findCallMeeting(actor, room.id);
  const chat = actor.kind === "user" ? await roomChatOf(actor, room.slug, here) : undefined;
  const mustWait = verdict.kind === "wait" || (verdict.kind === "name" && verdict.then === "wait");
  return (
    <CallPage
      room={{ id: room.id, slug: room.slug, name: room.name }}
      me={meOf(actor)}
      encrypted={switches.encryption}
      asksName={actor.kind !== "user"}
      mustWait={mustWait}
      waiting={mustWait ? await findWaiting(actor, room.slug) : null}
      presence={mustWait ? null : await presenceOf(room.id, verdict.kind === "enter")}
      captures={await capturesOf(room.id, switches.recording_consent)}
      notice={
        meeting && (
          <ClientMessages namespaces={["meetings"]}>
            <EndNotice uuid={meeting.uuid} window={meeting.window} canExtend={meeting.canExtend} noticeSeconds={settings.meetingEndNoticeSeconds} offers={settings.meetingExtendMinutes} />
          </ClientMessages>
        )
      }
      rules={{
        mutedFrom: settings.callMutedFrom,
        startMuted: switches.start_muted,
        startCameraOff: switches.start_camera_off,
        alone: { askSeconds: settings.callAloneSeconds, answerSeconds: settings.callAloneAnswerSeconds },
      }}
      overPath={meeting?.path}
      chat={chat}
      guestChat={chat ? undefined : await guestChatOf(actor, room.slug)}
    />
  );
}

/** How this person appears; a stranger has no name yet, and a colour that is nobody's. */
function meOf(actor: Actor): { identity: string; name: string } {
  if (actor.kind === "user") return { identity: userIdentity(actor.userId), name: actor.name };
  return actor.kind === "guest" ? { identity: guestIdentity(actor.guestId), name: actor.name } : { identity: "g0", name: "" };
}

/** Whether those inside are recorded or streamed now: whoever comes in knows it before. */
async function capturesOf(roomId: number, asks: boolean): Promise<Pick<CallState, "recording" | "stream">> {
  const { recording, stream } = await findRunning(roomId);
  return { recording: recording && { id: recording.id, asks }, stream: stream && { id: stream.id, asks } };
}

/** Who is inside; names are for those who have said theirs. */
async function presenceOf(roomId: number, withNames: boolean): Promise<CallPresence> {
  const presence = await getCallPresence(roomId);
  return withNames ? presence : { ...presence, people: [] };
}

/** What the chat of a guest is made of, with an account or without, once they are inside. */
async function guestChatOf(actor: Actor, slug: string) {
  const [room, locale, texts] = await Promise.all([findRoomPage(actor, slug), getLocale(), getMessages()]);
  return { texts: texts.chat as ChatTexts, locale: regionalLocale(locale), canWrite: room?.isChatOn ?? false, slowSeconds: room?.slowSeconds ?? 0 };
}
