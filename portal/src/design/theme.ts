import { createTheme, type MantineColorsTuple } from '@mantine/core';

const lagoon: MantineColorsTuple = [
  '#e6f7f6',
  '#cfecea',
  '#a0d8d5',
  '#6ec3bf',
  '#45b1ac',
  '#2ba7a1',
  '#17968f',
  '#0a827c',
  '#05706b',
  '#005a56',
];

/** Grounds and lines of the dark theme, with a little of the first colour in them. */
const dark: MantineColorsTuple = [
  '#e4ebe9',
  '#c3cecb',
  '#9fb0ad',
  '#74857f',
  '#3b4846',
  '#2c3735',
  '#202a28',
  '#1a2221',
  '#141a19',
  '#0e1312',
];

/** Calm, dense and legible; shades are chosen so that text on a filled button has contrast. */
export const theme = createTheme({
  primaryColor: 'lagoon',
  colors: { lagoon, dark },
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  respectReducedMotion: true,
  defaultRadius: 'sm',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, monospace',
  headings: { fontWeight: '600' },
  // Every button has a name.
  components: {
    Modal: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
  },
});
