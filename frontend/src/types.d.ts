import 'react'

declare module 'react' {
  // Custom properties carry data into the style sheets.
  interface CSSProperties {
    [property: `--${string}`]: string | number | undefined
  }
}
