import type { Viewport } from "next";
import { getMessages, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { setLocale } from "@/app/preferences";
import { atTheDoor } from "@/app/r/[slug]/call/entry";
import { EffectsOfferProvider } from "@/components/call/effects/offer";
import { LanguageProvider } from "@/components/call/language";
import { HostLobbySlot } from "@/components/lobby/host-lobby-slot";
import type { LobbyTexts } from "@/components/lobby/texts";
import { ClientMessages } from "@/components/shell/client-messages";
import { Toasts } from "@/components/ui/toasts";
import { hasBackground } from "@/lib/accounts/pictures";
import { hasBackgroundModel } from "@/lib/platform/effects/effect-files";
import "@/components/call/call.css";
import "@/components/call/effects/effects.css";

/** Dark whatever the page has: the browser's own parts too. */
export const viewport: Viewport = { themeColor: "#0d1015", colorScheme: "dark" };

/** Refuses here too: below it the skeleton is sent, and with it the status 200. */
export default async function CallLayout({ params, children }: { params: Promise<{ slug: string }>; children: ReactNode }) {
  const [{ actor }, messages, common, backgrounds] = await Promise.all([atTheDoor((await params).slug), getMessages(), getTranslations("common"), hasBackgroundModel()]);
  const own = actor.kind === "user" ? await hasBackground(actor) : null;
  return (
    <ClientMessages namespaces={["call", "callHost", "callHolds", "effects", "lobby", "notes", "captions", "watch", "encryption", "player", "callRecording", "callLive", "streams"]}>
      <div className="call">
        <EffectsOfferProvider backgrounds={backgrounds} own={own}>
          <LanguageProvider setLocale={setLocale}>{children}</LanguageProvider>
        </EffectsOfferProvider>
        <Toasts label={common("notices")} closeLabel={common("close")} missing={{ text: common("missing"), again: common("retry") }} />
        {actor.kind === "user" && <HostLobbySlot viewerId={actor.userId} texts={(messages.lobby as { host: LobbyTexts }).host} />}
      </div>
    </ClientMessages>
  );
}
