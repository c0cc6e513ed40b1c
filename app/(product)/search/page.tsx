import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import Link from "next/link";
import { z } from "zod";
import { FoundMessages } from "@/components/chat/found-messages";
import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";
import { PageHeader } from "@/components/ui/page-header";
import type { UserActor } from "@/lib/authz/actor";
import { searchMessages, toWordQuery, type FoundPage } from "@/lib/chat/queries/search-messages";
import { isAppError } from "@/lib/core/errors";
import { withQuery } from "@/lib/core/query-string";
import { settings } from "@/lib/core/settings";
import { requireSignedIn } from "@/lib/http/page";
import { consumeLimit } from "@/lib/platform/limiter";
import { listRooms } from "@/lib/rooms/queries/list-rooms";
import { listRoomMembers } from "@/lib/rooms/queries/list-members";

const address = "/search";
const limit = 30;
const number = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined);
const searchSchema = z.object({ q: z.string().max(settings.messageSearchMaxLength).optional().catch(undefined), room: number, from: number, before: number });
type Search = z.output<typeof searchSchema>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("search"))("title") };
}

/** What was found, or why nothing was looked for; "gone" for a room that is not there for the reader. */
async function find(actor: UserActor, words: string, { room, from, before }: Search): Promise<FoundPage | "slow" | "gone"> {
  try {
    await consumeLimit("searchMessagesPerUser", `u${actor.userId}`);
    return await searchMessages(actor, { words, roomId: room, authorId: from, beforeId: before, limit });
  } catch (error) {
    if (isAppError(error) && error.code === "rate_limited") return "slow";
    if (isAppError(error) && error.code === "not_found") return "gone";
    throw error;
  }
}

/** People of a room to choose from; without a room there are too many. */
async function membersOf(actor: UserActor, room: number | undefined, rooms: readonly { id: number }[]): Promise<{ id: number; username: string }[]> {
  if (room === undefined || !rooms.some(({ id }) => id === room)) return [];
  return (await listRoomMembers(actor, room, { limit: settings.pageLimitMax, offset: 0 })).members;
}

/** Looks for messages in all of one's rooms, by words, room and person; each leads to its place. */
export default async function SearchPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const actor = await requireSignedIn(address);
  const search = searchSchema.parse(await searchParams);
  const words = (search.q ?? "").replaceAll("\0", "").trim();
  const [t, format, { rooms }] = await Promise.all([getTranslations("search"), getFormatter(), listRooms(actor, { limit: settings.pageLimitMax })]);
  const members = await membersOf(actor, search.room, rooms);
  const found = toWordQuery(words) === null ? null : await find(actor, words, search);
  return (
    <Page>
      <PageHeader title={t("title")} text={t("about")} />
      <form role="search" className="mb-8 grid items-end gap-4 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)_auto]">
        <Field name="q" label={t("words")}>
          {(ids) => <Input {...ids} type="search" name="q" maxLength={settings.messageSearchMaxLength} defaultValue={words} />}
        </Field>
        <Field name="room" label={t("room")}>
          {(ids) => (
            <Select {...ids} name="room" defaultValue={search.room ?? ""}>
              <option value="">{t("allRooms")}</option>
              {rooms.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field name="from" label={t("from")}>
          {(ids) => (
            <Select {...ids} name="from" defaultValue={search.from ?? ""}>
              <option value="">{t("anybody")}</option>
              <option value={actor.userId}>{t("myself")}</option>
              {members.filter(({ id }) => id !== actor.userId).map(({ id, username }) => (
                <option key={id} value={id}>
                  {username}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button type="submit">{t("search")}</Button>
      </form>
      {found === null && <EmptyState title={t("emptyTitle")} text={t("emptyText")} />}
      {found === "slow" && <EmptyState title={t("slowTitle")} text={t("slowText")} />}
      {(found === "gone" || (typeof found === "object" && found?.results.length === 0)) && <EmptyState title={t("nothing")} text={t("nothingText")} />}
      {typeof found === "object" && found !== null && found.results.length > 0 && (
        <div className="grid gap-6">
          <FoundMessages
            label={t("found")}
            former={t("former")}
            found={found.results.map(({ message, room }) => ({ id: message.id, user: message.user, content: message.content, room: room.name, href: `/r/${room.slug}?at=${message.room.version}`, at: message.created_at, time: format.dateTime(new Date(message.created_at), { dateStyle: "medium", timeStyle: "short" }) }))}
          />
          {found.nextBefore !== null && (
            <div>
              <ButtonLink href={withQuery(address, { q: words, room: search.room, from: search.from, before: found.nextBefore })}>{t("older")}</ButtonLink>
            </div>
          )}
        </div>
      )}
      <p className="mt-8 text-sm text-muted">
        {t("hint")} <Link href="/rooms" className="link">{t("toRooms")}</Link>
      </p>
    </Page>
  );
}
