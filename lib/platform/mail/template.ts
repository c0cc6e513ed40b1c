import type { Mail, MailCalendar } from "@/lib/platform/mail/transport";

export type MailParts = {
  locale: string;
  to: string;
  subject: string;
  greeting: string;
  paragraphs: string[];
  action?: { label: string; url: string };
  /** Said in small print at the end. */
  footnote: string;
  calendar?: MailCalendar;
};

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character]!);

/** Colours of the light theme, spelt out: mail programs know no variables. */
const style = {
  body: "margin:0;padding:32px 16px;background:#f6f4f1;color:#1a1f2b;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif",
  card: "max-width:480px;margin:0 auto;padding:32px;background:#ffffff;border:1px solid #e2dfda;border-radius:10px",
  mark: "margin:0 0 24px;font-size:18px;font-weight:600;letter-spacing:-0.018em",
  button: "display:inline-block;padding:12px 20px;border-radius:6px;background:#00695b;color:#ffffff;font-weight:600;text-decoration:none",
  small: "margin:24px 0 0;font-size:13px;color:#5a6070",
};

/** One mail as text and as plain HTML, with every inserted text escaped. Nothing in it loads from anywhere. */
export function composeMail(parts: MailParts): Mail {
  const { action } = parts;
  // A line break in a subject would start another header.
  const subject = parts.subject.replace(/[\r\n]+/g, " ");
  const text = [parts.greeting, ...parts.paragraphs, ...(action ? [action.url] : []), parts.footnote].join("\n\n");
  const paragraphs = [parts.greeting, ...parts.paragraphs].map((paragraph) => `<p style="margin:0 0 16px">${escape(paragraph)}</p>`).join("");
  const button = action
    ? `<p style="margin:24px 0"><a href="${escape(action.url)}" style="${style.button}">${escape(action.label)}</a></p><p style="${style.small};word-break:break-all">${escape(action.url)}</p>`
    : "";
  const html =
    `<!doctype html><html lang="${escape(parts.locale)}"><head><meta charset="utf-8"><title>${escape(subject)}</title></head>` +
    `<body style="${style.body}"><div style="${style.card}"><p style="${style.mark}">Atrium</p>${paragraphs}${button}<p style="${style.small}">${escape(parts.footnote)}</p></div></body></html>`;
  return { to: parts.to, subject, text, html, ...(parts.calendar ? { calendar: parts.calendar } : {}) };
}
