import 'react'

declare global {
  /** Size of ONNX Runtime's WebAssembly; the build looks it up. */
  const __RUNTIME_BYTES__: number
}

declare module 'react' {
  // Custom properties carry data into the style sheets.
  interface CSSProperties {
    [property: `--${string}`]: string | number | undefined
  }
}
