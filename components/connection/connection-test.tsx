"use client";

import Check from "@lucide/icons/icons/check";
import CircleAlert from "@lucide/icons/icons/circle-alert";
import X from "@lucide/icons/icons/x";
import { useTranslations } from "next-intl";
import { useState, type ReactNode } from "react";
import { useDeviceWords } from "@/components/call/words";
import { playTone } from "@/components/connection/measure";
import { hush, useConnectionTest, type Results, type Step } from "@/components/connection/use-connection-test";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";

type State = "waiting" | "running" | "good" | "fair" | "bad";
type Line = { state: State; text: string };

/** Delays and losses from which pictures begin to freeze. */
const slowMs = 300;
const lossy = 5;

/** What each step found, in words for a person. */
function useLines(results: Results, running: Step | null): Record<Step, Line> {
  const t = useTranslations("call.connectionTest");
  const words = useDeviceWords();
  const open = (step: Step): Line => (running === step ? { state: "running", text: step === "microphone" ? t("speak") : "" } : { state: "waiting", text: "" });
  const { microphone, camera, network } = results;
  const ofNetwork = (): Line => {
    if (!network) return open("network");
    if (!network.ok) return { state: "bad", text: t(network.problem) };
    const { kind, protocol, rttMs, lossPercent } = network.path;
    const isSlow = rttMs > slowMs || lossPercent > lossy;
    return { state: isSlow ? "fair" : "good", text: [t(kind, { protocol }), t("figures", { rtt: rttMs, loss: lossPercent }), ...(isSlow ? [t("slow")] : [])].join(" ") };
  };
  return {
    microphone: !microphone ? open("microphone") : !microphone.ok ? { state: "bad", text: words("microphone", microphone.failure) } : (microphone.loudness ?? 0) > hush ? { state: "good", text: t("heardYou") } : { state: "fair", text: t("silent") },
    camera: !camera ? open("camera") : camera.ok ? { state: "good", text: t("sees", { width: String(camera.width ?? 0), height: String(camera.height ?? 0) }) } : { state: "bad", text: words("camera", camera.failure) },
    network: ofNetwork(),
  };
}

const marks: Record<State, ReactNode> = {
  waiting: null,
  running: null,
  good: <Icon of={Check} size={16} className="text-accent" />,
  fair: <Icon of={CircleAlert} size={16} className="text-attention" />,
  bad: <Icon of={X} size={16} className="text-danger" />,
};

function Row({ title, state, text, children }: { title: string; state: State; text: string; children?: ReactNode }) {
  const t = useTranslations("call.connectionTest");
  return (
    <li className="grid gap-1 border-b border-hairline py-3 last:border-0 sm:grid-cols-[9rem_1fr]" aria-busy={state === "running"}>
      <h2 className="text-base font-semibold">{title}</h2>
      <div className="grid gap-2">
        <p className="flex items-center gap-2 text-ui font-medium">
          {marks[state]} {t(`state.${state}`)}
        </p>
        {text && <p className="text-ui text-muted">{text}</p>}
        {children}
      </div>
    </li>
  );
}

/** Tries devices and network, says in plain words what works, and makes a report to copy. */
export function ConnectionTest() {
  const t = useTranslations("call.connectionTest");
  const { results, step, start } = useConnectionTest();
  const [hears, setHears] = useState<boolean | "asked" | null>(null);
  const lines = useLines(results, step);
  const play = async () => {
    await playTone();
    setHears("asked");
  };
  const speaker: Line = typeof hears !== "boolean" ? { state: "waiting", text: "" } : hears ? { state: "good", text: t("speakerGood") } : { state: "bad", text: t("speakerBad") };
  return (
    <div className="grid gap-6">
      <Card>
        <ul aria-live="polite">
          <Row title={t("microphone")} {...lines.microphone} />
          <Row title={t("camera")} {...lines.camera} />
          <Row title={t("network")} {...lines.network} />
          <Row title={t("speaker")} {...speaker}>
            <span className="flex flex-wrap items-center gap-2">
              <Button onClick={() => void play()}>{t("playSound")}</Button>
              {hears === "asked" && (
                <>
                  <span className="text-ui">{t("didYouHear")}</span>
                  <Button onClick={() => setHears(true)}>{t("yes")}</Button>
                  <Button onClick={() => setHears(false)}>{t("no")}</Button>
                </>
              )}
            </span>
          </Row>
        </ul>
        <Button look="primary" className="mt-4" loading={step !== null} disabled={step !== null} onClick={() => void start()}>
          {t(results.network ? "again" : "start")}
        </Button>
      </Card>
      {results.network && <Report results={results} hears={typeof hears === "boolean" ? hears : null} />}
    </div>
  );
}

/** What a helper needs to know: no names, no addresses. */
function reportOf(results: Results, hears: boolean | null): string {
  const { microphone, camera, network } = results;
  const facts = {
    time: new Date().toISOString(),
    browser: navigator.userAgent,
    microphone: microphone && (microphone.ok ? `ok, loudest ${(microphone.loudness ?? 0).toFixed(3)}` : microphone.failure),
    camera: camera && (camera.ok ? `ok, ${camera.width}x${camera.height}` : camera.failure),
    speaker: hears === null ? "not tested" : hears ? "heard" : "not heard",
    network: network && (network.ok ? `${network.path.kind} over ${network.path.protocol}, round trip ${network.path.rttMs} ms, loss ${network.path.lossPercent} %` : network.problem),
  };
  return Object.entries(facts).map(([key, value]) => `${key}: ${value}`).join("\n");
}

function Report({ results, hears }: { results: Results; hears: boolean | null }) {
  const t = useTranslations("call.connectionTest");
  const [copied, setCopied] = useState<boolean | null>(null);
  const text = reportOf(results, hears);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  return (
    <Card>
      <h2 className="text-md font-semibold">{t("report")}</h2>
      <p className="pt-1 text-ui text-muted">{t("reportText")}</p>
      <pre className="my-4 rounded-control bg-sunken p-3 text-sm break-words whitespace-pre-wrap" tabIndex={0} aria-label={t("report")}>
        {text}
      </pre>
      <span className="flex flex-wrap items-center gap-3">
        <Button onClick={() => void copy()}>{t("copy")}</Button>
        <span role="status" className="text-ui text-muted">
          {copied !== null && t(copied ? "copied" : "copyFailed")}
        </span>
      </span>
    </Card>
  );
}
