import { useTranslations } from "next-intl";
import type { DeviceFailure, DeviceKind } from "@/components/call/open-device";

/** Clear words for a device that gives nothing: what happened, and what to do. */
export function useDeviceWords(): (kind: DeviceKind, failure: DeviceFailure) => string {
  const t = useTranslations("call.deviceFailure");
  return (kind, failure) => {
    if (failure === "insecure") return t("insecure");
    return t(`${kind}.${failure}`);
  };
}
