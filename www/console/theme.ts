// How the console looks: Mantine's components, with one accent and calm defaults.
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

/** The accent, a deep pine: white on shade 7 and shade 7 on white have a contrast over 4.5. */
const pine: MantineColorsTuple = [
  "#eaf6f1",
  "#d6eae2",
  "#abd5c4",
  "#7cbfa4",
  "#56ac89",
  "#3da078",
  "#2a8464",
  "#1f6f54",
  "#135f46",
  "#044c36",
];

export const theme = createTheme({
  colors: { pine },
  primaryColor: "pine",
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: "md",
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif",
  headings: { fontWeight: "650" },
  cursorType: "pointer",
  focusRing: "auto",
  components: {
    // A tooltip is for keyboards and touch, too.
    Tooltip: {
      defaultProps: { events: { hover: true, focus: true, touch: true }, withArrow: true, multiline: true, maw: 320 },
    },
    Loader: { defaultProps: { size: "sm" } },
    // A dialog's heading is no banner of the page.
    Modal: { defaultProps: { attributes: { header: { role: "none" } } } },
  },
});

/** Quiet text that can still be read: contrasts over 4.5 on the page and on tinted grounds. */
export const variables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": colors.gray[7],
    "--mantine-color-placeholder": "#6b7280",
    "--mantine-color-error": colors.red[9],
    "--mantine-color-yellow-light-color": "#7a4300",
    "--mantine-color-orange-light-color": "#94390a",
    "--mantine-color-red-light-color": "#a51111",
  },
  dark: {
    "--mantine-color-dimmed": colors.dark[1],
    "--mantine-color-placeholder": "#9aa0a6",
    "--mantine-color-error": colors.red[4],
  },
});
