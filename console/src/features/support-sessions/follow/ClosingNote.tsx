import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { landAnswer, writeClosingNote } from "../../../foundation/api/support-sessions.ts";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { ProblemPanel } from "../../../foundation/design/ProblemPanel.tsx";
import { dayAndTime } from "../../../foundation/texts/times.ts";

const LONGEST = 2000;

/** After the end: what was done, to be read again in the report. */
export function ClosingNote({ session }: { session: SupportSession }) {
  const { t, i18n } = useTranslation();
  const [writing, write] = useState(session.closing_note === "");
  if (writing) return <NoteForm session={session} onDone={() => write(false)} />;
  return (
    <div>
      <Text fw={600}>{t("console.ended.note_label")}</Text>
      <Text className="closing-note breakable">{session.closing_note}</Text>
      <Group gap="sm" mt="xs">
        {session.closing_note_at !== null && (
          <Text size="sm" className="quiet" role="status">
            {t("console.ended.note_saved", { when: dayAndTime(session.closing_note_at, i18n.language) })}
          </Text>
        )}
        <Button size="xs" variant="default" onClick={() => write(true)}>
          {t("console.ended.note_change")}
        </Button>
      </Group>
    </div>
  );
}

function NoteForm({ session, onDone }: { session: SupportSession; onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [text, type] = useState(session.closing_note);
  const save = useMutation({
    mutationFn: () => writeClosingNote(session.id, text),
    onSuccess: (written) => {
      landAnswer(queries, written);
      onDone();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack gap="sm">
        <Textarea
          label={t("console.ended.note_title")}
          description={t("console.ended.note_hint")}
          autosize
          minRows={3}
          maxLength={LONGEST}
          value={text}
          onChange={(event) => type(event.currentTarget.value)}
        />
        {save.isError && <ProblemPanel problem={save.error} />}
        <Group gap="sm">
          <Button type="submit" loading={save.isPending} disabled={text.trim() === session.closing_note}>
            {t("console.ended.note_save")}
          </Button>
          {session.closing_note !== "" && (
            <Button variant="default" onClick={onDone}>
              {t("console.ended.note_cancel")}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
