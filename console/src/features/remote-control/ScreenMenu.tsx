/** How the remote screen is shown: its size, the quality, the statistics. */
import { ActionIcon, Menu } from "@mantine/core";
import { IconDeviceDesktop } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type Quality, QualityValues } from "../../protocol/messages.gen.ts";
import type { ShownViewer } from "./use-viewer.ts";

export function ScreenMenu({ viewer }: { viewer: ShownViewer }) {
  const { t } = useTranslation();
  const label = t("console.remote_control.screen");
  return (
    <Menu position="bottom" transitionProps={{ duration: 0 }} returnFocus={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={label} title={label}>
          <IconDeviceDesktop size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className="viewer-menu">
        <QualityChoice viewer={viewer} />
        <Menu.Divider />
        <FiguresSwitch viewer={viewer} />
        <Menu.Item onClick={viewer.refresh}>{t("console.remote_control.refresh")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Words beside the name, for nobody knows what "fast" gives away. */
function QualityChoice({ viewer }: { viewer: ShownViewer }) {
  const { t } = useTranslation();
  if (!viewer.can("ChooseQuality")) return null;
  return (
    <>
      <Menu.Label>{t("console.remote_control.quality")}</Menu.Label>
      <Menu.RadioGroup value={viewer.quality} onChange={(value) => viewer.setQuality(value as Quality)}>
        {QualityValues.map((quality) => (
          <Menu.RadioItem key={quality} value={quality} closeMenuOnClick>
            {t(`console.remote_control.quality_${quality}`)}
            <span className="viewer-menu-hint">{t(`console.remote_control.quality_${quality}_hint`)}</span>
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  );
}

function FiguresSwitch({ viewer }: { viewer: ShownViewer }) {
  const { t } = useTranslation();
  if (!viewer.can("ShowFigures")) return null;
  return (
    <Menu.CheckboxItem checked={viewer.figuresShown} closeMenuOnClick onChange={viewer.showFigures}>
      {t("console.remote_control.figures")}
    </Menu.CheckboxItem>
  );
}
