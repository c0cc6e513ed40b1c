"use client";

import { useRoomContext } from "@livekit/components-react";
import type { ReactNode } from "react";
import { UndecryptableContext, useDecryption } from "@/components/call/encryption/use-undecryptable";

/** Tells everything inside who cannot be decrypted; nobody in a call without encryption. */
export function EncryptionScope({ children }: { children: ReactNode }) {
  const isOn = useRoomContext().options.encryption !== undefined;
  return <UndecryptableContext.Provider value={useDecryption(isOn)}>{children}</UndecryptableContext.Provider>;
}
