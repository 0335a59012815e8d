import { Button, Group, Skeleton, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { SignIn } from "../../foundation/api/types.ts";
import { MoreButton } from "../../foundation/design/MoreButton.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { presentLanguage } from "../../foundation/texts/texts.ts";
import { dayAndTime } from "../../foundation/texts/times.ts";
import { browserName } from "./browser-name.ts";
import { endOtherSignIns, endSignIn, signInsQuery } from "./profile.ts";
import { ProfileSection } from "./ProfileSection.tsx";

/** Where one is signed in, and the way to end each. */
export function SignedInBrowsers() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const signIns = useInfiniteQuery(signInsQuery);
  const browsers = signIns.data?.pages.flatMap((page) => page.items);
  const onSettled = () => queries.invalidateQueries({ queryKey: signInsQuery.queryKey });
  const endOthers = useMutation({ mutationFn: endOtherSignIns, onSettled });
  return (
    <ProfileSection title={t("console.profile.sign_ins")}>
      {signIns.isPending && <Skeleton height={80} aria-busy />}
      {signIns.isError && !browsers && <ProblemPanel problem={signIns.error} onRetry={() => void signIns.refetch()} />}
      {browsers && (
        <ul className="things">
          {browsers.map((signIn) => (
            <SignInRow key={signIn.id} signIn={signIn} />
          ))}
        </ul>
      )}
      <MoreButton query={signIns} />
      {endOthers.isError && <ProblemPanel problem={endOthers.error} />}
      {(browsers?.length ?? 0) > 1 && (
        <Group>
          <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t("console.profile.end_others")}
          </Button>
        </Group>
      )}
    </ProfileSection>
  );
}

function SignInRow({ signIn }: { signIn: SignIn }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => endSignIn(signIn.id),
    onSettled: () => queries.invalidateQueries({ queryKey: signInsQuery.queryKey }),
  });
  const known = browserName(signIn.browser);
  const name = known ? t("console.profile.browser_on", known) : t("console.profile.unknown_browser");
  return (
    <li className="thing">
      <div className="thing-words">
        <Text fw={600}>
          {name}
          {signIn.current && (
            <Text span className="quiet">
              {` (${t("console.profile.this_browser")})`}
            </Text>
          )}
        </Text>
        <Text size="sm" className="quiet">
          {t("console.profile.sign_in_from", {
            address: signIn.address,
            when: dayAndTime(signIn.created_at, presentLanguage()),
          })}
        </Text>
      </div>
      {!signIn.current && (
        <Button
          size="sm"
          variant="subtle"
          color="red"
          loading={end.isPending}
          onClick={() => end.mutate()}
          aria-label={t("console.profile.end_one_label", { browser: name })}
        >
          {t("console.profile.end_one")}
        </Button>
      )}
    </li>
  );
}
