import Plus from "@lucide/icons/icons/plus";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { RoomFilters } from "@/components/admin/room-filters";
import { RoomTable } from "@/components/admin/room-table";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { PageHeader } from "@/components/ui/page-header";
import { withQuery } from "@/lib/core/query-string";
import { sortSchema } from "@/lib/core/sort";
import { load, requireModerator } from "@/lib/http/page";
import { accessLevels } from "@/lib/rooms/constants";
import { anyRoomSorts, roomStates } from "@/lib/rooms/contract";
import { listAllRooms } from "@/lib/rooms/queries/all-rooms";

const address = "/admin/rooms";

const searchSchema = z.object({
  text: z.string().max(200).optional().catch(undefined),
  state: z.enum(roomStates).optional().catch(undefined),
  access: z.enum(accessLevels).optional().catch(undefined),
  sort: sortSchema(anyRoomSorts).optional().catch(undefined),
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
});

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("roomsAdmin"))("title") };
}

export default async function AdminRoomsPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const actor = await requireModerator(address);
  const filter = searchSchema.parse(await searchParams);
  const [t, { items, next }] = await Promise.all([getTranslations("roomsAdmin"), load(address, () => listAllRooms(actor, filter))]);
  const sorting = { current: filter.sort ?? "-since", href: (sort: string) => withQuery(address, { ...filter, sort, before: null }) };
  return (
    <Page>
      <PageHeader
        title={t("title")}
        text={t("about")}
        action={
          <ButtonLink href={`${address}/new`} look="primary" icon={<Icon of={Plus} size={18} />}>
            {t("new")}
          </ButtonLink>
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <RoomFilters filter={filter} />
        {items.length > 0 ? <RoomTable rooms={items} sorting={sorting} /> : <EmptyState title={t("emptyTitle")} text={t("emptyText")} />}
        {next !== null && (
          <div>
            <ButtonLink href={withQuery(address, { ...filter, before: next })}>{t("next")}</ButtonLink>
          </div>
        )}
      </div>
    </Page>
  );
}
