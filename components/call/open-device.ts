export type DeviceKind = "microphone" | "camera";
/** Why a device gives nothing: the person or the browser refused, the system keeps it from the browser, there is none, another program has it, its effect did not begin, or the page is not secure. */
export type DeviceFailure = "refused" | "system" | "missing" | "busy" | "effect" | "insecure";

const failures: Record<string, DeviceFailure> = {
  NotAllowedError: "refused",
  SecurityError: "insecure",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
  EffectError: "effect",
};

/** What went wrong, from what getUserMedia (or LiveKit around it) threw. */
export function failureOf(error: unknown): DeviceFailure {
  // Chromium's words where the system's own switch is off; the page's permission may be given all the same.
  if (error instanceof Error && error.name === "NotAllowedError" && /by system/i.test(error.message)) return "system";
  return failures[error instanceof Error ? error.name : ""] ?? "busy";
}

/** Asks for a device; the browser may ask the person. @throws what getUserMedia throws, or SecurityError outside a secure page */
export async function openDevice(kind: DeviceKind, deviceId?: string): Promise<MediaStreamTrack> {
  // Absent on pages that are neither https nor localhost.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new DOMException("", "SecurityError");
  const wanted: MediaTrackConstraints = deviceId ? { deviceId: { ideal: deviceId } } : {};
  const stream = await devices.getUserMedia(kind === "camera" ? { video: { ...wanted, width: { ideal: 1280 }, height: { ideal: 720 } } } : { audio: wanted });
  return stream.getTracks()[0]!;
}

/** Whether the person allowed this device before, so that it can be turned on again without a question. */
export async function isAllowedAlready(kind: DeviceKind): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: kind as PermissionName })).state === "granted";
  } catch {
    // Not every browser can tell; then the person is asked when they turn it on.
    return false;
  }
}
