/** The look: one accent, one radius, one shadow, the system's own letters. */
import { Checkbox, createTheme, type MantineColorsTuple, type MantineThemeOverride } from "@mantine/core";
import type { TFunction } from "i18next";

const teal: MantineColorsTuple = [
  "#effcfa",
  "#d3f5ef",
  "#a6e9df",
  "#73d8ca",
  "#44c0b1",
  "#239f92",
  "#14857b",
  "#0f766e",
  "#0d5f59",
  "#0b4c48",
];

export const theme = createTheme({
  primaryColor: "teal",
  primaryShade: { light: 7, dark: 5 },
  colors: { teal },
  defaultRadius: "md",
  radius: { xs: "10px", sm: "10px", md: "10px", lg: "10px", xl: "10px" },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "Segoe UI Mono", "Liberation Mono", Menlo, monospace',
  fontSizes: { xs: "13px", sm: "14px", md: "16px", lg: "18px", xl: "22px" },
  respectReducedMotion: true,
  cursorType: "pointer",
  // Plain objects: `extend` would bring each part into the first scripts.
  components: {
    // Ten pixels make a small box a circle, and a circle is a radio button.
    Checkbox: Checkbox.extend({ defaultProps: { radius: 4 } }),
    // Beside its button, so that it stays within the page's landmarks; the first entry takes the focus, not an empty box.
    Menu: { defaultProps: { withinPortal: false, withInitialFocusPlaceholder: false } },
    // What must be filled in is said by the browser when it is not; most fields must.
    InputWrapper: { defaultProps: { withAsterisk: false } },
    // Never by colour alone.
    Anchor: { defaultProps: { underline: "always" } },
  },
});

/** With the words of the parts that bring English ones. */
export function worded(look: MantineThemeOverride, t: TFunction): MantineThemeOverride {
  const toggle = { visibilityToggleButtonProps: { "aria-label": t("console.common.show_password") } };
  return { ...look, components: { ...look.components, PasswordInput: { defaultProps: toggle } } };
}
