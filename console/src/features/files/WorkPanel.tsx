/** What runs on the PC and what went wrong there, under the panes; nothing while there is nothing. */
import { Alert, Anchor, Button, Progress, ScrollArea, Table, Text } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { readableBytes } from "../../foundation/texts/amounts.ts";
import { guideAddress } from "../../foundation/texts/guide-address.ts";
import { ConflictDialog } from "./ConflictDialog.tsx";
import type { Trouble, Work, Works } from "./works.ts";

export function WorkPanel({ works }: { works: Works }) {
  const { running, troubles } = useSyncExternalStore(works.subscribe, works.state);
  const asked = running.find((work) => work.conflict !== undefined);
  return (
    <>
      {(running.length > 0 || troubles.length > 0) && (
        <div className="files-works">
          {running.map((work) => (
            <RunningWork key={work.id} work={work} onStop={() => works.stop(work.id)} />
          ))}
          {troubles.map((trouble) => (
            <TroublePanel key={trouble.id} trouble={trouble} onDismiss={() => works.dismiss(trouble.id)} />
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
  return (
    <div className="files-work">
      <Text size="sm" className="files-work-name">
        {t(`console.files.doing_${work.kind}`, { count: work.count })}
        {progress?.name && <span className="quiet"> {progress.name}</span>}
      </Text>
      {share !== undefined && (
        <Progress value={share} aria-label={t(`console.files.doing_${work.kind}`, { count: work.count })} />
      )}
      <Text size="sm" className="quiet files-work-amount">
        {progress &&
          `${t("console.files.files", { count: progress.files })} · ${readableBytes(progress.bytes, i18n.language)}`}
      </Text>
      <Button size="compact-sm" variant="default" onClick={onStop}>
        {t("console.files.stop")}
      </Button>
    </div>
  );
}

/** All that failed, each with its words and its article. */
function TroublePanel({ trouble, onDismiss }: { trouble: Trouble; onDismiss: () => void }) {
  const { t } = useTranslation();
  const { kind, failures, dp } = trouble;
  const all = dp === undefined ? failures : [{ path: "", dp }, ...failures];
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      withCloseButton
      closeButtonLabel={t("console.common.close")}
      onClose={onDismiss}
      title={t(`console.files.failed_${kind}`)}
    >
      <ScrollArea.Autosize mah={160} viewportProps={{ tabIndex: 0 }}>
        <Table verticalSpacing={2}>
          <Table.Tbody>
            {all.slice(0, 500).map((failure) => (
              <Table.Tr key={failure.path}>
                <Table.Td>
                  <bdi>{failure.path}</bdi>
                </Table.Td>
                <Table.Td>
                  {failure.dp === "DP-201"
                    ? t("console.files.broken")
                    : `${t(`errors.${failure.dp}.happened`)} ${t(`errors.${failure.dp}.next`)}`}
                </Table.Td>
                <Table.Td>
                  <Anchor href={guideAddress(failure.dp)} target="_blank" rel="noopener" inherit>
                    {failure.dp}
                  </Anchor>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </Alert>
  );
}
