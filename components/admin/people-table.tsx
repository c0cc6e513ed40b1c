import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Table, type Sorting } from "@/components/ui/table";
import type { PersonItem, PersonState } from "@/lib/accounts/contract";

const tones = { active: "neutral", waiting: "attention", invited: "attention", leaving: "danger", off: "danger" } as const;

/** In which state an account is, in words. */
export function StateBadge({ state }: { state: PersonState }) {
  return <Badge tone={tones[state]}>{useTranslations("users")(`states.${state}`)}</Badge>;
}

/** The people found, each with the way to their page. */
export function PeopleTable({ people, sorting }: { people: PersonItem[]; sorting: Sorting }) {
  const t = useTranslations("users");
  const format = useFormatter();
  const showsAddresses = people.some(({ email }) => email !== null);
  return (
    <Table
      caption={t("title")}
      rows={people}
      rowKey={(person) => person.id}
      sorting={sorting}
      columns={[
        {
          key: "name",
          title: t("name"),
          heading: true,
          sort: "name",
          cell: (person) => (
            <Link href={`/admin/users/${person.id}`} className="break-words text-accent underline-offset-4 hover:underline">
              <bdi>{person.name}</bdi>
            </Link>
          ),
        },
        ...(showsAddresses ? [{ key: "email", title: t("email"), sort: "email", cell: (person: PersonItem) => <span className="break-all">{person.email}</span> }] : []),
        { key: "role", title: t("role"), sort: "role", cell: (person) => t(`roles.${person.role}`) },
        { key: "state", title: t("state"), cell: (person) => <StateBadge state={person.state} /> },
        { key: "since", title: t("since"), numeric: true, sort: "-since", cell: (person) => <time dateTime={person.createdAt.toISOString()}>{format.dateTime(person.createdAt, { dateStyle: "medium" })}</time> },
      ]}
    />
  );
}
