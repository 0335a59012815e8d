import { ActionIcon, Tooltip } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { download, fileName } from "../../foundation/browser/saved-file.ts";
import type { ChatLine } from "../../protocol/messages.gen.ts";
import { presentLanguage } from "../../foundation/texts/texts.ts";
import { transcriptText } from "./transcript-file.ts";

interface Props {
  readonly sessionId: string;
  readonly computer: string;
  readonly lines: readonly ChatLine[];
}

/** *Save as text*: the whole transcript, with its fingerprint. */
export function SaveButton({ sessionId, computer, lines }: Props) {
  const { t } = useTranslation();
  const label = t("console.chat.save");
  const save = async () => {
    const text = await transcriptText(sessionId, lines, t, presentLanguage());
    const name = fileName(`${t("console.tools.name_chat")} ${computer}`, new Date(), "txt");
    download(new Blob(["\ufeff", text], { type: "text/plain;charset=utf-8" }), name);
  };
  return (
    <Tooltip label={label} openDelay={300}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        disabled={lines.length === 0}
        onClick={() => void save()}
      >
        <IconDownload size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
