import { clsx } from "clsx";
import type { ChatTexts } from "@/components/chat/texts";
import { Tooltip } from "@/components/ui/tooltip";
import type { MessageReaction } from "@/lib/chat/contract";
import { fill } from "@/lib/core/fill";

/** Who set a sign, in words: those that are known by name, and how many more. */
function namesOf({ users, count }: MessageReaction, texts: ChatTexts, locale: string): string {
  const names = users.map(({ id, username }) => (id === 0 ? texts.former : username));
  const more = count - names.length;
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(more > 0 ? [...names, fill(texts.andMore, { count: more })] : names);
}

/** The signs of a message, each with how many set it; a press sets the same one, or takes one's own away. */
export function Reactions({ list, texts, locale, onReact }: { list: readonly MessageReaction[]; texts: ChatTexts; locale: string; /** Null where one only looks. */ onReact: ((emoji: string, on: boolean) => void) | null }) {
  return (
    <ul aria-label={texts.reactions} className="flex flex-wrap gap-1 pt-1">
      {list.map((each) => {
        const names = namesOf(each, texts, locale);
        return (
          <li key={each.emoji}>
            <Tooltip text={names} holds>
              <button
                type="button"
                aria-pressed={each.mine ?? false}
                aria-label={`${each.emoji} ${each.count}, ${names}`}
                disabled={onReact === null}
                onClick={() => onReact?.(each.emoji, !each.mine)}
                className={clsx(
                  "inline-flex h-8 min-w-12 touch-manipulation select-none [-webkit-touch-callout:none] items-center justify-center gap-1.5 rounded-full border px-2.5 text-ui touch:h-11 touch:min-w-14",
                  each.mine ? "border-accent bg-accent-soft font-semibold" : "border-hairline bg-surface enabled:hover:border-edge",
                )}
              >
                <span aria-hidden="true">{each.emoji}</span>
                <span className="tabular text-xs">{each.count}</span>
              </button>
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}
