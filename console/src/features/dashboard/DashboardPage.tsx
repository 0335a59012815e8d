/** Dashboard: the areas of the PC at the side, one of them in view. */
import { NavLink, Select } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ToolPage } from "../../foundation/tools/ToolPage.tsx";
import type { Panel } from "../../protocol/messages.gen.ts";
import { EventsPanel } from "./EventsPanel.tsx";
import { ListPanel } from "./ListPanel.tsx";
import { LoadPanel } from "./LoadPanel.tsx";
import { OverviewPanel } from "./OverviewPanel.tsx";
import { ProcessesPanel } from "./ProcessesPanel.tsx";
import { RegistryPanel } from "./RegistryPanel.tsx";
import { RestartPanel } from "./RestartPanel.tsx";
import { ServicesPanel } from "./ServicesPanel.tsx";
import { StartupPanel } from "./StartupPanel.tsx";
import { Terminals } from "./Terminals.tsx";
import { type Dashboard, useDashboard } from "./use-dashboard.ts";
import "./dashboard.css";

type Area = Panel | "terminals";

export function DashboardPage() {
  const { id } = useParams({ from: "/signed-in/sessions/$id/dashboard" });
  const { t } = useTranslation();
  const { line, dashboard } = useDashboard(id);
  const [chosen, setArea] = useState<Area>("overview");
  const { ready } = dashboard;
  const areas: readonly Area[] = ready
    ? [...ready.panels, ...(ready.shells.length > 0 ? ["terminals" as const] : [])]
    : [];
  const area = areas.includes(chosen) ? chosen : (areas[0] ?? "overview");
  return (
    <ToolPage sessionId={id} line={line}>
      <div className="dash">
        <nav className="dash-side" aria-label={t("console.dashboard.areas")}>
          {areas.map((one) => (
            <NavLink
              key={one}
              component="button"
              label={t(`console.dashboard.panel_${one}`)}
              active={one === area}
              aria-current={one === area ? "page" : undefined}
              onClick={() => setArea(one)}
            />
          ))}
        </nav>
        <Select
          className="dash-choice"
          size="sm"
          aria-label={t("console.dashboard.areas")}
          data={areas.map((one) => ({ value: one, label: t(`console.dashboard.panel_${one}`) }))}
          value={area}
          allowDeselect={false}
          onChange={(value) => setArea(areas.find((one) => one === value) ?? area)}
        />
        <section tabIndex={0} className="dash-area" aria-label={t(`console.dashboard.panel_${area}`)}>
          {ready && area !== "terminals" && <PanelOf key={area} panel={area} dashboard={dashboard} />}
          <Terminals dashboard={dashboard} shown={area === "terminals"} />
        </section>
      </div>
    </ToolPage>
  );
}

function PanelOf({ panel, dashboard }: { panel: Panel; dashboard: Dashboard }) {
  switch (panel) {
    case "overview":
      return <OverviewPanel dashboard={dashboard} />;
    case "load":
      return <LoadPanel dashboard={dashboard} />;
    case "processes":
      return <ProcessesPanel dashboard={dashboard} />;
    case "services":
      return <ServicesPanel dashboard={dashboard} />;
    case "events":
      return <EventsPanel dashboard={dashboard} />;
    case "registry":
      return <RegistryPanel dashboard={dashboard} />;
    case "startup":
      return <StartupPanel dashboard={dashboard} />;
    case "restart":
      return <RestartPanel dashboard={dashboard} />;
    default:
      return <ListPanel dashboard={dashboard} panel={panel} />;
  }
}
