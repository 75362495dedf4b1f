import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

/** The sea at night, from foam to deep water: actions and the calmer half of every comparison. */
const sea: MantineColorsTuple = [
  '#eaf6f6',
  '#d3eaeb',
  '#a6d5d7',
  '#74bfc3',
  '#4aaab0',
  '#2a979e',
  '#128189',
  '#0a6a72',
  '#0a565d',
  '#0b444a',
]

/** The lamp: what is being pointed at, never a button. */
const beam: MantineColorsTuple = [
  '#fff6e4',
  '#ffeac6',
  '#fdd48c',
  '#f9be56',
  '#f4aa2b',
  '#e09312',
  '#b9740a',
  '#935a08',
  '#74470a',
  '#5b390c',
]

/** The tower's red band: pushes up, needs care. */
const buoy: MantineColorsTuple = [
  '#fdf0eb',
  '#fadfd4',
  '#f3bca7',
  '#ea9576',
  '#e1744e',
  '#d75a31',
  '#bf4721',
  '#9d3919',
  '#7e2f16',
  '#652814',
]

/** Ink: text and lines, a grey that leans to the sea. */
const slate: MantineColorsTuple = [
  '#f7f8f6',
  '#eef0ee',
  '#dde2e1',
  '#c3cccc',
  '#98a5a7',
  '#6f7e82',
  '#546368',
  '#3a494e',
  '#22323a',
  '#12212a',
]

const night: MantineColorsTuple = [
  '#dbe4e6',
  '#b3c1c5',
  '#8fa1a7',
  '#5f737b',
  '#36474f',
  '#24343c',
  '#18262d',
  '#101b21',
  '#0b1317',
  '#070d10',
]

export const theme = createTheme({
  colors: { sea, beam, buoy, gray: slate, dark: night },
  primaryColor: 'sea',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.32,
  black: '#12212a',
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace:
    "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
  headings: {
    fontFamily: "'Inter Variable', system-ui, sans-serif",
    fontWeight: '620',
    sizes: {
      h1: { fontSize: 'clamp(1.75rem, 1.3rem + 1.8vw, 2.5rem)', lineHeight: '1.12' },
      h2: { fontSize: '1.25rem', lineHeight: '1.3' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.5', md: '1.55', lg: '1.55', xl: '1.4' },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '14px', xl: '20px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  // Named by key rather than by component, so that the theme loads no component by itself.
  components: {
    Button: { defaultProps: { fw: 560 } },
    // In the page's own landmark, and with nothing in it but its items.
    Menu: { defaultProps: { withinPortal: false, withInitialFocusPlaceholder: false } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 250 } },
  },
})

/** Names by meaning, so that components never choose between light and dark themselves. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--farol-lamp': '#f4aa2b',
  },
  light: {
    '--mantine-color-body': '#f7f8f6',
    '--mantine-color-text': '#12212a',
    '--mantine-color-dimmed': '#546368',
    '--mantine-color-default-border': '#dde2e1',
    '--mantine-color-placeholder': '#6f7e82',
    '--mantine-color-error': '#b3391a',
    '--farol-surface': '#ffffff',
    '--farol-surface-sunken': '#f0f2f0',
    '--farol-line': '#dde2e1',
    '--farol-line-strong': '#c3cccc',
    '--farol-accent-text': '#0a6a72',
    '--farol-up': '#c24a22',
    '--farol-up-soft': '#fadfd4',
    '--farol-down': '#0a6a72',
    '--farol-down-soft': '#d3eaeb',
    '--farol-good': '#1d7a4b',
    '--farol-beam': 'rgba(244, 170, 43, 0.22)',
    '--farol-shadow': '0 1px 2px rgba(18, 33, 42, 0.05), 0 8px 24px -12px rgba(18, 33, 42, 0.12)',
  },
  dark: {
    '--mantine-color-body': '#0b1317',
    '--mantine-color-text': '#e4ebec',
    '--mantine-color-dimmed': '#9aabb0',
    '--mantine-color-default': '#142027',
    '--mantine-color-default-hover': '#1b2a32',
    '--mantine-color-default-border': '#2a3b43',
    '--mantine-color-placeholder': '#8496a0',
    '--mantine-color-error': '#f0926f',
    '--farol-surface': '#111c22',
    '--farol-surface-sunken': '#0d171c',
    '--farol-line': '#22323a',
    '--farol-line-strong': '#36474f',
    '--farol-accent-text': '#74bfc3',
    '--farol-up': '#ea8a66',
    '--farol-up-soft': '#4a2417',
    '--farol-down': '#4aaab0',
    '--farol-down-soft': '#0f3a3f',
    '--farol-good': '#5cc48e',
    '--farol-beam': 'rgba(244, 170, 43, 0.13)',
    '--farol-shadow': '0 1px 2px rgba(0, 0, 0, 0.3), 0 10px 30px -14px rgba(0, 0, 0, 0.6)',
  },
})
