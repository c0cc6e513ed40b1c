"use client";

import { createContext, use, useState, useSyncExternalStore, type ReactNode } from "react";
import { canShowBackgrounds, canSuppressNoise } from "@/components/call/effects/kinds";

/** What is offered here: backgrounds where the server has the model, and a picture of one's own to those with an account (null for others). */
export type EffectsOffer = { backgrounds: boolean; own: boolean | null };

type Offer = EffectsOffer & { noise: boolean; setOwn: (own: boolean) => void };
const nothing: Offer = { backgrounds: false, own: null, noise: false, setOwn: () => undefined };
const OfferContext = createContext(nothing);

const never = () => () => undefined;
let abilities: { backgrounds: boolean; noise: boolean } | null = null;
const readAbilities = () => (abilities ??= { backgrounds: canShowBackgrounds(), noise: canSuppressNoise() });
const unknown = { backgrounds: false, noise: false };
const readUnknown = () => unknown;

/** Tells everything below what effects there are, once the browser has said what it can. */
export function EffectsOfferProvider({ backgrounds, own: initialOwn, children }: EffectsOffer & { children: ReactNode }) {
  const [own, setOwn] = useState(initialOwn);
  const can = useSyncExternalStore(never, readAbilities, readUnknown);
  return <OfferContext value={{ backgrounds: backgrounds && can.backgrounds, own, noise: can.noise, setOwn }}>{children}</OfferContext>;
}

export function useEffectsOffer(): Offer {
  return use(OfferContext);
}
