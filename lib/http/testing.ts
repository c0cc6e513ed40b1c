import { clientAddressHeader, requestIdHeader } from "@/lib/http/request-info";

type Handler = (request: Request, context: { params: Promise<Record<string, string | string[] | undefined>> }) => Promise<Response>;
export type Cookies = Record<string, string>;
type CallOptions = {
  method?: string;
  body?: unknown;
  /** Sent as it is, instead of `body` as JSON. */
  raw?: string;
  cookies?: Cookies;
  headers?: Record<string, string>;
  params?: Record<string, string | string[]>;
  /** As our server would have seen it. */
  address?: string;
};

/** Calls a route handler as the server would, with the headers that only the server sets. */
export function call(handler: Handler, path: string, options: CallOptions = {}): Promise<Response> {
  const hasBody = options.raw !== undefined || options.body !== undefined;
  const cookie = Object.entries(options.cookies ?? {}).map(([name, value]) => `${name}=${value}`).join("; ");
  const request = new Request(`http://localhost:3000${path}`, {
    method: options.method ?? (hasBody ? "POST" : "GET"),
    headers: {
      [clientAddressHeader]: options.address ?? "203.0.113.7",
      [requestIdHeader]: "test",
      ...(hasBody ? { "content-type": "application/json" } : {}),
      ...(cookie ? { cookie } : {}),
      ...options.headers,
    },
    ...(hasBody ? { body: options.raw ?? JSON.stringify(options.body) } : {}),
  });
  return handler(request, { params: Promise.resolve(options.params ?? {}) });
}

/** The cookies that an answer sets: name → value and its attributes in lower case. A cleared one has the value "". */
export function cookiesSet(response: Response): Record<string, { value: string; attributes: string[] }> {
  return Object.fromEntries(
    response.headers.getSetCookie().map((line) => {
      const [pair = "", ...attributes] = line.split("; ");
      const at = pair.indexOf("=");
      return [pair.slice(0, at), { value: decodeURIComponent(pair.slice(at + 1)), attributes: attributes.map((each) => each.toLowerCase()) }];
    }),
  );
}

/** What a browser would hold after that answer, on top of what it had. */
export function keep(cookies: Cookies, response: Response): Cookies {
  const kept = { ...cookies };
  for (const [name, { value }] of Object.entries(cookiesSet(response))) {
    if (value === "") delete kept[name];
    else kept[name] = value;
  }
  return kept;
}

/** Status, body and those headers that a stranger could compare; for "the same answer" tests. */
export async function shapeOf(response: Response): Promise<{ status: number; body: unknown; headers: Record<string, string> }> {
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text), headers: Object.fromEntries([...response.headers].filter(([name]) => name !== "set-cookie")) };
}
