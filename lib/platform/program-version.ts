import { runChild } from "@/lib/platform/media/child";

const known = new Map<string, Promise<string | null>>();

/** What a program says its version is, asked once a process; null where it is not there or says nothing of the kind. */
export function readProgramVersion(program: string, argument: string): Promise<string | null> {
  const asked = known.get(program);
  if (asked) return asked;
  const asking = runChild(program, [argument], { timeoutMs: 5_000, maxOutputBytes: 64 * 1024 }).then((said) => /\bversion\s+n?(\d[\w.+-]*)/i.exec(said)?.[1] ?? null, () => null);
  known.set(program, asking);
  // One that was not there may have been installed since.
  void asking.then((version) => version ?? known.delete(program));
  return asking;
}
