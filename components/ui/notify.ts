export type Notice = {
  text: string;
  tone?: "plain" | "danger";
  /** Undo, mostly: keeps the notice twice as long. */
  action?: { text: string; run: () => void };
};

export const noticeEvent = "atrium:notice";

/** Says in passing that something happened. For what must be read, use an ErrorNote in the page. Browser only. */
export function notify(notice: Notice): void {
  window.dispatchEvent(new CustomEvent<Notice>(noticeEvent, { detail: notice }));
}
