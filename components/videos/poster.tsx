import { clsx } from "clsx";
import { Court } from "@/components/ui/court";
import styles from "@/components/videos/videos.module.css";

/**
 * A video's picture, or the empty court while there is none. Decoration: the title stands beside it. A plain `img`: the
 * picture is behind the session check, which an image optimiser that fetches it for us would not pass.
 */
export function Poster({ url, isFirst = false, className }: { url: string | null; isFirst?: boolean; className?: string }) {
  if (url === null) {
    return (
      <span className="grid size-full place-content-center text-edge">
        <Court className="size-10" />
      </span>
    );
  }
  return (
    // eslint-disable-next-line @next/next/no-img-element -- see above
    <img
      src={url}
      alt=""
      width={1280}
      height={720}
      loading={isFirst ? "eager" : "lazy"}
      fetchPriority={isFirst ? "high" : "auto"}
      decoding="async"
      className={clsx(styles.picture, className)}
    />
  );
}
