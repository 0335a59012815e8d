import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { LanguageChoice } from "./LanguageChoice.tsx";
import { Mark } from "./Mark.tsx";
import { SchemeButton } from "./SchemeButton.tsx";

/** The frame of pages before the sign-in: the mark, one panel, the language. */
export function EntrancePage({ title, intro, children }: { title: string; intro?: string; children: ReactNode }) {
  return (
    <div className="entrance">
      <Group justify="space-between" className="entrance-top">
        <Group gap="xs">
          <Mark />
          <Text fw={700} fz="lg" component="span">
            Daypass
          </Text>
        </Group>
        <Group gap="xs">
          <SchemeButton />
          <LanguageChoice />
        </Group>
      </Group>
      <main>
        <Paper className="entrance-panel" withBorder shadow="sm" p={{ base: "lg", sm: "xl" }}>
          <Stack gap="lg">
            <div>
              <Title order={1} fz={26}>
                {title}
              </Title>
              {intro && (
                <Text mt="xs" className="quiet">
                  {intro}
                </Text>
              )}
            </div>
            {children}
          </Stack>
        </Paper>
      </main>
    </div>
  );
}
