import { Group, Paper, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { PageTitle } from "./PageTitle.tsx";
import { LanguageChoice } from "./LanguageChoice.tsx";
import { Mark } from "./Mark.tsx";
import { SchemeButton } from "./SchemeButton.tsx";

/** The frame of pages before the sign-in: the mark, one panel, the language. */
export function EntrancePage({ title, intro, children }: { title: string; intro?: string; children: ReactNode }) {
  return (
    <div className="entrance">
      <Group component="header" justify="space-between" className="entrance-top">
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
              <PageTitle fz={26} className="breakable">
                {title}
              </PageTitle>
              {intro && (
                <Text mt="xs" className="quiet breakable">
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
