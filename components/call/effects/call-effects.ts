import { RoomEvent, Track, type LocalAudioTrack, type LocalTrackPublication, type LocalVideoTrack, type Room } from "livekit-client";
import { readChoices, rememberChoices } from "@/components/call/choices";
import { BackgroundEffect } from "@/components/call/effects/background-effect";
import { lookOf, type Background, type EffectChoices, type Saving } from "@/components/call/effects/kinds";
import { NoiseEffect } from "@/components/call/effects/noise-effect";
import { createStrain } from "@/components/call/effects/strain";

/** `warned`: the background goes off in a moment unless the person wants it kept; `off`: it did. */
export type Slowness = "no" | "warned" | "off";
export type EffectsState = EffectChoices & { isBusy: boolean; failed: "background" | "noise" | null; slowness: Slowness };

/** Long enough to read what is said and to turn the camera off instead. */
const warningMs = 10_000;

/** What of the wishes is in force. */
function inForce({ background, noise, saving, slowness }: EffectsState): { background: Background; noise: boolean } {
  if (saving === "always") return { background: "none", noise: false };
  return { background: slowness === "off" ? "none" : background, noise };
}

/** The effects of one's own camera and microphone in a call. The camera's begins before its first picture is sent. */
export class CallEffects {
  #state: EffectsState;
  #listeners = new Set<() => void>();
  #effect: BackgroundEffect | null = null;
  #strain = createStrain();
  #warning: ReturnType<typeof setTimeout> | undefined;
  #ownVersion = 0;
  #work: Promise<unknown> = Promise.resolve();

  constructor(private readonly room: Room) {
    const { background = "none", noise = false, saving = "auto" } = readChoices();
    this.#state = { background, noise, saving, isBusy: false, failed: null, slowness: "no" };
    this.#offerToCamera();
    room.on(RoomEvent.LocalTrackPublished, this.#onPublished);
    room.once(RoomEvent.Disconnected, () => clearTimeout(this.#warning));
  }

  get state(): EffectsState {
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** `own` again after another own picture was chosen fetches the new one. */
  setBackground(background: Background): Promise<void> {
    if (background === "own") this.#ownVersion += 1;
    this.#strain = createStrain();
    clearTimeout(this.#warning);
    return this.#wish({ background, slowness: "no" }, { background });
  }

  setNoise(noise: boolean): Promise<void> {
    return this.#wish({ noise }, { noise });
  }

  setSaving(saving: Saving): Promise<void> {
    clearTimeout(this.#warning);
    return this.#wish({ saving, slowness: "no" }, { saving });
  }

  /** The background stays for the rest of the call, however slow it is. */
  keep(): void {
    clearTimeout(this.#warning);
    this.#tell({ saving: "never", slowness: "no" });
  }

  /** The word that it went off was read. */
  dismiss(): void {
    this.#tell({ background: "none", slowness: "no" });
  }

  async #wish(part: Partial<EffectsState>, kept: Partial<EffectChoices>): Promise<void> {
    rememberChoices(kept);
    this.#tell({ ...part, failed: null });
    await this.#apply();
  }

  #tell(part: Partial<EffectsState>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }

  /** One after the other: an effect takes a second to begin, and wishes change sooner. */
  #apply(): Promise<void> {
    const next = this.#work.then(async () => {
      this.#tell({ isBusy: true });
      await this.#attempt("background", () => this.#applyBackground());
      await this.#attempt("noise", () => this.#applyNoise());
      this.#tell({ isBusy: false });
    });
    this.#work = next.catch(() => undefined);
    return next;
  }

  async #attempt(what: "background" | "noise", run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch {
      // The camera is off then, or the voice goes out as it is: both are said, and can be tried again.
      this.#tell({ failed: what });
    }
  }

  /** Cameras that are turned on from now on begin with the background that is in force. */
  #offerToCamera(): void {
    const { background } = inForce(this.#state);
    this.#effect = background === "none" ? null : new BackgroundEffect(lookOf(background, this.#ownVersion), this.#onFrame);
    this.room.options.videoCaptureDefaults = { ...this.room.options.videoCaptureDefaults, processor: this.#effect ?? undefined };
  }

  async #applyBackground(): Promise<void> {
    const { background } = inForce(this.#state);
    const { localParticipant } = this.room;
    const track = localParticipant.getTrackPublication(Track.Source.Camera)?.videoTrack as LocalVideoTrack | undefined;
    if (background !== "none" && this.#effect) {
      await this.#effect.change(lookOf(background, this.#ownVersion));
      return;
    }
    if (background === "none" && !this.#effect) return;
    this.#offerToCamera();
    if (!track) return;
    // A camera that is off has no picture to work on; it begins anew when it is turned on.
    if (track.isMuted) await localParticipant.unpublishTrack(track);
    else if (this.#effect) await this.#begin(track, this.#effect);
    else await track.stopProcessor();
  }

  async #begin(track: LocalVideoTrack, effect: BackgroundEffect): Promise<void> {
    try {
      await track.setProcessor(effect);
    } catch (error) {
      // Its camera has been stopped: nothing is sent until it is turned on again.
      await this.room.localParticipant.unpublishTrack(track);
      throw error;
    }
  }

  async #applyNoise(): Promise<void> {
    const track = this.room.localParticipant.getTrackPublication(Track.Source.Microphone)?.audioTrack as LocalAudioTrack | undefined;
    if (!track) return;
    const { noise } = inForce(this.#state);
    const runs = track.getProcessor() !== undefined;
    if (noise && !runs) await track.setProcessor(new NoiseEffect());
    if (!noise && runs) await track.stopProcessor();
  }

  #onPublished = ({ source }: LocalTrackPublication) => {
    if (source === Track.Source.Microphone && inForce(this.#state).noise) void this.#apply();
  };

  #onFrame = (milliseconds: number) => {
    const { saving, slowness } = this.#state;
    if (saving !== "auto" || slowness !== "no" || !this.#strain(milliseconds, performance.now())) return;
    this.#tell({ slowness: "warned" });
    this.#warning = setTimeout(() => {
      this.#tell({ slowness: "off" });
      void this.#apply();
    }, warningMs);
  };
}

const known = new WeakMap<Room, CallEffects>();

/** The effects of this room; made with the room, before its camera begins. */
export function effectsOf(room: Room): CallEffects {
  const before = known.get(room);
  if (before) return before;
  const made = new CallEffects(room);
  known.set(room, made);
  return made;
}
