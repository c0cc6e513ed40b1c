"use client";

import { useLocalParticipant } from "@livekit/components-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useOthers } from "@/components/call/use-people";
import { formatDuration } from "@/lib/core/format";

/**
 * How long the call has been going, as far as those who are in it know: since the first of them came. Only differences of
 * the server's times are used, so that a wrong clock here changes nothing.
 */
export function CallTime() {
  const t = useTranslations("call");
  const { localParticipant } = useLocalParticipant();
  const others = useOthers();
  const [enteredAt] = useState(() => performance.now());
  const [now, setNow] = useState(enteredAt);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const mine = localParticipant.joinedAt?.getTime() ?? 0;
  const head = Math.max(0, ...others.map(({ joinedAt }) => (joinedAt ? mine - joinedAt.getTime() : 0)));
  // Whoever came first may go: the call is not younger by that.
  const [longest, setLongest] = useState(head);
  if (head > longest) setLongest(head);
  return (
    <span role="timer" aria-label={t("time")} className="tabular text-muted">
      {formatDuration((longest + now - enteredAt) / 1000)}
    </span>
  );
}
