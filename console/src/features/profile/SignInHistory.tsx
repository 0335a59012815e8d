import { Skeleton, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { AccountAccessReport } from "../../foundation/api/types.ts";
import { MoreButton } from "../../foundation/design/MoreButton.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { detailWords, kindWords } from "../../foundation/texts/audit-words.ts";
import { presentLanguage } from "../../foundation/texts/texts.ts";
import { dayAndTime } from "../../foundation/texts/times.ts";
import { signInHistoryQuery } from "./profile.ts";
import { ProfileSection } from "./ProfileSection.tsx";

/** What a person wants to know of a sign-in; ids and pseudonyms stay out. */
const TOLD = ["factor", "way", "wrong"];

/** When and from where somebody signed in to one's own account, or tried to. */
export function SignInHistory() {
  const { t } = useTranslation();
  const history = useInfiniteQuery(signInHistoryQuery);
  const lines = history.data?.pages.flatMap((page) => page.items);
  return (
    <ProfileSection title={t("console.profile.history")}>
      <Text className="quiet">{t("console.profile.history_why")}</Text>
      {history.isPending && <Skeleton height={80} aria-busy />}
      {history.isError && !lines && <ProblemPanel problem={history.error} onRetry={() => void history.refetch()} />}
      {lines?.length === 0 && <Text>{t("console.profile.history_empty")}</Text>}
      {lines && lines.length > 0 && (
        <ul className="things">
          {lines.map((line) => (
            <HistoryRow key={line.no} line={line} />
          ))}
        </ul>
      )}
      <MoreButton query={history} />
    </ProfileSection>
  );
}

function HistoryRow({ line }: { line: AccountAccessReport["items"][number] }) {
  const { t } = useTranslation();
  const when = dayAndTime(line.at, presentLanguage());
  const told = detailWords(t, Object.fromEntries(TOLD.flatMap((name) => pair(name, line.details[name]))));
  return (
    <li className="thing">
      <div className="thing-words">
        <Text fw={600}>
          {line.kind === "sign_in.refused" && (
            <>
              <IconAlertTriangle size={18} aria-hidden style={{ verticalAlign: "-3px" }} />{" "}
            </>
          )}
          {kindWords(t, line.kind)}
        </Text>
        <Text size="sm" className="quiet">
          {[
            line.address ? t("console.profile.sign_in_from", { address: line.address, when }) : when,
            ...told.map(([name, value]) => `${name}: ${value}`),
          ].join(" · ")}
        </Text>
      </div>
    </li>
  );
}

function pair(name: string, value: unknown): [string, unknown][] {
  return value === undefined ? [] : [[name, value]];
}
