import { personHue } from "@/lib/core/hue";
import type { RecorderOrder } from "@/lib/platform/recorder/messages";
import { seat, type Candidate, type Seat } from "@/server/recorder/layout";
import type { Box } from "@/server/recorder/picture";

/** A track of somebody's camera or screen. */
export type Sight = { sid: string; isMuted: boolean; cameAt: number };
export type PictureSource = "camera" | "screen";
type Person = { identity: string; name: string; isHandRaised: boolean; cameAt: number; lastSpoke: number; sights: Partial<Record<PictureSource, Sight>>; voices: Map<string, { isMuted: boolean }> };

/** All that is needed to draw one tile; initials are drawn where there is no track, or its picture is off. */
export type Tile = { key: string; box: Box; sid: string | null; isPictureOff: boolean; name: string; hue: number; isMuted: boolean; isHandRaised: boolean };

/** The tracks whose pictures are drawn. */
export function shownTracks(tiles: readonly Tile[]): string[] {
  return tiles.flatMap(({ sid, isPictureOff }) => (sid === null || isPictureOff ? [] : [sid]));
}

const keyOf = (identity: string, source: PictureSource) => `${source} ${identity}`;

/** Who is in the room, as far as a recording shows it. Knows no LiveKit. */
export class People {
  readonly #people = new Map<string, Person>();
  readonly #mode: RecorderOrder["mode"];
  #serial = 0;
  #seats: Seat[] = [];
  /** Who was the loudest last; stays so while nobody speaks. */
  loudest: string | null = null;

  constructor(mode: RecorderOrder["mode"]) {
    this.#mode = mode;
  }

  get count(): number {
    return this.#people.size;
  }

  /** Somebody came, or is told of anew. */
  put(identity: string, { name, isHandRaised }: { name: string; isHandRaised: boolean }): void {
    const known = this.#people.get(identity);
    if (known) Object.assign(known, { name, isHandRaised });
    else this.#people.set(identity, { identity, name, isHandRaised, cameAt: (this.#serial += 1), lastSpoke: 0, sights: {}, voices: new Map() });
  }

  remove(identity: string): void {
    this.#people.delete(identity);
    if (this.loudest === identity) this.loudest = null;
  }

  putSight(identity: string, source: PictureSource, sid: string, isMuted: boolean): void {
    const person = this.#people.get(identity);
    if (person) person.sights[source] = { sid, isMuted, cameAt: (this.#serial += 1) };
  }

  putVoice(identity: string, sid: string, isMuted: boolean): void {
    this.#people.get(identity)?.voices.set(sid, { isMuted });
  }

  /** A track is gone. */
  dropTrack(identity: string, sid: string): void {
    const person = this.#people.get(identity);
    if (!person) return;
    person.voices.delete(sid);
    for (const source of ["camera", "screen"] as const) if (person.sights[source]?.sid === sid) delete person.sights[source];
  }

  mute(identity: string, sid: string, isMuted: boolean): void {
    const person = this.#people.get(identity);
    const track = person?.voices.get(sid) ?? Object.values(person?.sights ?? {}).find((sight) => sight.sid === sid);
    if (track) track.isMuted = isMuted;
  }

  /** @param identities the loudest first. @returns whether somebody else is the loudest now. */
  hear(identities: readonly string[]): boolean {
    const speaking = identities.filter((identity) => this.#people.has(identity));
    // The loudest last, so that they count as who spoke last.
    for (const identity of [...speaking].reverse()) this.#people.get(identity)!.lastSpoke = this.#serial += 1;
    const [first] = speaking;
    if (first === undefined || first === this.loudest) return false;
    this.loudest = first;
    return true;
  }

  /** The tiles as they are now. A shared screen counts as speaking as long as it is there. */
  tiles(): Tile[] {
    const candidates: Candidate[] = [];
    for (const { identity, cameAt, lastSpoke, sights } of this.#people.values()) {
      if (sights.screen) candidates.push({ key: keyOf(identity, "screen"), kind: "screen", identity, cameAt: sights.screen.cameAt, lastSpoke: Infinity });
      candidates.push({ key: keyOf(identity, "camera"), kind: "person", identity, cameAt, lastSpoke });
    }
    const focused = this.#mode === "active_speaker" ? (this.loudest ?? "") : null;
    this.#seats = seat(candidates, focused, this.#seats);
    return this.#seats.map((place) => this.#tile(place));
  }

  #tile({ key, box }: Seat): Tile {
    const source: PictureSource = key.startsWith("screen ") ? "screen" : "camera";
    const person = this.#people.get(key.slice(source.length + 1))!;
    const sight = person.sights[source];
    const isCamera = source === "camera";
    return {
      key,
      box,
      sid: sight?.sid ?? null,
      isPictureOff: sight?.isMuted ?? true,
      name: person.name,
      hue: personHue(person.identity),
      isMuted: isCamera && ![...person.voices.values()].some((voice) => !voice.isMuted),
      isHandRaised: isCamera && person.isHandRaised,
    };
  }
}
