import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { setLocale, setTheme } from "@/app/preferences";
import { Gallery } from "@/app/dev/kit/gallery";
import { Shell } from "@/components/shell/shell";
import { currentTheme } from "@/lib/http/theme";
import { env } from "@/lib/platform/env";

export const metadata: Metadata = { title: "Kit", robots: "noindex" };

async function stay(): Promise<void> {
  "use server";
}

/** Every part in every state, to look at and to test; not there in production. */
export default async function KitPage() {
  if (env().ATRIUM_PROFILE === "production") notFound();
  const viewer = { id: 1, name: "Ada Lovelace", email: "ada@example.org", role: "admin" as const };
  return (
    <Shell viewer={viewer} theme={await currentTheme()} actions={{ setTheme, setLocale }} signOut={stay}>
      <Gallery />
    </Shell>
  );
}
