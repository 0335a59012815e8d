import { Alert, Anchor, ScrollArea, Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { guideAddress } from "../../foundation/texts/guide-address.ts";
import { harmless } from "../../protocol/shown-text.ts";
import type { Failure } from "./host-jobs.ts";

interface Props {
  readonly title: string;
  readonly failures: readonly Failure[];
  readonly onDismiss: () => void;
}

/** All that failed, each with its words and its article. */
export function TroublePanel({ title, failures, onDismiss }: Props) {
  const { t } = useTranslation();
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      withCloseButton
      closeButtonLabel={t("console.common.close")}
      onClose={onDismiss}
      title={title}
    >
      <ScrollArea.Autosize mah={160} viewportProps={{ tabIndex: 0 }}>
        <Table verticalSpacing={2} className="files-troubles">
          <Table.Tbody>
            {failures.slice(0, 500).map((failure) => (
              <Table.Tr key={failure.path}>
                <Table.Td>
                  <bdi>{harmless(failure.path)}</bdi>
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
