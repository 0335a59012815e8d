import { Button, Group, Text } from "@mantine/core";
import { IconFolders, IconGauge, IconScreenShare, type TablerIcon } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { SupportSession } from "../../foundation/api/types.ts";
import { ButtonLink } from "../../foundation/design/links.tsx";

type Tool = "remote_control" | "files" | "dashboard";
type Lack = "plan" | "version" | "pc";

const TOOLS: readonly { tool: Tool; name: string; icon: TablerIcon; built: boolean }[] = [
  { tool: "remote_control", name: "console.session.remote_control", icon: IconScreenShare, built: true },
  { tool: "files", name: "console.computers.files", icon: IconFolders, built: false },
  { tool: "dashboard", name: "console.computers.dashboard", icon: IconGauge, built: false },
];
const LACKS: readonly Lack[] = ["pc", "plan", "version"];

/** Why a tool cannot be opened now; the plan is named first, since no waiting helps against it. */
function lackOf(session: SupportSession, tool: Tool, built: boolean): Lack | null {
  if (!session.rights.includes(tool)) return "plan";
  if (!built) return "version";
  return session.presence === "offline" ? "pc" : null;
}

/** The tools, and in words why some cannot be opened; those can be reached by keyboard too, so that the reason is heard. */
export function ToolButtons({ session, name }: { session: SupportSession; name: string }) {
  const { t } = useTranslation();
  const id = useId();
  const tools = TOOLS.map((tool) => ({ ...tool, lack: lackOf(session, tool.tool, tool.built) }));
  return (
    <>
      <Group gap="sm" mt="md" role="group" aria-label={t("console.computers.tools_of", { pc: name })}>
        {tools.map(({ tool, name: key, icon: Icon, lack }) =>
          lack === null ? (
            <ButtonLink
              key={tool}
              to="/sessions/$id/remote-control"
              params={{ id: session.id }}
              leftSection={<Icon size={18} aria-hidden />}
            >
              {t(key)}
            </ButtonLink>
          ) : (
            <Button
              key={tool}
              data-disabled
              aria-disabled
              aria-describedby={`${id}-${lack}`}
              onClick={(event) => event.preventDefault()}
              leftSection={<Icon size={18} aria-hidden />}
            >
              {t(key)}
            </Button>
          ),
        )}
      </Group>
      {LACKS.map((lack) => {
        const lacking = tools.filter((tool) => tool.lack === lack).map((tool) => t(tool.name));
        return (
          lacking.length > 0 && (
            <Text key={lack} id={`${id}-${lack}`} size="sm" mt={6} className="quiet">
              {t(`console.computers.lacks_${lack}`, { tools: lacking.join(", ") })}
            </Text>
          )
        );
      })}
    </>
  );
}
