"use server";

import { redirect } from "next/navigation";

export async function signOut(): Promise<void> {
  redirect("/login");
}
