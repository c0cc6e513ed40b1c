import { useLocalParticipant, useRoomContext } from "@livekit/components-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { keepCaptionChoices, readCaptionChoices, type CaptionChoices } from "@/components/call/captions/caption-choices";
import { CaptionKeeper } from "@/components/call/captions/caption-keeper";
import { captionTopic, finalAttribute, hearCaptions, segmentAttribute } from "@/components/call/captions/hearing";
import { forget, hear, type Heard, type Line } from "@/components/call/captions/lines";
import { canRecognise, recognise, type Said, type SpeechProblem } from "@/components/call/captions/own-speech";

export type Captions = {
  choices: CaptionChoices;
  change: (part: Partial<CaptionChoices>) => void;
  lines: Line[];
  /** Whether anybody's words were written in this call so far. */
  hasSource: boolean;
  /** Whether a machine of the installation writes what this person says. */
  isTranscribed: boolean;
  /** This person's own words: null where the browser cannot. `isPaused` while the microphone is off. */
  own: { isOn: boolean; isPaused: boolean; problem: SpeechProblem | null; toggle: () => void } | null;
};

/** Words that may still change are sent at most this often. */
const interimMs = 300;
/** What the server takes as the name of a sentence. */
const nameOfSegment = (segment: string) => segment.replace(/[^\w.:-]/g, "-").slice(0, 64);

/** How captions are shown, from visit to visit. */
function useChoices(): Pick<Captions, "choices" | "change"> {
  const [choices, setChoices] = useState(readCaptionChoices);
  const change = (part: Partial<CaptionChoices>) => {
    // Read anew: the bar holds on to this for longer than one turn.
    keepCaptionChoices({ ...readCaptionChoices(), ...part });
    setChoices((now) => ({ ...now, ...part }));
  };
  return { choices, change };
}

/** Keeps with the call what this person says. Each browser does so for its own person, whoever wrote the words down. */
function useKeeping(slug: string): (heard: Heard) => void {
  const keeper = useRef<CaptionKeeper | null>(null);
  const started = useRef(new Map<string, number>());
  useEffect(() => {
    const made = (keeper.current = new CaptionKeeper(slug));
    return () => made.stop();
  }, [slug]);
  return ({ segment, text, isFinal }) => {
    const nowMs = Date.now();
    const startedAtMs = started.current.get(segment) ?? nowMs;
    if (isFinal) started.current.delete(segment);
    else started.current.set(segment, startedAtMs);
    if (isFinal) keeper.current?.add({ id: nameOfSegment(segment), text, startedAtMs, endedAtMs: nowMs });
  };
}

/** Writes what this person says while it is wanted and their microphone is on. */
function useOwnSpeech(language: string, onSaid: (said: Said) => void): Captions["own"] {
  const { isMicrophoneEnabled } = useLocalParticipant();
  const [isOn, setOn] = useState(false);
  const [problem, setProblem] = useState<SpeechProblem | null>(null);
  const say = useEffectEvent((said: Said) => {
    // It works again: what was wrong is over.
    setProblem(null);
    onSaid(said);
  });
  const isWriting = isOn && isMicrophoneEnabled;
  useEffect(() => (isWriting ? recognise(language, (said) => say(said), setProblem) : undefined), [isWriting, language]);
  const toggle = () => {
    setProblem(null);
    setOn((was) => !was);
  };
  return canRecognise() ? { isOn, isPaused: isOn && !isMicrophoneEnabled, problem, toggle } : null;
}

/** The captions of the call: what is heard, how it is shown, and one's own words as a source. */
export function useCaptions(slug: string): Captions {
  const room = useRoomContext();
  const { choices, change } = useChoices();
  const [lines, setLines] = useState<Line[]>([]);
  const [hasSource, setHasSource] = useState(false);
  const [isTranscribed, setTranscribed] = useState(false);
  const keep = useKeeping(slug);
  const orders = useRef(0);
  const sentAtMs = useRef(0);

  const take = (heard: Heard) => {
    const nowMs = Date.now();
    setHasSource(true);
    setLines((before) => hear(forget(before, nowMs), heard, nowMs));
    if (heard.identity === room.localParticipant.identity) keep(heard);
  };
  const note = useEffectEvent((heard: Heard) => {
    // One's own words from elsewhere: only a machine of the installation can send them.
    if (heard.identity === room.localParticipant.identity) setTranscribed(true);
    take(heard);
  });
  useEffect(() => hearCaptions(room, (heard) => note(heard)), [room]);

  const own = useOwnSpeech(choices.language, ({ segment, text, isFinal }) => {
    const nowMs = Date.now();
    const { localParticipant } = room;
    take({ identity: localParticipant.identity, name: localParticipant.name ?? "", segment, text, isFinal, order: (orders.current += 1) });
    if (text === "" || (!isFinal && nowMs - sentAtMs.current < interimMs)) return;
    sentAtMs.current = nowMs;
    // Lost words are no reason to stop: the next ones follow.
    void localParticipant.sendText(text, { topic: captionTopic, attributes: { [segmentAttribute]: segment, [finalAttribute]: String(isFinal) } }).catch(() => undefined);
  });
  return { choices, change, lines, hasSource, isTranscribed, own };
}
