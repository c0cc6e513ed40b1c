/** What a screen reader is told of while a call goes on; each can be silenced by itself. */
export const announcementKinds = ["people", "hands", "reactions", "chat", "screens"] as const;
export type AnnouncementKind = (typeof announcementKinds)[number];
export type Announcements = Record<AnnouncementKind, boolean>;

const storageKey = "atrium.call.announcements";
let held: Announcements | null = null;

function read(): Announcements {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? "{}") as Record<string, unknown>;
    return Object.fromEntries(announcementKinds.map((kind) => [kind, kept[kind] !== false])) as Announcements;
  } catch {
    return Object.fromEntries(announcementKinds.map((kind) => [kind, true])) as Announcements;
  }
}

/** What is announced: all that was not silenced in this browser. */
export function announcementsNow(): Announcements {
  return (held ??= read());
}

/** Keeps a choice in this browser; where storage is closed it holds for this visit. */
export function keepAnnouncement(kind: AnnouncementKind, isOn: boolean): Announcements {
  held = { ...announcementsNow(), [kind]: isOn };
  try {
    localStorage.setItem(storageKey, JSON.stringify(held));
  } catch {
    // Storage is closed or full.
  }
  return held;
}
