/** How the remote screen is shown: its size, the quality, the statistics. */
import { ActionIcon, Menu } from "@mantine/core";
import { IconDeviceDesktop, IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type Quality, QualityValues } from "../../protocol/messages.gen.ts";
import { type Scale, SCALES } from "../../viewer/scale.ts";
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
        <SizeChoice viewer={viewer} />
        <QualityChoice viewer={viewer} />
        <Menu.Divider />
        <LookSwitch viewer={viewer} />
        <FiguresSwitch viewer={viewer} />
        <WallpaperSwitch viewer={viewer} />
        <Menu.Item leftSection={<IconRefresh size={14} aria-hidden />} onClick={viewer.refresh}>
          {t("console.remote_control.refresh")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function SizeChoice({ viewer }: { viewer: ShownViewer }) {
  const { t } = useTranslation();
  const names: Readonly<Record<Scale, string>> = {
    fit: t("console.remote_control.fit"),
    actual: t("console.remote_control.actual"),
    zoom150: t("console.remote_control.size_zoom", { percent: 150 }),
    zoom200: t("console.remote_control.size_zoom", { percent: 200 }),
    zoom300: t("console.remote_control.size_zoom", { percent: 300 }),
  };
  return (
    <>
      <Menu.Label>{t("console.remote_control.size")}</Menu.Label>
      <Menu.RadioGroup value={viewer.scale} onChange={(value) => viewer.setScale(value as Scale)}>
        {SCALES.map((scale) => (
          <Menu.RadioItem key={scale} value={scale} closeMenuOnClick>
            {names[scale]}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
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

/** Nothing this technician does reaches the PC: for showing, for listening, for not touching by mistake. */
function LookSwitch({ viewer }: { viewer: ShownViewer }) {
  const { t } = useTranslation();
  if (!viewer.can("OnlyLook")) return null;
  return (
    <Menu.CheckboxItem checked={viewer.onlyLooking} closeMenuOnClick onChange={viewer.onlyLook}>
      {t("console.remote_control.only_look")}
    </Menu.CheckboxItem>
  );
}

/** The PC's wallpaper is back when the connection ends; the wish is remembered. */
function WallpaperSwitch({ viewer }: { viewer: ShownViewer }) {
  const { t } = useTranslation();
  if (!viewer.can("HideWallpaper")) return null;
  return (
    <Menu.CheckboxItem checked={viewer.wallpaperHidden} closeMenuOnClick onChange={viewer.hideWallpaper}>
      {t("console.remote_control.hide_wallpaper")}
    </Menu.CheckboxItem>
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
