/** The technician's own computer beside the PC: a folder that the technician chose, or why there is none. */
import { Button, Menu, Stack, Text } from "@mantine/core";
import { IconFolderOpen } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useWatched } from "../../foundation/watching/use-watched.ts";
import { type Deeds, keysOf, shownKeys } from "./commands.ts";
import type { FilesDesk } from "./files-desk.ts";
import { FolderPane, type SideProps } from "./FolderPane.tsx";
import { ASK_AGAIN, foldersCanBeChosen, type LocalFolders } from "./local-folders.ts";
import { removeHere } from "./local-works.ts";
import { measureHere } from "./measure.ts";
import type { OpenDialog } from "./PaneDialogs.tsx";
import { useTried } from "./use-tried.ts";

export function LocalPane(props: SideProps) {
  const { t } = useTranslation();
  const { desk } = props;
  const { path } = useWatched(desk.local);
  const { tried } = useTried();
  if (desk.folders && path !== undefined) return <OpenFolder {...props} folders={desk.folders} />;
  const can = foldersCanBeChosen();
  return (
    <section className="files-pane files-pane-none" aria-label={t("console.files.pane_local")} data-side="local">
      <Stack gap="md" align="center" className="files-none">
        <IconFolderOpen size={40} stroke={1.25} aria-hidden />
        <Text fw={600}>{t("console.files.pane_local")}</Text>
        <Text className="quiet">{t(can ? "console.files.choose_explains" : "console.files.no_folders")}</Text>
        {can && (
          <Button onClick={() => tried(chooseFolder(desk))} disabled={!desk.folders}>
            {t("console.files.do_choose_folder")}
          </Button>
        )}
      </Stack>
    </section>
  );
}

function OpenFolder(props: SideProps & { readonly folders: LocalFolders }) {
  const { t } = useTranslation();
  const { desk, folders } = props;
  const { local, works } = desk;
  const { path, problem, selection } = useWatched(local);
  const trying = useTried();
  const { tried } = trying;
  const measure = useMemo(() => measureHere(folders), [folders]);
  const named = (key: string) => t(`console.files.key_${key}`, { defaultValue: key });
  const some = selection.chosen.size > 0 || selection.cursor !== undefined;

  async function remove(): Promise<void> {
    if (path === undefined) return;
    const names = local.meant.map(({ name }) => name);
    await works.here("delete_here", names.length, (how) => removeHere(folders, path, names, how));
    await local.refresh();
  }
  async function allow(): Promise<void> {
    if (path !== undefined && (await folders.allow(path))) await local.refresh();
  }

  const choose = () => tried(chooseFolder(desk));
  const deeds = (ask: (dialog: OpenDialog) => void): Deeds => ({
    delete_for_good: { can: some, run: () => ask({ at: "delete", rows: local.meant, action: remove }) },
    choose_folder: { can: true, run: choose },
  });
  return (
    <FolderPane
      {...props}
      side="local"
      measure={measure}
      read={({ name }) => folders.file(path ?? "", name)}
      trying={trying}
      deeds={deeds}
      remedy={
        problem?.dp === ASK_AGAIN && <Button onClick={() => tried(allow())}>{t("console.files.allow_again")}</Button>
      }
      places={
        <>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconFolderOpen size={18} aria-hidden />}
            rightSection={
              <Text size="xs" className="quiet" aria-hidden>
                {shownKeys(keysOf("choose_folder"), named)}
              </Text>
            }
            onClick={choose}
          >
            {t("console.files.do_choose_folder")}
          </Menu.Item>
        </>
      }
    />
  );
}

/** The technician chooses a folder, which is opened. */
export async function chooseFolder({ folders, local }: FilesDesk): Promise<void> {
  const path = await folders?.choose();
  if (folders && path !== undefined) await local.begin(folders, path);
}
