import { useState } from "react";
import { failureOf, openDevice, type DeviceFailure, type DeviceKind } from "@/components/call/open-device";
import { listenTo, lookThroughCamera, testNetwork, type NetworkResult } from "@/components/connection/measure";

export type DeviceResult = { ok: true } | { ok: false; failure: DeviceFailure };
export type Results = {
  microphone?: DeviceResult & { loudness?: number };
  camera?: DeviceResult & { width?: number; height?: number };
  network?: NetworkResult;
};
export type Step = keyof Results;

/** Below it is what an open microphone hears of a silent room. */
export const hush = 0.01;
const listenMs = 3000;

async function withDevice<T extends object>(run: () => Promise<T>): Promise<({ ok: true } & T) | { ok: false; failure: DeviceFailure }> {
  try {
    return { ok: true, ...(await run()) };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

async function testMicrophone(): Promise<{ loudness: number }> {
  const track = await openDevice("microphone" satisfies DeviceKind);
  try {
    return { loudness: await listenTo(track, listenMs) };
  } finally {
    track.stop();
  }
}

/** Runs the steps one after the other, so that the person sees what each one says. */
export function useConnectionTest() {
  const [results, setResults] = useState<Results>({});
  const [step, setStep] = useState<Step | null>(null);
  const start = async () => {
    setResults({});
    setStep("microphone");
    const microphone = await withDevice(testMicrophone);
    setResults({ microphone });
    setStep("camera");
    const camera = await withDevice(lookThroughCamera);
    setResults({ microphone, camera });
    setStep("network");
    setResults({ microphone, camera, network: await testNetwork() });
    setStep(null);
  };
  return { results, step, start };
}
