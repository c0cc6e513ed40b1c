import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Gallery } from "@/app/dev/kit/gallery";
import { ProductShell } from "@/app/shell";
import { env } from "@/lib/platform/env";

export const metadata: Metadata = { title: "Kit", robots: "noindex" };

/** Every part in every state, to look at and to test; not there in production. */
export default async function KitPage() {
  if (env().ATRIUM_PROFILE === "production") notFound();
  const viewer = { id: 1, name: "Ada Lovelace", email: "ada@example.org", role: "admin" as const };
  return (
    <ProductShell viewer={viewer}>
      <Gallery />
    </ProductShell>
  );
}
