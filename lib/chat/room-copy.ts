import type { Message, SystemLine } from "@/lib/chat/contract";
import { dateFormat } from "@/lib/core/date-format";
import { escapeHtml } from "@/lib/core/escape-html";
import { fill } from "@/lib/core/fill";
import { regionalLocale, type Locale } from "@/lib/core/locale";

type Reader = { name: string; locale: Locale; timeZone: string; texts: Record<string, string> };

const lineTexts: Record<SystemLine, string> = { joined: "joined", left: "left", renamed: "renamed", call_started: "callStarted", call_ended: "callEnded", recording_started: "recordingStarted", recording_stopped: "recordingStopped", recording_saved: "recordingSaved", stream_started: "streamStarted", stream_stopped: "streamStopped" };
const markTexts = { author: "deleted", host: "deletedByHost", moderator: "deletedByModerator" } as const;

const style = "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1c2430;background:#fff}h1{font-size:1.5rem}h2{font-size:1rem;border-top:1px solid #ddd;padding-top:1rem;margin:2rem 0 0}article{margin:1rem 0}p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}time,.line,.mark,blockquote{color:#5b6472;font-size:.875rem}blockquote{margin:0;border-inline-start:3px solid #ddd;padding-inline-start:.5rem}";

function articleOf(message: Message, { texts }: Reader, at: string): string {
  const text = (key: string) => texts[key] ?? "";
  const name = message.user.id === 0 ? text("former") : message.user.username;
  const time = `<time datetime="${escapeHtml(message.created_at)}">${escapeHtml(at)}</time>`;
  if (message.system) return `<p class="line">${escapeHtml(fill(text(lineTexts[message.system.line]), { name: message.user.username, room: message.system.name ?? "" }))} ${time}</p>`;
  const said = message.deleted ? `<p class="mark">${escapeHtml(text(markTexts[message.deleted.by]))}</p>` : `<p dir="auto">${escapeHtml(message.content)}</p>`;
  const { reply_to: replyTo } = message;
  const quoted = replyTo ? (replyTo.deleted ? text("deleted") : `${replyTo.user?.username ?? ""}: ${replyTo.excerpt ?? replyTo.attachment?.name ?? ""}`) : "";
  const edited = message.edited_at ? ` <span class="mark">${escapeHtml(text("edited"))}</span>` : "";
  const files = (message.attachments ?? []).map((file) => `<li>${escapeHtml(file.name)}</li>`).join("");
  return `<article><b>${escapeHtml(name)}</b> ${time}${edited}${quoted ? `<blockquote>${escapeHtml(quoted)}</blockquote>` : ""}${said}${files ? `<ul>${files}</ul>` : ""}</article>`;
}

/** A page that any browser opens, with nothing in it but text: no script, no picture, no link that could be followed by accident. */
export async function* htmlCopy(reader: Reader, pages: AsyncIterable<readonly Message[]>): AsyncGenerator<string> {
  const locale = regionalLocale(reader.locale);
  const [days, clock] = [dateFormat(locale, { timeZone: reader.timeZone, dateStyle: "full" }), dateFormat(locale, { timeZone: reader.timeZone, hour: "2-digit", minute: "2-digit" })];
  const title = escapeHtml(reader.name);
  yield `<!doctype html>\n<html lang="${reader.locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head><body><h1>${title}</h1>\n`;
  let day = "";
  for await (const page of pages) {
    let html = "";
    for (const message of page) {
      const at = new Date(message.created_at);
      const ownDay = days.format(at);
      if (ownDay !== day) html += `<h2>${escapeHtml((day = ownDay))}</h2>\n`;
      html += `${articleOf(message, reader, clock.format(at))}\n`;
    }
    yield html;
  }
  yield "</body></html>\n";
}
