import { Button, Group, Paper, Skeleton, Stack, Switch, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconUserPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PageTitle } from "../../foundation/design/PageTitle.tsx";
import { asProblem } from "../../foundation/api/problem.ts";
import { meQuery, useMay, useMe } from "../../foundation/api/me.ts";
import { useConfirmed } from "../../foundation/design/confirmation.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { InviteDialog } from "./InviteDialog.tsx";
import { MemberRow } from "./MemberRow.tsx";
import { OpenInvitations } from "./OpenInvitations.tsx";
import { membersQuery, requireSecondFactor } from "./team.ts";

/** The company's people: who they are, what they may do, who is invited. */
export function TeamPage() {
  const { t } = useTranslation();
  const mayWrite = useMay("team:write");
  const members = useQuery(membersQuery);
  const [inviting, invite] = useDisclosure(false);
  return (
    <Stack gap="xl">
      <Group justify="space-between" gap="md">
        <PageTitle>{t("console.team.title")}</PageTitle>
        {mayWrite && (
          <Button size="md" leftSection={<IconUserPlus size={18} aria-hidden />} onClick={invite.open}>
            {t("console.team.invite")}
          </Button>
        )}
      </Group>
      {inviting && <InviteDialog onClose={invite.close} />}
      {members.isPending && <Skeleton height={220} aria-busy />}
      {members.isError && !members.data && (
        <ProblemPanel problem={members.error} onRetry={() => void members.refetch()} />
      )}
      {members.data && (
        <Paper withBorder shadow="sm" px="lg" py="xs">
          <ul className="things">
            {members.data.map((member) => (
              <MemberRow key={member.id} member={member} />
            ))}
          </ul>
        </Paper>
      )}
      {mayWrite && <OpenInvitations alone={members.data?.length === 1} />}
      {mayWrite && <SecondFactorPolicy />}
    </Stack>
  );
}

function SecondFactorPolicy() {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const confirmed = useConfirmed();
  const change = useMutation({
    mutationFn: (required: boolean) => confirmed(() => requireSecondFactor(required)),
    onSuccess: () => queries.invalidateQueries({ queryKey: meQuery.queryKey }),
  });
  return (
    <Stack gap="sm">
      <Switch
        size="md"
        checked={me.second_factor_required}
        disabled={change.isPending}
        onChange={(event) => change.mutate(event.currentTarget.checked)}
        label={t("console.team.policy")}
        description={t("console.team.policy_explains")}
      />
      {change.isError && (
        <ProblemPanel problem={change.error}>
          {asProblem(change.error).code === "own_second_factor_first" && (
            <Button component={Link} to="/profile" variant="default">
              {t("console.frame.profile")}
            </Button>
          )}
        </ProblemPanel>
      )}
      <Text className="visually-hidden" role="status">
        {change.isSuccess ? t("console.profile.saved") : ""}
      </Text>
    </Stack>
  );
}
