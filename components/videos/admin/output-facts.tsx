import { useLocale, useTranslations } from "next-intl";
import { FactList } from "@/components/admin/fact-list";
import { Table } from "@/components/ui/table";
import { formatBytes, formatDuration } from "@/lib/core/format";
import type { ManagedVideo, RenditionInfo, SourceSummary } from "@/lib/videos/contract";

/** Bits per second as people say them. */
function rate(bitsPerSecond: number, locale: string): string {
  const isMega = bitsPerSecond >= 1_000_000;
  return new Intl.NumberFormat(locale, { style: "unit", unit: isMega ? "megabit-per-second" : "kilobit-per-second", maximumFractionDigits: isMega ? 2 : 0 }).format(bitsPerSecond / (isMega ? 1_000_000 : 1_000));
}

/** What of a video is really played, as it was measured after encoding, and what it was made of. */
export function OutputFacts({ output }: { output: NonNullable<ManagedVideo["output"]> }) {
  const t = useTranslations("videoAdmin.output");
  return (
    <section aria-labelledby="output" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h2 id="output" className="text-lg">
        {t("title")}
      </h2>
      <Renditions renditions={output.renditions} />
      {output.source && <Source source={output.source} />}
    </section>
  );
}

function Renditions({ renditions }: { renditions: RenditionInfo[] }) {
  const t = useTranslations("videoAdmin.output");
  const locale = useLocale();
  return (
    <Table
      caption={t("renditions")}
      rows={renditions}
      rowKey={({ name }) => name}
      columns={[
        { key: "name", title: t("name"), heading: true, cell: ({ name }) => name },
        { key: "picture", title: t("picture"), numeric: true, cell: ({ width, height, frameRate }) => t("pictureAt", { width, height, rate: frameRate }) },
        { key: "average", title: t("average"), numeric: true, cell: ({ averageBandwidth }) => rate(averageBandwidth, locale) },
        { key: "peak", title: t("peak"), numeric: true, cell: ({ bandwidth }) => rate(bandwidth, locale) },
        { key: "codecs", title: t("codecs"), cell: ({ codecs }) => <code className="text-sm break-all">{codecs}</code> },
        { key: "size", title: t("size"), numeric: true, cell: ({ bytes }) => (bytes === undefined ? "–" : formatBytes(bytes, locale)) },
        { key: "segments", title: t("segments"), numeric: true, cell: ({ segments }) => segments ?? "–" },
      ]}
    />
  );
}

function Source({ source: { width, height, frameRate, durationSeconds, videoCodec, audioCodec, isHdr } }: { source: SourceSummary }) {
  const t = useTranslations("videoAdmin.output");
  return (
    <FactList
      facts={[
        { key: "picture", name: t("sourcePicture"), value: `${t("pictureAt", { width, height, rate: frameRate })}${isHdr ? ` · ${t("hdr")}` : ""}` },
        { key: "codecs", name: t("sourceCodecs"), value: [videoCodec || "–", audioCodec ?? t("noSound")].join(", ") },
        { key: "length", name: t("sourceLength"), value: formatDuration(durationSeconds) },
      ]}
    />
  );
}
