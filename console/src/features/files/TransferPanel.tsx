/** The queue: what is under way and how fast, what waits for a decision, and what went wrong. */
import { Button, Progress, Text } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { readableBytes } from "../../foundation/texts/amounts.ts";
import { useWatched } from "../../foundation/watching/use-watched.ts";
import { countdown } from "../../foundation/texts/times.ts";
import { harmless } from "../../protocol/shown-text.ts";
import { ConflictDialog } from "./ConflictDialog.tsx";
import { type QueueButton, QueueRow } from "./QueueRow.tsx";
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
  const over = shown.filter(({ state }) => state === "done" || state === "cancelled").length;
  const asking = shown.find((one) => one.asks.length > 0);
  const ask = asking?.asks[0];
  return (
    <section className="files-works" aria-label={t("console.files.transfers")}>
      {shown.map((one) => (
        <TransferRow key={one.id} transfer={one} transfers={transfers} waits={waits && one.state === "running"} />
      ))}
      {over > 1 && (
        <div className="files-works-over">
          <Button size="compact-sm" variant="subtle" onClick={() => transfers.clear()}>
            {t("console.files.do_clear")}
          </Button>
        </div>
      )}
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
  const { id, kind, names, state, files, bytes, bytesTotal, speed, failures, skipped } = transfer;
  const title =
    names.length === 1
      ? t(`console.files.${kind}_of`, { name: harmless(names[0] ?? "") })
      : t(`console.files.${kind}_many`, { count: names.length });
  const amount = (of: number) => readableBytes(of, i18n.language);
  const over = state === "done" || state === "cancelled";
  const leftMs = speed > 0 ? ((bytesTotal - bytes) / speed) * 1000 : 0;
  const share = bytesTotal > 0 ? (100 * bytes) / bytesTotal : (100 * files) / names.length;
  const failed = over && failures.length > 0;
  const word = failed && state === "done" ? "failed" : waits ? "waits" : state;
  const remove = () => (over ? transfers.dismiss(id) : transfers.cancel(id));
  const buttons: QueueButton[] = [
    { label: t(over ? "console.common.close" : "console.common.cancel"), keys: "Delete", run: remove },
  ];
  if (state === "running")
    buttons.unshift({ label: t("console.files.pause"), keys: "Space", run: () => transfers.pause(id) });
  if (state === "paused")
    buttons.unshift({ label: t("console.files.resume"), keys: "Space", run: () => transfers.resume(id) });
  return (
    <>
      <QueueRow label={title} buttons={buttons}>
        <Text size="sm" className="files-transfer-name" title={title}>
          <span className="files-work-name">{title}</span>
          <span className="files-transfer-state">
            {" · "}
            {t(`console.files.transfer_${word}`, { count: failures.length })}
            {skipped > 0 && ` · ${t("console.files.skipped", { count: skipped })}`}
          </span>
        </Text>
        <Progress
          value={state === "done" && !failed ? 100 : share}
          {...(failed ? { color: "red" } : {})}
          aria-label={title}
        />
        <Text size="sm" className="quiet files-work-amount">
          {amount(bytes)} / {amount(bytesTotal)}
          {state === "running" && !waits && speed > 0 && ` · ${amount(speed)}/s · ${countdown(leftMs)}`}
        </Text>
      </QueueRow>
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
