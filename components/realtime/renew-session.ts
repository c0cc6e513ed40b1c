/** What came of asking for fresh cookies. `refused`: the sign-in is over; `unreachable`: nobody knows. */
export type Renewal = "renewed" | "refused" | "unreachable";

const key = "atrium.session.renewed";
const everyMs = 24 * 60 * 60 * 1000;

function note(): void {
  try {
    localStorage.setItem(key, String(Date.now()));
  } catch {
    // Storage is switched off: then the cookies end as they were given.
  }
}

async function ask(): Promise<Renewal> {
  try {
    const { ok, status } = await fetch("/api/token/refresh/", { method: "POST" });
    if (ok) note();
    return ok ? "renewed" : status === 401 ? "refused" : "unreachable";
  } catch {
    return "unreachable";
  }
}

let underway: Promise<Renewal> | null = null;

/** Exchanges the cookies of this sign-in for fresh ones: asked once, however many parts of the page want it at the same time. */
export function renewSession(): Promise<Renewal> {
  return (underway ??= ask().finally(() => (underway = null)));
}

/** Cookies end two weeks after they were given, a sign-in two weeks after its last use: once a day they are made anew, so that both are the same. */
export function renewOnceADay(): void {
  try {
    const last = Number(localStorage.getItem(key));
    // Never noted: this browser has just signed in.
    if (last === 0) note();
    else if (Date.now() - last > everyMs) void renewSession();
  } catch {
    // Storage is switched off: then the cookies end as they were given.
  }
}

/** Who is signed in here now, whatever this page was made for; null for nobody, and where it could not be asked. */
export async function readSignedIn(): Promise<number | null> {
  try {
    const answer = (await (await fetch("/api/auth/session", { cache: "no-store" })).json()) as { user?: { id?: unknown } } | null;
    return typeof answer?.user?.id === "number" ? answer.user.id : null;
  } catch {
    return null;
  }
}
