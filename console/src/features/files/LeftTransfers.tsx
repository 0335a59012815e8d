/** What was under way when the browser was closed: to go on with, or to forget. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { useWatched } from "../../foundation/watching/use-watched.ts";
import { readableBytes } from "../../foundation/texts/amounts.ts";
import { harmless } from "../../protocol/shown-text.ts";
import { asFilesProblem } from "./dialogs.tsx";
import type { KeptTransfer } from "./files-storage.ts";
import type { KeptQueue } from "./kept-queue.ts";
import { type QueueButton, QueueRow } from "./QueueRow.tsx";
import type { Transfers } from "./transfers-shown.ts";
import { useTried } from "./use-tried.ts";

export function LeftTransfers({ queue, transfers }: { queue: KeptQueue; transfers: Transfers }) {
  const left = useWatched(queue);
  const { problem, tried } = useTried();
  if (left.length === 0) return null;
  return (
    <div className="files-works">
      {problem && <ProblemPanel problem={asFilesProblem(problem)} />}
      {left.map((one) => (
        <LeftRow
          key={one.id}
          kept={one}
          onResume={() => tried(queue.resume(one, transfers))}
          onForget={() => tried(queue.forget(one.id))}
        />
      ))}
    </div>
  );
}

interface RowProps {
  readonly kept: KeptTransfer;
  readonly onResume: () => void;
  readonly onForget: () => void;
}

function LeftRow({ kept, onResume, onForget }: RowProps) {
  const { t, i18n } = useTranslation();
  const { kind, items, here } = kept;
  const [first] = items;
  const title =
    items.length === 1
      ? t(`console.files.${kind}_of`, { name: harmless(first?.name ?? "") })
      : t(`console.files.${kind}_many`, { count: items.length });
  const bytes = items.reduce((sum, { size }) => sum + size, 0);
  const lost = kind === "upload" && !here;
  const buttons: QueueButton[] = [{ label: t("console.files.forget"), keys: "Delete", run: onForget }];
  if (!lost) buttons.unshift({ label: t("console.files.resume"), keys: "Space", run: onResume, first: true });
  return (
    <QueueRow label={title} className="files-left" buttons={buttons}>
      <Text size="sm" className={lost ? undefined : "files-work-name"}>
        {title} · {t(lost ? "console.files.left_choose" : "console.files.left")}
      </Text>
      <Text size="sm" className="quiet files-work-amount">
        {readableBytes(bytes, i18n.language)}
      </Text>
    </QueueRow>
  );
}
