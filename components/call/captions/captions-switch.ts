/** What the bar needs to know of captions; null where the call is encrypted and has none. */
export type CaptionsSwitch = { isOn: boolean; toggle: () => void; openSettings: () => void } | null;
