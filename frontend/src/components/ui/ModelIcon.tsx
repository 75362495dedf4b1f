import {
  IconBike,
  IconBox,
  IconChartLine,
  IconFile,
  IconMessage,
  IconPencil,
  IconPhoto,
  IconPlane,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'

import classes from './ModelIcon.module.css'

/** The icon names that presentations use; any other name is shown as a box. */
const ICONS: Record<string, ComponentType<{ size?: number; stroke?: number }>> = {
  bike: IconBike,
  chart: IconChartLine,
  file: IconFile,
  message: IconMessage,
  pencil: IconPencil,
  photo: IconPhoto,
  plane: IconPlane,
}

interface Props {
  icon: string | null
  size?: number
}

export function ModelIcon({ icon, size = 44 }: Props) {
  const Icon = ICONS[icon ?? ''] ?? IconBox
  return (
    <span className={classes.tile} style={{ width: size, height: size }} aria-hidden="true">
      <Icon size={Math.round(size * 0.52)} stroke={1.6} />
    </span>
  )
}
