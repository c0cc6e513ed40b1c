import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { setLocale } from "@/app/preferences";
import { CourtCard } from "@/components/shell/court-card";
import { SubmitButton } from "@/components/ui/submit-button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { env } from "@/lib/platform/env";

export const metadata: Metadata = { title: "Kit: card", robots: "noindex" };

async function stay(): Promise<void> {
  "use server";
}

/** The calm card, with a form in its states; not there in production. */
export default function KitCardPage() {
  if (env().ATRIUM_PROFILE === "production") notFound();
  return (
    <CourtCard setLocale={setLocale}>
      <h1 className="mb-6 text-xl">Sign in</h1>
      <form action={stay} className="grid gap-4">
        <FormError>Address or password is not right.</FormError>
        <Field name="email" label="Email">
          {(ids) => <Input {...ids} name="email" type="email" autoComplete="email" />}
        </Field>
        <Field name="password" label="Password" errors={["Use at least 8 characters."]}>
          {(ids) => <Input {...ids} name="password" type="password" autoComplete="current-password" />}
        </Field>
        <SubmitButton className="mt-2 w-full">Sign in</SubmitButton>
        <p className="text-center text-ui text-muted">
          New here?{" "}
          <Link href="/register" className="link">
            Create an account
          </Link>
        </p>
      </form>
    </CourtCard>
  );
}
