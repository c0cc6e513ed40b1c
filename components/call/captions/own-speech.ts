/** What of a browser's speech recognition is used here; it has no types of its own. */
type Result = { isFinal: boolean; 0: { transcript: string } };
type Recognition = EventTarget & {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  start: () => void;
  abort: () => void;
  onresult: ((event: { resultIndex: number; results: ArrayLike<Result> }) => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  onend: (() => void) | null;
};
type Maker = new () => Recognition;

/** Why it does not write: the browser or its person does not let it, it cannot reach what recognises speech, or it does not know the language. */
export type SpeechProblem = "refused" | "away" | "unknown";
export type Said = { segment: string; text: string; isFinal: boolean };

const restartMs = 400;
const patientRestartMs = 5000;

function maker(): Maker | null {
  const { SpeechRecognition, webkitSpeechRecognition } = window as unknown as { SpeechRecognition?: Maker; webkitSpeechRecognition?: Maker };
  return SpeechRecognition ?? webkitSpeechRecognition ?? null;
}

/** Whether this browser can write what its person says. */
export function canRecognise(): boolean {
  return maker() !== null;
}

const problems: Record<string, SpeechProblem> = { "not-allowed": "refused", "service-not-allowed": "refused", network: "away", "audio-capture": "away", "language-not-supported": "unknown" };

/**
 * Writes what the person at this browser says, until it is ended. Browsers stop by themselves after a pause, and are
 * started again; after what will not change by itself they are not.
 */
export function recognise(language: string, onSaid: (said: Said) => void, onProblem: (problem: SpeechProblem) => void): () => void {
  const Made = maker();
  if (!Made) return () => {};
  const run = crypto.randomUUID().slice(0, 8);
  let isEnded = false;
  let turn = 0;
  let wait = restartMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: Recognition | null = null;
  const start = () => {
    const recognition = (current = new Made());
    const own = (turn += 1);
    recognition.lang = language || navigator.language;
    recognition.continuous = true;
    recognition.interimResults = true;
    recognition.onresult = ({ resultIndex, results }) => {
      wait = restartMs;
      for (let index = resultIndex; index < results.length; index += 1) {
        const result = results[index];
        if (result && !isEnded) onSaid({ segment: `${run}.${own}.${index}`, text: result[0].transcript.trim(), isFinal: result.isFinal });
      }
    };
    recognition.onerror = ({ error }) => {
      const problem = problems[error];
      if (!problem || isEnded) return;
      onProblem(problem);
      if (problem === "away") wait = patientRestartMs;
      else isEnded = true;
    };
    recognition.onend = () => {
      if (!isEnded) timer = setTimeout(start, wait);
    };
    recognition.start();
  };
  start();
  return () => {
    isEnded = true;
    clearTimeout(timer);
    current?.abort();
  };
}
