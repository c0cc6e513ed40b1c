"use client";

import { useParams } from "next/navigation";
import { ButtonLink } from "@/components/ui/button-link";
import { fill } from "@/lib/core/fill";
import { slugPattern } from "@/lib/core/slug";

/** Offers a room at the address that is open; only where it can be one. */
export function CreateAtAddress({ text }: { text: string }) {
  const { slug } = useParams<{ slug?: string }>();
  if (!slug || slug.length > 80 || !slugPattern.test(slug)) return null;
  return (
    <ButtonLink href={`/rooms/new?slug=${slug}`} look="primary">
      {fill(text, { slug })}
    </ButtonLink>
  );
}
