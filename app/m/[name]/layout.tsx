import type { ReactNode } from "react";
import { setLocale } from "@/app/preferences";
import { CourtCard } from "@/components/shell/court-card";

export default function MeetingLayout({ children }: { children: ReactNode }) {
  return <CourtCard setLocale={setLocale}>{children}</CourtCard>;
}
