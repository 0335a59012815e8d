/** The queue: what is under way and how fast, what waits for a decision, and what went wrong. */
import { Button, Progress, Text } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { readableBytes } from "../../foundation/texts/amounts.ts";
import { useWatched } from "../../foundation/watching/use-watched.ts";
import { countdown } from "../../foundation/texts/times.ts";
import { ConflictDialog } from "./ConflictDialog.tsx";
import type { Transfer, Transfers } from "./transfers-shown.ts";
import { TroublePanel } from "./TroublePanel.tsx";

interface Props {
  readonly transfers: Transfers;
  /** Nothing passes now: the line heals, or nobody is signed in at the PC. */
  readonly waits: boolean;
}

export function TransferPanel({ transfers, waits }: Props) {
  const { t } = useTranslation();
  const shown = useWatched(transfers);
  const running = shown.some((one) => one.state === "running");
  useEffect(() => {
    if (!running) return;
    // A page that is closed takes its transfers along: the browser asks first.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [running]);
  if (shown.length === 0) return null;
  const asking = shown.find((one) => one.asks.length > 0);
  const ask = asking?.asks[0];
  return (
    <section className="files-works" aria-label={t("console.files.transfers")}>
      {shown.map((one) => (
        <TransferRow key={one.id} transfer={one} transfers={transfers} waits={waits && one.state === "running"} />
      ))}
      {asking && ask && (
        <ConflictDialog
          key={`${asking.id} ${ask.item}`}
          name={asking.names[ask.item] ?? ""}
          folder={asking.folder}
          there={ask.there}
          coming={{ kind: "file", size: asking.sizes[ask.item] ?? 0, modified_at: asking.modified[ask.item] ?? 0 }}
          onDecide={(choice, forAll) => transfers.decide(asking.id, ask.item, choice, forAll)}
          onStop={() => transfers.cancel(asking.id)}
        />
      )}
    </section>
  );
}

function TransferRow({ transfer, transfers, waits }: Props & { transfer: Transfer }) {
  const { t, i18n } = useTranslation();
  const { id, kind, names, state, files, bytes, bytesTotal, speed, failures } = transfer;
  const title =
    names.length === 1
      ? t(`console.files.${kind}_of`, { name: names[0] })
      : t(`console.files.${kind}_many`, { count: names.length });
  const amount = (of: number) => readableBytes(of, i18n.language);
  const over = state === "done" || state === "cancelled";
  const leftMs = speed > 0 ? ((bytesTotal - bytes) / speed) * 1000 : 0;
  const share = bytesTotal > 0 ? (100 * bytes) / bytesTotal : (100 * files) / names.length;
  return (
    <>
      <div className="files-work">
        <Text size="sm" className="files-work-name" title={title}>
          {title} · {t(`console.files.transfer_${waits ? "waits" : state}`)}
        </Text>
        <Progress value={state === "done" ? 100 : share} aria-label={title} />
        <Text size="sm" className="quiet files-work-amount">
          {amount(bytes)} / {amount(bytesTotal)}
          {state === "running" && !waits && speed > 0 && ` · ${amount(speed)}/s · ${countdown(leftMs)}`}
        </Text>
        <div className="files-work-buttons">
          {state === "running" && (
            <Button size="compact-sm" variant="default" onClick={() => transfers.pause(id)}>
              {t("console.files.pause")}
            </Button>
          )}
          {state === "paused" && (
            <Button size="compact-sm" variant="default" onClick={() => transfers.resume(id)}>
              {t("console.files.resume")}
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => (over ? transfers.dismiss(id) : transfers.cancel(id))}
          >
            {t(over ? "console.common.close" : "console.common.cancel")}
          </Button>
        </div>
      </div>
      {failures.length > 0 && over && (
        <TroublePanel
          title={t("console.files.failed_transfer")}
          failures={failures}
          onDismiss={() => transfers.dismiss(id)}
        />
      )}
    </>
  );
}
