/** What is typed is code; its label and its hint are not. */
export const MONO = { input: { fontFamily: 'var(--mantine-font-family-monospace)' } }
