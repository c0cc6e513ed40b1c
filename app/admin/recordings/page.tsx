import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { finishRecordingAction, mailRecordingAction, purgeRecordingAction, retryRecordingAction } from "@/app/admin/recordings/actions";
import { FilterForm } from "@/components/admin/filter-form";
import { LiveAllRecordings } from "@/components/admin/live-all-recordings";
import { RecordingTable } from "@/components/admin/recording-table";
import { RecordingsUse } from "@/components/admin/recordings-use";
import { AutoRefresh } from "@/components/shell/auto-refresh";
import { ClientMessages } from "@/components/shell/client-messages";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { withQuery } from "@/lib/core/query-string";
import { load, requireModerator } from "@/lib/http/page";
import { recordingStatuses } from "@/lib/recordings/constants";
import { listAllRecordings } from "@/lib/recordings/queries/all-recordings";
import { readAllRecordingsUse } from "@/lib/recordings/queries/use";

const address = "/admin/recordings";
const states = [...recordingStatuses, "deleted"] as const;

const searchSchema = z.object({
  text: z.string().max(200).optional().catch(undefined),
  state: z.enum(states).optional().catch(undefined),
  before: z.coerce.number().int().positive().max(8.64e15).optional().catch(undefined),
});

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("recordings"))("title") };
}

/** The recordings of every room, for moderators: how each stands, where its file is, another try, and its end. */
export default async function AdminRecordingsPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const actor = await requireModerator(address);
  const filter = searchSchema.parse(await searchParams);
  const [t, { items, next }, use] = await Promise.all([getTranslations("recordings"), load(address, () => listAllRecordings(actor, filter)), load(address, () => readAllRecordingsUse(actor))]);
  const isNarrowed = Boolean(filter.text || filter.state || filter.before);
  return (
    <Page>
      <PageHeader title={t("title")} text={t("admin.text")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <RecordingsUse use={use} />
        <FilterForm
          search={{ label: t("admin.search"), value: filter.text }}
          choices={[{ name: "state", label: t("admin.state"), value: filter.state, options: states.map((value) => ({ value, label: t(value === "deleted" ? "admin.deletedState" : `statuses.${value}`) })) }]}
          words={{ any: t("admin.any"), apply: t("admin.apply") }}
        />
        {items.length === 0 ? (
          <EmptyState title={t(isNarrowed ? "admin.noMatch" : "none")} />
        ) : (
          <ClientMessages namespaces={["common", "recordings"]}>
            <RecordingTable recordings={items} actions={{ finish: finishRecordingAction, mail: mailRecordingAction, retry: retryRecordingAction, purge: purgeRecordingAction }} />
          </ClientMessages>
        )}
        {next !== null && (
          <div>
            <ButtonLink href={withQuery(address, { ...filter, before: next })}>{t("older")}</ButtonLink>
          </div>
        )}
      </div>
      <LiveAllRecordings viewerId={actor.userId} />
      {items.some(({ can }) => can.finish) && <AutoRefresh seconds={5} />}
    </Page>
  );
}
