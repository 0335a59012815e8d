import { Button, Group, Text } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { SupportSession } from "../api/types.ts";
import { ButtonLink } from "../design/links.tsx";
import { LACKS, lackOf, TOOLS } from "./tools.ts";

interface Props {
  readonly session: SupportSession;
  /** Of the PC, for screen readers: a page may show several. */
  readonly name: string;
  readonly size?: "sm" | "md";
}

/** The tools, and in words why some cannot be opened; those can be reached by keyboard too, so that the reason is heard. */
export function ToolButtons({ session, name, size = "sm" }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const tools = TOOLS.map((place) => ({ ...place, lack: lackOf(session, place) }));
  return (
    <div>
      <Group gap="sm" role="group" aria-label={t("console.tools.of_pc", { pc: name })}>
        {tools.map(({ tool, to, icon: Icon, lack }) =>
          lack === null && to ? (
            <ButtonLink
              key={tool}
              to={to}
              params={{ id: session.id }}
              size={size}
              variant={tool === "remote_control" ? "filled" : "default"}
              leftSection={<Icon size={18} aria-hidden />}
            >
              {t(`console.tools.name_${tool}`)}
            </ButtonLink>
          ) : (
            <Button
              key={tool}
              size={size}
              data-disabled
              aria-disabled
              aria-describedby={`${id}-${lack}`}
              onClick={(event) => event.preventDefault()}
              leftSection={<Icon size={18} aria-hidden />}
            >
              {t(`console.tools.name_${tool}`)}
            </Button>
          ),
        )}
      </Group>
      {LACKS.map((lack) => {
        const lacking = tools.filter((tool) => tool.lack === lack).map(({ tool }) => t(`console.tools.name_${tool}`));
        return (
          lacking.length > 0 && (
            <Text key={lack} id={`${id}-${lack}`} size="sm" mt={6} className="quiet">
              {t(`console.tools.lacks_${lack}`, { tools: lacking.join(", ") })}
            </Text>
          )
        );
      })}
    </div>
  );
}
