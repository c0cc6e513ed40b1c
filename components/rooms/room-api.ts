import { askApi, type Answer, type Refusal } from "@/components/ui/ask-api";
import type { HostTexts } from "@/components/rooms/host-texts";
import type { RoomTexts } from "@/components/rooms/texts";
import type { HereAnswer } from "@/lib/rooms/contract";
import { roomMistakes } from "@/lib/rooms/constants";

/** Asks the API of rooms, as `askApi` does. */
export function askRooms<T = null>(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<Answer<T>> {
  return askApi<T>(method, `/api/rooms/${path}`, { body });
}

/** One's own wish for a room; false where it did not arrive. It is sent also while the page goes. */
export async function putMuted(roomId: number, muted: boolean): Promise<boolean> {
  try {
    return (await fetch(`/api/rooms/${roomId}/mute/`, { method: "PUT", keepalive: true, headers: { "content-type": "application/json" }, body: JSON.stringify({ muted }) })).ok;
  } catch {
    return false;
  }
}

/** Begins a direct conversation with somebody, or finds it; its address, or why there is none. */
export async function postDirect(userId: number): Promise<{ slug: string } | "closed" | "refused" | "lost"> {
  try {
    const response = await fetch("/api/direct/", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ user_id: userId }) });
    if (response.ok) return (await response.json()) as { slug: string };
    if (response.status === 403) return "closed";
    return response.status < 500 ? "refused" : "lost";
  } catch {
    return "lost";
  }
}

/** Says that one has a room before one, or no more; null where nothing came of it. It is sent also while the page goes. */
export async function postHere(roomId: number, here: boolean): Promise<HereAnswer | null> {
  try {
    const response = await fetch(`/api/rooms/${roomId}/here/`, { method: "POST", keepalive: true, headers: { "content-type": "application/json" }, body: JSON.stringify({ here }) });
    return response.ok ? ((await response.json()) as HereAnswer) : null;
  } catch {
    return null;
  }
}

/** Why it was refused, in the reader's language. */
export function refusalWords({ code }: Refusal, texts: HostTexts): string {
  if (code === "rate_limited") return texts.limited;
  if (code === "conflict") return texts.lastOwner;
  return code === "lost" || code === "internal" || code === "unavailable" ? texts.lost : texts.refused;
}

const keyByWords = new Map(Object.entries(roomMistakes).map(([key, words]) => [words as string, key as keyof typeof roomMistakes]));

/** What is wrong with a field, in the reader's language. */
export function mistakeWords(words: readonly string[] | undefined, texts: RoomTexts): string[] {
  return (words ?? []).map((each) => {
    const key = keyByWords.get(each);
    return key ? texts.mistakes[key] : each;
  });
}
