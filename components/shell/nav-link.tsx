"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Tooltip } from "@/components/ui/tooltip";

/** A place of the rail: marked when we are there. Where the rail shows only icons, its word is on hover and focus. */
export function NavLink({ href, text, icon, exact = href === "/", className = "rail-item", hasBadge = false }: { href: string; text: string; icon?: ReactNode; /** Marked on its own page only, not on those below it. */ exact?: boolean; className?: string; /** Shows how many people wait to be let in. */ hasBadge?: boolean }) {
  const pathname = usePathname();
  const isHere = pathname === href || (!exact && pathname.startsWith(`${href}/`));
  const link = (
    <Link href={href} aria-current={isHere ? "page" : undefined} className={className}>
      {icon}
      <span className="rail-word">{text}</span>
      {hasBadge && <span data-lobby-badge="" />}
    </Link>
  );
  return icon ? (
    <Tooltip text={text} side="right" className="rail-tip">
      {link}
    </Tooltip>
  ) : (
    link
  );
}
