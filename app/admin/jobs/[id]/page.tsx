import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getFormatter, getLocale, getNow, getTranslations } from "next-intl/server";
import { cancelRunAction, retryRunAction } from "@/app/admin/jobs/actions";
import { functionName, RunStatusBadge, shortFunctionId } from "@/components/admin/run-status";
import { RunTimeline } from "@/components/admin/run-timeline";
import { SteerRun } from "@/components/admin/steer-run";
import { AutoRefresh } from "@/components/shell/auto-refresh";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { formatElapsed } from "@/lib/core/format";
import { canManageJobs } from "@/lib/jobs/policy";
import { load, requireStaff } from "@/lib/http/page";
import { getRun } from "@/lib/jobs/queries";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("jobs"))("detail") };
}

/** One run: what it was asked for, its steps, and why it ended. */
export default async function AdminRunPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const address = `/admin/jobs/${encodeURIComponent(id)}`;
  const actor = await requireStaff(address, canManageJobs);
  if (!/^\w{1,40}$/.test(id)) notFound();
  const run = await load(address, () => getRun(actor, id));
  const [t, format, locale, now] = await Promise.all([getTranslations("jobs"), getFormatter(), getLocale(), getNow()]);
  const fromMs = Date.parse(run.startedAt ?? run.queuedAt);
  const toMs = run.endedAt === null ? now.getTime() : Date.parse(run.endedAt);
  const name = functionName(t, run.functionId);
  const moment = (instant: string) => <time dateTime={instant}>{format.dateTime(new Date(instant), { dateStyle: "medium", timeStyle: "medium" })}</time>;
  const facts = {
    state: <RunStatusBadge status={run.status} />,
    technicalName: <code className="font-mono text-sm break-all">{shortFunctionId(run.functionId)}</code>,
    event: <span className="break-all">{run.eventName}</span>,
    queued: moment(run.queuedAt),
    ended: run.endedAt === null ? "–" : moment(run.endedAt),
    took: formatElapsed(toMs - fromMs, locale),
    retries: format.number(run.retries),
  };
  return (
    <Page>
      <PageHeader title={name} text={<code className="font-mono text-sm break-all">{run.id}</code>} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <Card>
          <dl className="grid gap-4 sm:grid-cols-3">
            {Object.entries(facts).map(([key, value]) => (
              <div key={key} className="grid content-start gap-1">
                <dt className="text-sm text-muted">{t(key as keyof typeof facts)}</dt>
                <dd className="tabular text-ui">{value}</dd>
              </div>
            ))}
          </dl>
        </Card>
        {run.error && (
          <Card aria-labelledby="error" className="grid gap-2">
            <h2 id="error" className="text-lg">
              {t("error")}
            </h2>
            <p className="break-words">{run.error.message}</p>
          </Card>
        )}
        {(run.can.retry || run.can.cancel) && (
          <ClientMessages namespaces={["common", "jobs"]}>
            <SteerRun id={run.id} name={name} can={run.can} retry={retryRunAction} cancel={cancelRunAction} />
          </ClientMessages>
        )}
        <Card aria-labelledby="steps" className="grid gap-4">
          <h2 id="steps" className="text-lg">
            {t("steps")}
          </h2>
          {run.timeline.length > 0 ? <RunTimeline steps={run.timeline} fromMs={fromMs} toMs={toMs} locale={locale} isOver={run.endedAt !== null} /> : <p className="text-ui text-muted">{t("noSteps")}</p>}
        </Card>
        <Card aria-labelledby="data" className="grid gap-4">
          <h2 id="data" className="text-lg">
            {t("data")}
          </h2>
          <p className="text-ui text-muted">{t("dataHint")}</p>
          {Object.entries({ input: run.event, output: run.output }).map(([key, value]) => (
            <div key={key} className="grid gap-1">
              <h3 className="text-sm text-muted">{t(key as "input" | "output")}</h3>
              <pre tabIndex={0} className="overflow-x-auto rounded-control bg-sunken p-3 font-mono text-xs">
                {JSON.stringify(value, null, 2)}
              </pre>
            </div>
          ))}
        </Card>
      </div>
      <AutoRefresh seconds={run.endedAt === null ? 2 : 10} />
    </Page>
  );
}
