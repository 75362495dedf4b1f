import { Button, Group, SegmentedControl, Slider, Stack, Text } from '@mantine/core'
import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'

import { useLocale } from '@/lib/i18n/useLocale'

import { digitImage, SIDE } from '../../../encoders/digits'
import {
  boxOf,
  cropped,
  FIRST_STEPS,
  inkOf,
  type Picture,
  type Square,
  type Steps,
} from '../../../encoders/photo'
import { DigitPreview } from '../DigitPreview'
import classes from './Photo.module.css'
import { paint } from './pixels'

interface Props {
  picture: Picture
  onUse: (image: number[]) => void
  onBack: () => void
}

/** What becomes of a picture on its way to the model, each step to be seen and changed. */
export function PhotoSteps({ picture, onUse, onBack }: Props) {
  const { t } = useLocale()
  const [steps, setSteps] = useState<Steps>(FIRST_STEPS)
  const { square, threshold, paper } = steps
  const part = useMemo(() => cropped(picture, square), [picture, square])
  const ink = useMemo(() => inkOf(part, { threshold, paper }), [part, threshold, paper])
  const image = useMemo(() => digitImage(ink), [ink])
  const change = (next: Partial<Steps>) => {
    setSteps((current) => ({ ...current, ...next }))
  }
  return (
    <Stack gap="md">
      <ol className={classes.steps}>
        <li>
          <Text size="xs" c="dimmed">
            {t('photo.grey')}
          </Text>
          <Framed
            picture={picture}
            square={square}
            onMove={(x, y) => {
              change({ square: { ...square, x, y } })
            }}
          />
        </li>
        <li>
          <Text size="xs" c="dimmed">
            {t('photo.ink')}
          </Text>
          <Painted width={ink.width} height={ink.height} values={ink.ink} label={t('photo.ink')} />
        </li>
        <li>
          <Text size="xs" c="dimmed">
            {t('canvas.sees')}
          </Text>
          <DigitPreview image={image} size={SIDE * 5} label={t('canvas.seesLabel')} />
        </li>
      </ol>
      <Controls steps={steps} onChange={change} />
      {image === null && (
        <Text size="sm" role="status">
          {t('photo.blank')}
        </Text>
      )}
      <Group>
        <Button
          disabled={image === null}
          onClick={() => {
            if (image) onUse(image)
          }}
        >
          {t('photo.use')}
        </Button>
        <Button variant="default" onClick={onBack}>
          {t('photo.another')}
        </Button>
      </Group>
    </Stack>
  )
}

interface ControlsProps {
  steps: Steps
  onChange: (next: Partial<Steps>) => void
}

function Controls({ steps, onChange }: ControlsProps) {
  const { t, format } = useLocale()
  const { square } = steps
  const sliders = [
    ['photo.side', square.side, 0.1, (side: number) => ({ square: { ...square, side } })],
    ['photo.across', square.x, 0, (x: number) => ({ square: { ...square, x } })],
    ['photo.down', square.y, 0, (y: number) => ({ square: { ...square, y } })],
    ['photo.threshold', steps.threshold, 0, (threshold: number) => ({ threshold })],
  ] as const
  return (
    <div className={classes.controls}>
      {sliders.map(([label, value, least, changed]) => (
        <div key={label}>
          <Text size="sm" fw={560} mb={4}>
            {t(label)}
          </Text>
          <Slider
            thumbLabel={t(label)}
            min={least}
            max={label === 'photo.threshold' ? 0.95 : 1}
            step={0.01}
            value={value}
            label={(share) => format.percent(share)}
            onChange={(next) => {
              onChange(changed(next))
            }}
          />
        </div>
      ))}
      <div>
        <Text size="sm" fw={560} mb={4}>
          {t('photo.paper')}
        </Text>
        <SegmentedControl
          aria-label={t('photo.paper')}
          value={steps.paper}
          onChange={(next) => {
            onChange({ paper: next })
          }}
          data={[
            { value: 'auto', label: t('photo.paperAuto') },
            { value: 'bright', label: t('photo.paperBright') },
            { value: 'dark', label: t('photo.paperDark') },
          ]}
        />
      </div>
    </div>
  )
}

interface FramedProps {
  picture: Picture
  square: Square
  onMove: (x: number, y: number) => void
}

/** The picture in grey with the square on it; pressing puts the square's middle there. */
function Framed({ picture, square, onMove }: FramedProps) {
  const { t } = useLocale()
  const box = boxOf(picture, square)
  const move = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons === 0) return
    const frame = event.currentTarget.getBoundingClientRect()
    const share = (at: number, length: number) => Math.min(Math.max(at / length, 0), 1)
    onMove(
      share(event.clientX - frame.left, frame.width),
      share(event.clientY - frame.top, frame.height),
    )
  }
  const percent = (part: number, whole: number) => `${String((part / whole) * 100)}%`
  return (
    <div className={classes.framed} onPointerDown={move} onPointerMove={move}>
      <Painted {...picture} values={picture.grey} label={t('photo.grey')} />
      <span
        className={classes.square}
        style={{
          left: percent(box.left, picture.width),
          top: percent(box.top, picture.height),
          width: percent(box.side, picture.width),
          height: percent(box.side, picture.height),
        }}
      />
    </div>
  )
}

interface PaintedProps {
  width: number
  height: number
  values: ArrayLike<number>
  label: string
}

function Painted({ width, height, values, label }: PaintedProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (canvas.current) paint(canvas.current, width, height, values)
  }, [width, height, values])
  return <canvas ref={canvas} className={classes.painted} role="img" aria-label={label} />
}
