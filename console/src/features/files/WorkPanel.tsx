/** What runs on the PC and what went wrong there, under the panes; nothing while there is nothing. */
import { Progress, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { readableBytes } from "../../foundation/texts/amounts.ts";
import { useWatched } from "../../foundation/watching/use-watched.ts";
import { harmless } from "../../protocol/shown-text.ts";
import { ConflictDialog } from "./ConflictDialog.tsx";
import { QueueRow } from "./QueueRow.tsx";
import { TroublePanel } from "./TroublePanel.tsx";
import type { Work, Works } from "./works.ts";

export function WorkPanel({ works }: { works: Works }) {
  const { t } = useTranslation();
  const { running, troubles } = useWatched(works);
  const asked = running.find((work) => work.conflict !== undefined);
  return (
    <>
      {(running.length > 0 || troubles.length > 0) && (
        <div className="files-works">
          {running.map((work) => (
            <RunningWork key={work.id} work={work} onStop={() => works.stop(work.id)} />
          ))}
          {troubles.map((trouble) => (
            <TroublePanel
              key={trouble.id}
              title={t(`console.files.failed_${trouble.kind}`)}
              failures={
                trouble.dp === undefined ? trouble.failures : [{ path: "", dp: trouble.dp }, ...trouble.failures]
              }
              onDismiss={() => works.dismiss(trouble.id)}
            />
          ))}
        </div>
      )}
      {asked?.conflict && (
        <ConflictDialog
          key={`${asked.id} ${asked.conflict.folder} ${asked.conflict.name}`}
          name={asked.conflict.name}
          folder={asked.conflict.folder}
          there={asked.conflict.there}
          coming={asked.conflict.coming}
          onDecide={(choice, forAll) => works.decide(asked.id, choice, forAll)}
          onStop={() => works.stop(asked.id)}
        />
      )}
    </>
  );
}

function RunningWork({ work, onStop }: { work: Work; onStop: () => void }) {
  const { t, i18n } = useTranslation();
  const { progress } = work;
  const share = progress?.bytes_total ? (100 * progress.bytes) / progress.bytes_total : undefined;
  const title = t(`console.files.doing_${work.kind}`, { count: work.count });
  return (
    <QueueRow label={title} buttons={[{ label: t("console.files.stop"), keys: "Delete", run: onStop }]}>
      <Text size="sm" className="files-work-name">
        {title}
        {progress?.name && <span className="quiet"> {harmless(progress.name)}</span>}
      </Text>
      {share !== undefined && <Progress value={share} aria-label={title} />}
      <Text size="sm" className="quiet files-work-amount">
        {progress &&
          `${t("console.files.files", { count: progress.files })} · ${readableBytes(progress.bytes, i18n.language)}`}
      </Text>
    </QueueRow>
  );
}
