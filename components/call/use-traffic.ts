import { createContext, useContext } from "react";
import { trafficOf, type Traffic } from "@/components/call/choices";

/** What this person wants to go over the line, for every tile. */
export const TrafficContext = createContext<Traffic>(trafficOf({ microphone: false, camera: false }));

/** What this person wants to go over the line. */
export function useTraffic(): Traffic {
  return useContext(TrafficContext);
}
