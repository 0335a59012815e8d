import { Paper, Stack, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

/** One part of the page under its own heading. */
export function ProfileSection({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <Paper component="section" withBorder shadow="sm" p={{ base: "md", sm: "lg" }} aria-labelledby={id}>
      <Stack gap="md">
        <Title order={2} fz={20} id={id}>
          {title}
        </Title>
        {children}
      </Stack>
    </Paper>
  );
}
