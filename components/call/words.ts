import { useTranslations } from "next-intl";
import { browserFamilyOf } from "@/components/call/browser-family";
import type { DeviceFailure, DeviceKind } from "@/components/call/open-device";

/** Clear words for a device that gives nothing: what happened, and what to do in this browser. */
export function useDeviceWords(): (kind: DeviceKind, failure: DeviceFailure) => string {
  const t = useTranslations("call.deviceFailure");
  return (kind, failure) => {
    if (failure === "insecure") return t("insecure");
    const words = t(`${kind}.${failure}`);
    return failure === "refused" ? `${words} ${t(`help.${browserFamilyOf(navigator.userAgent, navigator.maxTouchPoints > 1)}`)}` : words;
  };
}
