/** The PC at a glance, in cards. */
import { Paper, Progress } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { type ReactNode, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { readableBytes } from "../../foundation/texts/amounts.ts";
import { harmless } from "../../protocol/shown-text.ts";
import { longDuration, useNow } from "../../foundation/texts/times.ts";
import type { Overview } from "../../protocol/messages.gen.ts";
import { Failed, Loading } from "./notes.tsx";
import { type Dashboard, useWatched } from "./use-dashboard.ts";
import type { FromHost } from "./wire.ts";

const NEARLY_FULL = 0.9;
const DAY_MS = 24 * 3_600_000;

export function OverviewPanel({ dashboard }: { dashboard: Dashboard }) {
  const [overview, setOverview] = useState<Overview>();
  const hear = useCallback((message: FromHost) => {
    if (message.type === "Overview") setOverview(message);
  }, []);
  const { failed, again } = useWatched(dashboard, "overview", hear);
  if (failed !== undefined) return <Failed dp={failed} again={again} />;
  if (!overview) return <Loading />;
  return <Cards overview={overview} />;
}

function Cards({ overview }: { overview: Overview }) {
  const { t, i18n } = useTranslation();
  const now = useNow(30_000);
  const bytes = (amount: number) => readableBytes(amount, i18n.language);
  const pending = overview.restart_pending.map((why) =>
    t(`console.dashboard.restart_${why}`, { defaultValue: harmless(why) }),
  );
  return (
    <div className="dash-cards">
      <Card title={t("console.dashboard.card_pc")}>
        <Facts
          facts={[
            [t("console.dashboard.column_name"), harmless(overview.computer_name)],
            [t("console.dashboard.edition"), harmless(overview.edition)],
            [t("console.dashboard.build"), harmless(overview.build)],
            [t("console.dashboard.uptime"), uptime(t, now - overview.booted_at)],
            [
              t("console.dashboard.restart_waits"),
              pending.length > 0 ? <Grave>{pending.join(", ")}</Grave> : t("console.dashboard.no"),
            ],
          ]}
        />
      </Card>
      <Card title={t("console.dashboard.card_load")}>
        <Share
          name={t("console.dashboard.column_cpu")}
          share={overview.cpu / 1000}
          detail={harmless(overview.processor)}
        />
        <Share
          name={t("console.dashboard.column_memory")}
          share={overview.memory > 0 ? overview.memory_used / overview.memory : 0}
          detail={t("console.dashboard.used_of", { used: bytes(overview.memory_used), all: bytes(overview.memory) })}
        />
      </Card>
      <Card title={t("console.dashboard.panel_drives")}>
        {overview.disks.map((disk) => (
          <Share
            key={disk.name}
            name={harmless(disk.name)}
            share={disk.size > 0 ? 1 - disk.free / disk.size : 0}
            detail={t("console.dashboard.free_of", { free: bytes(disk.free), all: bytes(disk.size) })}
          />
        ))}
      </Card>
      <Card title={t("console.dashboard.card_people")}>
        <p className="dash-lines">
          {overview.people.length > 0 ? overview.people.map(harmless).join("\n") : t("console.dashboard.nobody")}
        </p>
        {typeof overview.battery === "number" && (
          <Share
            name={t("console.dashboard.battery")}
            share={overview.battery / 100}
            full={false}
            detail={t(overview.plugged_in ? "console.dashboard.plugged_in" : "console.dashboard.on_battery")}
          />
        )}
      </Card>
      <Card title={t("console.dashboard.card_network")}>
        {overview.adapters.length > 0 ? (
          <Facts facts={overview.adapters.map((one) => [harmless(one.name), one.addresses.map(harmless).join("\n")])} />
        ) : (
          <p className="quiet">{t("console.dashboard.no_network")}</p>
        )}
      </Card>
      <Card title={t("console.dashboard.card_antivirus")}>
        <Antivirus products={overview.antivirus ?? undefined} />
      </Card>
    </div>
  );
}

/** None at all, or none that is on, is what a technician must not miss. */
function Antivirus({ products }: { products: Overview["antivirus"] | undefined }) {
  const { t } = useTranslation();
  if (!products) return <p className="quiet">{t("console.dashboard.antivirus_unknown")}</p>;
  if (products.length === 0) return <Grave>{t("console.dashboard.antivirus_none")}</Grave>;
  const protectedNow = products.some((one) => one.on);
  return (
    <Facts
      facts={products.map((one) => {
        const says = [
          t(one.on ? "console.dashboard.antivirus_on" : "console.dashboard.antivirus_off"),
          t(one.up_to_date ? "console.dashboard.antivirus_new" : "console.dashboard.antivirus_old"),
        ].join(", ");
        const grave = one.on ? !one.up_to_date : !protectedNow;
        return [harmless(one.name), grave ? <Grave>{says}</Grave> : says];
      })}
    />
  );
}

function Grave({ children }: { children: ReactNode }) {
  return (
    <span className="dash-grave">
      <IconAlertTriangle size={16} aria-hidden /> {children}
    </span>
  );
}

function uptime(t: TFunction, ms: number): string {
  const days = Math.floor(ms / DAY_MS);
  return days > 0 ? `${t("console.dashboard.days", { count: days })}, ${longDuration(ms % DAY_MS)}` : longDuration(ms);
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper component="section" withBorder p="md">
      <h2>{title}</h2>
      {children}
    </Paper>
  );
}

function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Share({ name, share, detail, full = true }: { name: string; share: number; detail: string; full?: boolean }) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  const grave = full ? share > NEARLY_FULL : share < 1 - NEARLY_FULL;
  return (
    <div className="dash-share">
      <span>
        <strong>{name}</strong> {percent} %
      </span>
      <Progress value={percent} {...(grave ? { color: "red" } : {})} aria-label={`${name} ${String(percent)} %`} />
      <small className="quiet">{detail}</small>
    </div>
  );
}
