import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export type TakenMail = { from: string; to: string[]; raw: string; isSecure: boolean; user: string | null };

export type TestMailServer = {
  url: string;
  taken: TakenMail[];
  /** Answers the next recipients with these codes, in their order, instead of taking them. */
  refuseNext(...codes: number[]): void;
  /** From now on says nothing after the mail's text. */
  hang(): void;
  close(): Promise<void>;
};

type Options = Pick<SMTPServerOptions, "secure" | "disabledCommands" | "authOptional" | "key" | "cert"> & { password?: string };

const refusal = (responseCode: number) => Object.assign(new Error(`<somebody@example.test> ${responseCode >= 500 ? "no such mailbox" : "come back later"}`), { responseCode });

/** A real mail server on a free port: what it was given, and with the faults that real ones have. */
export async function startMailServer({ password, ...options }: Options = {}): Promise<TestMailServer> {
  const taken: TakenMail[] = [];
  const codes: number[] = [];
  let hangs = false;
  const server = new SMTPServer({
    authOptional: password === undefined,
    // Its own TLS is offered only where a test asks for it: the client does not trust the certificate.
    ...(options.secure || options.disabledCommands ? {} : { disabledCommands: ["STARTTLS"] }),
    ...options,
    onAuth: (auth, _session, callback) => (auth.password === password ? callback(null, { user: auth.username }) : callback(new Error("wrong password"))),
    onRcptTo: (_address, _session, callback) => {
      const code = codes.shift();
      callback(code === undefined ? null : refusal(code));
    },
    onData: (stream, session, callback) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        if (hangs) return;
        const { mailFrom, rcptTo } = session.envelope;
        taken.push({ from: mailFrom ? mailFrom.address : "", to: rcptTo.map((each) => each.address), raw: Buffer.concat(parts).toString("utf8"), isSecure: session.secure, user: (session.user as string | undefined) ?? null });
        callback();
      });
    },
    closeTimeout: 200,
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  const scheme = options.secure ? "smtps" : "smtp";
  return {
    url: `${scheme}://${password === undefined ? "" : `atrium:${encodeURIComponent(password)}@`}127.0.0.1:${port}`,
    taken,
    refuseNext: (...given) => void codes.push(...given),
    hang: () => void (hangs = true),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The parts of a mail as its reader gets them: decoded from quoted-printable or base64, by content type. */
export function partsOf(raw: string): { headers: string; parts: { type: string; text: string }[] } {
  const at = raw.indexOf("\r\n\r\n");
  const headers = raw.slice(0, at).replace(/\r\n[ \t]+/g, " ");
  return { headers, parts: splitParts(headers, raw.slice(at + 4)) };
}

function splitParts(headers: string, body: string): { type: string; text: string }[] {
  const type = /^content-type: ([^\r\n]+)/im.exec(headers)?.[1] ?? "text/plain";
  const boundary = /boundary="([^"]+)"/.exec(type)?.[1];
  if (!boundary) return [{ type, text: decode(/^content-transfer-encoding: (\S+)/im.exec(headers)?.[1] ?? "7bit", body) }];
  const inner = body.split(`--${boundary}`).slice(1, -1);
  return inner.flatMap((part) => {
    const { parts } = partsOf(part.replace(/^\r\n/, ""));
    return parts;
  });
}

function decode(encoding: string, body: string): string {
  if (encoding.toLowerCase() === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoding.toLowerCase() !== "quoted-printable") return body;
  const bytes = body.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
