interface Props {
  size?: number
}

/** The product's mark: a tower, its lamp and two beams. Decorative; the name stands beside it. */
export function LighthouseMark({ size = 28 }: Props) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M18.5 9.6 31 5v10.6z" fill="var(--farol-lamp)" />
      <path d="M13.5 9.6 1 5v10.6z" fill="var(--farol-lamp)" opacity="0.45" />
      <path d="M11.6 8 16 3.8 20.4 8z" fill="currentColor" />
      <path d="M13 8.6h6v4h-6z" fill="var(--farol-lamp)" />
      <path d="M12.6 13.4h6.8L20.1 18h-8.2z" fill="currentColor" />
      <path d="M11.8 18.8h8.4l.6 4.2h-9.6z" fill="var(--mantine-color-buoy-5)" />
      <path d="M11.1 23.8h9.8l.5 3.7H10.6z" fill="currentColor" />
      <path d="M8 28.3h16v1.7H8z" fill="currentColor" />
    </svg>
  )
}
