/** Live graphs: processor, memory, disk and network of the last two minutes. */
import { VisuallyHidden } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../foundation/api/problem.ts";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { readableBytes } from "../../foundation/texts/amounts.ts";
import type { LoadSample } from "../../protocol/messages.gen.ts";
import { Graph } from "./Graph.tsx";
import { type Dashboard, useWatched } from "./use-dashboard.ts";
import type { FromHost } from "./wire.ts";

const KEPT = 130;
/** After a longer gap, as of a tab that was out of sight, the graphs begin anew. */
const LONGEST_GAP_MS = 5000;
const MOST_CORES = 128;
const IN_A_ROW = 32;

export function LoadPanel({ dashboard }: { dashboard: Dashboard }) {
  const { t, i18n } = useTranslation();
  const [samples, setSamples] = useState<readonly LoadSample[]>([]);
  const hear = useCallback((message: FromHost) => {
    if (message.type !== "LoadSample") return;
    setSamples((before) => {
      const gap = message.at - (before.at(-1)?.at ?? message.at);
      return gap > LONGEST_GAP_MS || gap < 0 ? [message] : [...before.slice(1 - KEPT), message];
    });
  }, []);
  const { failed, again } = useWatched(dashboard, "load", hear);
  if (failed !== undefined) {
    return (
      <div className="dash-note">
        <ProblemPanel problem={new Problem(409, { code: failed, dp: failed })} onRetry={again} />
      </div>
    );
  }
  const cores = samples.at(-1)?.cores.length ?? 0;
  const percent = (value: number) => `${String(Math.round(value))} %`;
  const rate = (value: number) => `${readableBytes(value, i18n.language)}/s`;
  const last = samples.at(-1);
  const average = (sample: LoadSample) =>
    sample.cores.length > 0 ? sample.cores.reduce((sum, core) => sum + core, 0) / sample.cores.length / 10 : 0;
  return (
    <div className="dash-graphs">
      <Graph
        title={t("console.dashboard.column_cpu")}
        now={last ? percent(average(last)) : ""}
        samples={samples}
        most={100}
        format={percent}
        lines={[
          { name: t("console.dashboard.all_cores"), value: average, strong: true },
          ...Array.from({ length: Math.min(cores, MOST_CORES) }, (_, core) => ({
            name: t("console.dashboard.core", { number: core + 1 }),
            value: (sample: LoadSample) => (sample.cores[core] ?? 0) / 10,
          })),
        ]}
      >
        {last && <Cores cores={last.cores.slice(0, MOST_CORES)} />}
      </Graph>
      <Graph
        title={t("console.dashboard.column_memory")}
        now={
          last
            ? t("console.dashboard.used_of", {
                used: readableBytes(last.memory_used, i18n.language),
                all: readableBytes(last.memory, i18n.language),
              })
            : ""
        }
        samples={samples}
        most={last?.memory ?? 1}
        format={(value) => readableBytes(value, i18n.language)}
        lines={[{ name: t("console.dashboard.used"), value: (sample) => sample.memory_used, strong: true }]}
      />
      <Graph
        title={t("console.dashboard.disk")}
        now={last ? rate(last.disk_read + last.disk_written) : ""}
        samples={samples}
        format={rate}
        lines={[
          { name: t("console.dashboard.read"), value: (sample) => sample.disk_read, strong: true },
          { name: t("console.dashboard.written"), value: (sample) => sample.disk_written, dashed: true },
        ]}
      />
      <Graph
        title={t("console.dashboard.card_network")}
        now={last ? rate(last.received + last.sent) : ""}
        samples={samples}
        format={rate}
        lines={[
          { name: t("console.dashboard.received"), value: (sample) => sample.received, strong: true },
          { name: t("console.dashboard.sent"), value: (sample) => sample.sent, dashed: true },
        ]}
      />
    </div>
  );
}

/** How busy each core is now, as bars beside one another. */
function Cores({ cores }: { cores: readonly number[] }) {
  const { t } = useTranslation();
  if (cores.length < 2) return null;
  return (
    <ul
      className="dash-cores"
      aria-label={t("console.dashboard.cores")}
      style={{ gridTemplateColumns: `repeat(${String(Math.min(cores.length, IN_A_ROW))}, minmax(0, 24px))` }}
    >
      {cores.map((busy, core) => {
        const says = `${t("console.dashboard.core", { number: core + 1 })}: ${String(Math.round(busy / 10))} %`;
        return (
          <li key={core} title={says}>
            <span style={{ height: `${String(busy / 10)}%` }} />
            <VisuallyHidden>{says}</VisuallyHidden>
          </li>
        );
      })}
    </ul>
  );
}
