/** On the session's page: what this browser keeps of the chat, also when the session is over. The server never had it. */
import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../foundation/api/me.ts";
import type { SupportSession } from "../../foundation/api/types.ts";
import type { ChatLine } from "../../protocol/messages.gen.ts";
import { isMine } from "./conversation.ts";
import { Line } from "./Line.tsx";
import { SaveButton } from "./SaveButton.tsx";
import { TranscriptStorage } from "./transcript-storage.ts";

/** Nothing where this technician did not chat in this browser. */
export function KeptTranscript({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  const me = useMe().technician;
  const lines = useKeptLines(session.id, me.id);
  if (lines.length === 0) return null;
  return (
    <Paper withBorder shadow="sm" p={{ base: "lg", sm: "xl" }} component="section" aria-labelledby="kept-chat">
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div>
            <Title order={2} fz="lg" id="kept-chat">
              {t("console.chat.kept", { count: lines.length })}
            </Title>
            <Text size="sm" className="quiet">
              {t("console.chat.kept_here")}
            </Text>
          </div>
          <SaveButton sessionId={session.id} computer={session.computer_name ?? ""} lines={lines} />
        </Group>
        <div className="chat-kept" role="log" aria-label={t("console.chat.lines")} tabIndex={0}>
          {lines.map((line) => (
            <Line key={line.number} line={line} mine={isMine(line, me.name)} />
          ))}
        </div>
      </Stack>
    </Paper>
  );
}

/** Read again when the page comes to the front: the chat may go on in another tab. */
function useKeptLines(sessionId: string, technicianId: string): readonly ChatLine[] {
  const [lines, setLines] = useState<readonly ChatLine[]>([]);
  useEffect(() => {
    let current = true;
    const load = () => {
      void TranscriptStorage.open()
        .then((storage) => storage.load(sessionId, technicianId))
        .then((kept) => current && setLines(kept))
        // A browser that keeps nothing has nothing to show.
        .catch(() => undefined);
    };
    load();
    document.addEventListener("visibilitychange", load);
    return () => {
      current = false;
      document.removeEventListener("visibilitychange", load);
    };
  }, [sessionId, technicianId]);
  return lines;
}
