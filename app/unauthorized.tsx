import { RefusalPage } from "@/components/shell/refusal-page";

/** Our pages lead to the sign-in themselves; without this one Next writes its own, in English, into every page it prepares. */
export default function Unauthorized() {
  return (
    <main>
      <RefusalPage kind="signedOut" />
    </main>
  );
}
