import { Button, Group, Input, Text } from '@mantine/core'
import { IconCamera, IconEraser } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react'

import { useLocale } from '@/lib/i18n/useLocale'

import { digitImage, SIDE } from '../../encoders/digits'
import classes from './CanvasWidget.module.css'
import { DigitPreview } from './DigitPreview'
import { CANVAS_SIDE, clear, drawnInk, showImage } from './drawing'
import { pictureIn } from './photo/pixels'
import type { WidgetProps } from './types'
import { useFieldWords } from './useFieldWords'
import { usePen } from './usePen'

const PhotoDialog = lazy(() => import('./photo/PhotoDialog'))

function flatImage(value: unknown): number[] | null {
  if (!Array.isArray(value)) return null
  return (value as (number | number[])[]).flat()
}

/** A digit by pointer, finger or arrow keys, or from a picture; beside it what the model sees. */
export default function CanvasWidget({ formField, value, onChange, error }: WidgetProps) {
  const { t } = useLocale()
  const { label, description } = useFieldWords(formField)
  const helpId = useId()
  const canvas = useRef<HTMLCanvasElement>(null)
  const own = useRef<unknown>(undefined)
  const image = flatImage(value)
  /** The dialog for pictures: to choose one, or with one that was dropped or pasted. */
  const [photo, setPhoto] = useState<File | 'choose' | null>(null)

  const give = (next: number[] | null) => {
    own.current = next
    onChange(next)
  }
  const pen = usePen(canvas, () => {
    const ink = canvas.current && drawnInk(canvas.current)
    if (ink) give(digitImage(ink))
  })

  // A value that did not come from this drawing (an example, a reset) replaces the drawing.
  useEffect(() => {
    if (!canvas.current || own.current === value) return
    own.current = value
    clear(canvas.current)
    const given = flatImage(value)
    if (given) showImage(canvas.current, given, SIDE)
  }, [value])

  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <div
        className={classes.row}
        onDragOver={(event) => {
          event.preventDefault()
        }}
        onDrop={(event) => {
          event.preventDefault()
          setPhoto(pictureIn(event.dataTransfer) ?? 'choose')
        }}
        onPaste={(event) => {
          const file = pictureIn(event.clipboardData)
          if (file) setPhoto(file)
        }}
      >
        <canvas
          ref={canvas}
          width={CANVAS_SIDE}
          height={CANVAS_SIDE}
          className={classes.canvas}
          tabIndex={0}
          role="application"
          aria-label={t('canvas.label')}
          aria-describedby={helpId}
          {...pen}
        />
        <div className={classes.side}>
          <Text size="xs" c="dimmed" mb={6}>
            {t('canvas.sees')}
          </Text>
          <DigitPreview image={image} size={112} label={t('canvas.seesLabel')} />
          <Group gap="xs" mt="sm">
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconEraser size={15} />}
              onClick={() => {
                if (canvas.current) clear(canvas.current)
                give(null)
              }}
            >
              {t('canvas.clear')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconCamera size={15} />}
              onClick={() => {
                setPhoto('choose')
              }}
            >
              {t('photo.open')}
            </Button>
          </Group>
          <Text id={helpId} size="xs" c="dimmed" mt="sm">
            {t('canvas.help')}
          </Text>
        </div>
      </div>
      <Suspense>
        {photo && (
          <PhotoDialog
            first={photo === 'choose' ? null : photo}
            onUse={(given) => {
              onChange(given)
              setPhoto(null)
            }}
            onClose={() => {
              setPhoto(null)
            }}
          />
        )}
      </Suspense>
    </Input.Wrapper>
  )
}
