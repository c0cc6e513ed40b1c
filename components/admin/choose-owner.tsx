import Search from "@lucide/icons/icons/search";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import type { PersonItem } from "@/lib/accounts/contract";

/** Finds the person who will own a new room. `found` is null before anything was asked. Works without scripts. */
export function ChooseOwner({ text, found, searchesAddresses }: { text: string; found: PersonItem[] | null; searchesAddresses: boolean }) {
  const t = useTranslations("roomsAdmin.newFor");
  return (
    <div className="grid max-w-text grid-cols-[minmax(0,1fr)] gap-6">
      <form role="search" className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2">
        <Field name="text" label={t(searchesAddresses ? "search" : "searchNames")}>
          {(ids) => <Input {...ids} type="search" name="text" maxLength={200} autoFocus={found === null} defaultValue={text} />}
        </Field>
        <Button type="submit" icon={<Icon of={Search} size={16} />}>
          {t("find")}
        </Button>
      </form>
      {found?.length === 0 && <EmptyState title={t("nobody")} />}
      {found && found.length > 0 && (
        <ul className="divide-y divide-hairline border-y border-hairline">
          {found.map((person) => (
            <li key={person.id}>
              <Link href={`/admin/rooms/new?owner=${person.id}`} className="flex min-h-14 items-center gap-3 py-2 hover:bg-raised">
                <Avatar identity={`u${person.id}`} name={person.name} size="sm" />
                <span className="grid min-w-0 flex-1">
                  <bdi className="truncate font-medium">{person.name}</bdi>
                  {person.email !== null && <span className="truncate text-sm text-muted">{person.email}</span>}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
