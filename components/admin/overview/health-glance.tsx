import { useTranslations } from "next-intl";
import { DependencyBadge } from "@/components/admin/dependency-table";
import { Part } from "@/components/admin/overview/part";
import type { DependencyReport } from "@/lib/diagnostics/contract";

/** Each dependency in one line. Rendered on the server. */
export function HealthGlance({ dependencies, linksSystem }: { dependencies: DependencyReport[]; linksSystem: boolean }) {
  const t = useTranslations("admin");
  const system = useTranslations("system");
  return (
    <Part id="health" title={t("health")} {...(linksSystem ? { more: { href: "/admin/system", text: t("toSystem") } } : {})}>
      <ul className="grid gap-2 text-ui">
        {dependencies.map(({ name, state, latencyMs }) => (
          <li key={name} className="flex items-center justify-between gap-3">
            <span>{system(`names.${name}`)}</span>
            <span className="flex items-center gap-3">
              {state === "ok" && <span className="tabular text-sm text-muted">{latencyMs} ms</span>}
              <DependencyBadge state={state} />
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}
