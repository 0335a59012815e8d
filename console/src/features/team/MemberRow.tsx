import { ActionIcon, Badge, Button, Group, Menu, Radio, Stack, Text } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/design/Dialog.tsx";
import { meQuery, useMay, useMe } from "../../foundation/api/me.ts";
import type { Member, Role } from "../../foundation/api/types.ts";
import { useConfirmed } from "../../foundation/design/confirmation.tsx";
import { PersonPicture } from "../../foundation/design/PersonPicture.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { QuestionDialog } from "../../foundation/design/QuestionDialog.tsx";
import { presentLanguage } from "../../foundation/texts/texts.ts";
import { clockTime, useNow } from "../../foundation/texts/times.ts";
import { changeMember, membersQuery, rolesUpTo } from "./team.ts";

type Change = { role?: Role; disabled?: boolean };

/** Changes a colleague, asking for the password when the server wants it; lists and rights are read again. */
function useChange(member: Member): (change: Change) => Promise<void> {
  const queries = useQueryClient();
  const confirmed = useConfirmed();
  return async (change) => {
    await confirmed(() => changeMember(member.id, change));
    await queries.invalidateQueries({ queryKey: membersQuery.queryKey });
    await queries.invalidateQueries({ queryKey: meQuery.queryKey });
  };
}

/** One person: name, address, role, and for those who manage the team what can be changed. */
export function MemberRow({ member }: { member: Member }) {
  const { t } = useTranslation();
  const me = useMe();
  const now = useNow(60_000);
  const own = member.id === me.technician.id;
  const facts = [
    member.email,
    t(member.has_second_factor ? "console.team.second_factor" : "console.team.no_second_factor"),
    member.signed_in_at === null
      ? t("console.team.not_signed_in")
      : t("console.team.signed_in", { when: clockTime(member.signed_in_at, now, presentLanguage()) }),
  ];
  return (
    <li className="thing">
      <PersonPicture name={member.name} picture={member.picture} />
      <div className="thing-words">
        <Group gap="xs">
          <Text fw={600} className="breakable">
            {member.name}
            {own && (
              <Text span className="quiet">
                {` (${t("console.team.you")})`}
              </Text>
            )}
          </Text>
          <Badge color="gray" variant="light" tt="none">
            {t(`console.roles.${member.role}`)}
          </Badge>
          {member.disabled_at !== null && (
            <Badge color="red" variant="light" tt="none">
              {t("console.team.disabled")}
            </Badge>
          )}
        </Group>
        <Text size="sm" className="quiet breakable">
          {facts.join(" · ")}
        </Text>
      </div>
      <MemberMenu member={member} own={own} />
    </li>
  );
}

function MemberMenu({ member, own }: { member: Member; own: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const change = useChange(member);
  const [asking, setAsking] = useState<"role" | "disable" | null>(null);
  const enable = useMutation({ mutationFn: () => change({ disabled: false }) });
  const inReach = rolesUpTo(me.technician.role).includes(member.role);
  if (!useMay("team:write") || !inReach) return null;
  const close = () => setAsking(null);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            loading={enable.isPending}
            aria-label={t("console.team.actions", { name: member.name })}
          >
            <IconDots size={20} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking("role")}>{t("console.team.change_role")}</Menu.Item>
          {!own && member.disabled_at === null && (
            <Menu.Item color="red" onClick={() => setAsking("disable")}>
              {t("console.team.disable")}
            </Menu.Item>
          )}
          {!own && member.disabled_at !== null && (
            <Menu.Item onClick={() => enable.mutate()}>{t("console.team.enable")}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {enable.isError && <ProblemPanel problem={enable.error} />}
      {asking === "role" && <RoleDialog member={member} onClose={close} />}
      {asking === "disable" && (
        <QuestionDialog
          title={t("console.team.disable_question", { name: member.name })}
          explains={t("console.team.disable_explains")}
          action={t("console.team.disable")}
          onAction={() => change({ disabled: true })}
          onClose={close}
        />
      )}
    </>
  );
}

function RoleDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const change = useChange(member);
  const [role, setRole] = useState<Role>(member.role);
  const save = useMutation({ mutationFn: () => change({ role }), onSuccess: onClose });
  return (
    <Dialog onClose={onClose} title={t("console.team.role_of", { name: member.name })}>
      <Stack gap="md">
        {save.isError && <ProblemPanel problem={save.error} />}
        <RoleChoice roles={rolesUpTo(me.technician.role)} role={role} onRole={setRole} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("console.common.cancel")}
          </Button>
          <Button loading={save.isPending} onClick={() => save.mutate()}>
            {t("console.team.save")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

/** The roles that may be given, each with what it means. */
export function RoleChoice({ roles, role, onRole }: { roles: Role[]; role: Role; onRole: (role: Role) => void }) {
  const { t } = useTranslation();
  return (
    <Radio.Group
      label={t("console.team.role")}
      value={role}
      onChange={(value) => onRole(roles.find((known) => known === value) ?? role)}
    >
      <Stack gap="sm" mt="xs">
        {roles.map((known) => (
          <Radio
            key={known}
            value={known}
            label={t(`console.roles.${known}`)}
            description={t(`console.roles.${known}_explains`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
