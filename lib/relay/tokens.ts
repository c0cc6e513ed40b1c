import type { Actor } from "@/lib/authz/actor";
import { requireUser } from "@/lib/authz/authorize";
import { AppError } from "@/lib/core/errors";
import { settings } from "@/lib/core/settings";
import { hasCentrifugo, mintCentrifugoToken } from "@/lib/platform/centrifugo/api";
import { mayHear } from "@/lib/relay/policy";

/** @throws AppError not_found where there is no Centrifugo */
function requireCentrifugo(): void {
  if (!hasCentrifugo()) throw new AppError("not_found");
}

/** Opens a connection as this person. @throws AppError unauthenticated, not_found */
export function openConnection(actor: Actor): string {
  const { userId } = requireUser(actor);
  requireCentrifugo();
  return mintCentrifugoToken({ sub: String(userId) }, settings.centrifugoConnectionTokenSeconds);
}

/** Hears this person's own channel. @throws AppError unauthenticated, not_found; forbidden for any other channel */
export function openSubscription(actor: Actor, channel: string): string {
  const { userId } = requireUser(actor);
  requireCentrifugo();
  if (!mayHear(userId, channel)) throw new AppError("forbidden");
  return mintCentrifugoToken({ sub: String(userId), channel }, settings.centrifugoSubscriptionTokenSeconds);
}
