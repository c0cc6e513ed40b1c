"use client";

import { clsx } from "clsx";
import X from "@lucide/icons/icons/x";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { buttonClass } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { missingEvent, noticeEvent, type Notice } from "@/components/ui/notify";

const shownMs = 5000;
const shownAtOnce = 3;

type Shown = Notice & { id: number };
/** Said of a part of the page whose code did not come. */
export type MissingWords = { text: string; again: string };

/** Where notices appear; once in each layout. The region is in the page from the start, so that screen readers hear it fill. */
export function Toasts({ label, closeLabel, missing }: { label: string; closeLabel: string; missing: MissingWords }) {
  const [notices, setNotices] = useState<Shown[]>([]);
  const lastId = useRef(0);
  const show = useEffectEvent((notice: Notice) => {
    lastId.current += 1;
    const id = lastId.current;
    setNotices((shown) => [...shown, { ...notice, id }].slice(-shownAtOnce));
  });
  const showMissing = useEffectEvent((again: () => void) => show({ text: missing.text, tone: "danger", action: { text: missing.again, run: again } }));

  useEffect(() => {
    const onNotice = (event: Event) => show((event as CustomEvent<Notice>).detail);
    const onMissing = (event: Event) => showMissing((event as CustomEvent<() => void>).detail);
    window.addEventListener(noticeEvent, onNotice);
    window.addEventListener(missingEvent, onMissing);
    return () => {
      window.removeEventListener(noticeEvent, onNotice);
      window.removeEventListener(missingEvent, onMissing);
    };
  }, []);

  const close = (id: number) => setNotices((shown) => shown.filter((notice) => notice.id !== id));

  return (
    <section aria-label={label} className="toasts">
      <ol aria-live="polite" aria-relevant="additions" className="grid gap-2">
        {notices.map((notice) => (
          <Toast key={notice.id} notice={notice} closeLabel={closeLabel} onClose={() => close(notice.id)} />
        ))}
      </ol>
    </section>
  );
}

/** Goes by itself, but never while a pointer or the focus is on it. */
function Toast({ notice, closeLabel, onClose }: { notice: Shown; closeLabel: string; onClose: () => void }) {
  const [held, setHeld] = useState(false);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => close.current(), notice.action ? 2 * shownMs : shownMs);
    return () => clearTimeout(timer);
  }, [held, notice.action]);

  return (
    <li
      className={clsx("floating flex animate-rise items-center gap-2 py-1 pr-1 pl-4", notice.tone === "danger" && "border-l-4 border-l-danger")}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="min-w-0 flex-1 py-1.5 text-ui break-words">{notice.text}</span>
      {notice.action && (
        <button
          type="button"
          className={buttonClass("plain", false, "px-3 text-accent")}
          onClick={() => {
            notice.action?.run();
            onClose();
          }}
        >
          {notice.action.text}
        </button>
      )}
      <button type="button" aria-label={closeLabel} className={buttonClass("plain", true)} onClick={onClose}>
        <Icon of={X} size={16} />
      </button>
    </li>
  );
}
