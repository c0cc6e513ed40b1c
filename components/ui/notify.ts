export type Notice = {
  text: string;
  tone?: "plain" | "danger";
  /** Undo, mostly: keeps the notice twice as long. */
  action?: { text: string; run: () => void };
};

export const noticeEvent = "atrium:notice";
export const missingEvent = "atrium:missing";

/** Says in passing that something happened. For what must be read, use an ErrorNote in the page. Browser only. */
export function notify(notice: Notice): void {
  window.dispatchEvent(new CustomEvent<Notice>(noticeEvent, { detail: notice }));
}

/** Says that a part of the page did not come, in the words that the layout has for it, and offers another try. Browser only. */
export function notifyMissing(again: () => void): void {
  window.dispatchEvent(new CustomEvent<() => void>(missingEvent, { detail: again }));
}
