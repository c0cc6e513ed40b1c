"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { notify } from "@/components/ui/notify";
import type { Result } from "@/lib/core/result";
import { fill } from "@/lib/core/fill";

/** At the first visit, times are told in the zone of this browser from here on; the notice says so and where to change it. */
export function TimeZoneNotice({ adopt, words }: { adopt: (input: { timeZone: string }) => Promise<Result<boolean>>; words: { text: string; change: string } }) {
  const router = useRouter();
  const hasAsked = useRef(false);
  useEffect(() => {
    if (hasAsked.current) return;
    hasAsked.current = true;
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    adopt({ timeZone }).then(
      (result) => {
        if (result.ok && result.data) notify({ text: fill(words.text, { zone: timeZone.replaceAll("_", " ") }), action: { text: words.change, run: () => router.push("/settings") } });
      },
      // The connection was lost; the next visit asks again.
      () => {},
    );
  }, [adopt, router, words]);
  return null;
}
