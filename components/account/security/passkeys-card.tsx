import { useFormatter, useNow, useTranslations } from "next-intl";
import { AddPasskey, type AddPasskeyActions } from "@/components/account/security/add-passkey";
import { PasskeyRow, type PasskeyRowActions } from "@/components/account/security/passkey-row";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Table } from "@/components/ui/table";
import type { PasskeyItem } from "@/lib/accounts/contract";

type Props = { passkeys: PasskeyItem[]; isPossible: boolean; suggestedName: string; actions: AddPasskeyActions & PasskeyRowActions };

/** The passkeys of a person: each can be renamed and removed, another one added. */
export function PasskeysCard({ passkeys, isPossible, suggestedName, actions }: Props) {
  const t = useTranslations("security.passkeys");
  const format = useFormatter();
  const now = useNow();
  return (
    <Card aria-labelledby="passkeys">
      <h2 id="passkeys" className="text-lg">
        {t("title")}
      </h2>
      <p className="mt-1 mb-4 max-w-text text-ui text-muted">{t(isPossible ? "text" : "impossible")}</p>
      {passkeys.length > 0 && (
        <div className="mb-4">
          <Table
            caption={t("title")}
            rows={passkeys}
            rowKey={(passkey) => passkey.id}
            columns={[
              {
                key: "name",
                title: t("name"),
                heading: true,
                cell: (passkey) => (
                  <span className="flex flex-wrap items-center gap-2">
                    <bdi className="break-words">{passkey.name}</bdi>
                    {passkey.isBackedUp && <Badge>{t("synced")}</Badge>}
                  </span>
                ),
              },
              { key: "added", title: t("added"), cell: ({ createdAt }) => <time dateTime={createdAt.toISOString()}>{format.dateTime(createdAt, { dateStyle: "medium" })}</time> },
              { key: "used", title: t("used"), cell: ({ lastUsedAt }) => (lastUsedAt ? <time dateTime={lastUsedAt.toISOString()}>{format.relativeTime(lastUsedAt, now)}</time> : t("never")) },
              { key: "actions", title: t("actions"), actions: true, cell: (passkey) => <PasskeyRow id={passkey.id} name={passkey.name} canRemove={passkey.can.remove} actions={actions} /> },
            ]}
          />
        </div>
      )}
      {isPossible && <AddPasskey suggestedName={suggestedName} actions={actions} />}
    </Card>
  );
}
