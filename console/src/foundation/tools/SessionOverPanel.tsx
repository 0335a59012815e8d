import { Button, Paper, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { SupportSession } from "../api/types.ts";

/** The session is over, as somebody wanted or its deadline brought: who ended it, whether the app is gone, and the way back. */
export function SessionOverPanel({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  return (
    <div className="tool-panel">
      <Paper p="lg" role="status">
        <Title order={2} size="h4">
          {session.ending ? t(`console.session.ending_${session.ending}`) : t("errors.DP-601.happened")}
        </Title>
        <Text mt="xs" mb="md">
          {session.ending && t(`console.session.removal_${session.removal}`)}
        </Text>
        <Button component={Link} to={`/sessions/${session.id}`}>
          {t(session.closing_note === "" ? "console.ended.note_write" : "console.tools.to_session")}
        </Button>
      </Paper>
    </div>
  );
}
