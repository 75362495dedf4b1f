import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconCamera, IconCameraOff, IconPhotoUp } from '@tabler/icons-react'
import type { ParseKeys } from 'i18next'
import { useEffect, useRef } from 'react'

import { DropZone } from '@/components/ui/DropZone'
import { useLocale } from '@/lib/i18n/useLocale'

import classes from './Photo.module.css'
import { pictureIn } from './pixels'
import { type CameraFault, useCamera } from './useCamera'

const FAULTS: Record<CameraFault, ParseKeys> = {
  refused: 'photo.refused',
  absent: 'photo.absent',
  busy: 'photo.busy',
  unsupported: 'photo.unsupported',
}

interface Props {
  onPicture: (source: Blob | HTMLVideoElement) => void
}

/** Where a picture comes from: a file, the clipboard, or the camera once its button is pressed. */
export function PhotoSource({ onPicture }: Props) {
  const { t } = useLocale()
  const camera = useCamera()
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const file = pictureIn(event.clipboardData)
      if (file) onPicture(file)
    }
    window.addEventListener('paste', paste)
    return () => {
      window.removeEventListener('paste', paste)
    }
  }, [onPicture])
  if (camera.stream) {
    return <Viewfinder stream={camera.stream} onTake={onPicture} onBack={camera.stop} />
  }
  return (
    <Stack gap="md">
      <DropZone
        icon={<IconPhotoUp size={26} stroke={1.6} />}
        title={t('photo.drop')}
        accept="image/*"
        onFile={onPicture}
      >
        <Text size="xs" c="dimmed">
          {t('photo.paste')}
        </Text>
      </DropZone>
      <Button
        variant="default"
        leftSection={<IconCamera size={18} stroke={1.7} />}
        loading={camera.isStarting}
        onClick={() => void camera.start()}
      >
        {t('photo.camera')}
      </Button>
      {camera.fault && (
        <Alert icon={<IconCameraOff size={20} />} color="buoy" role="alert">
          {t(FAULTS[camera.fault])}
        </Alert>
      )}
      <Text size="xs" c="dimmed">
        {t('photo.privacy')}
      </Text>
    </Stack>
  )
}

interface ViewfinderProps {
  stream: MediaStream
  onTake: (video: HTMLVideoElement) => void
  onBack: () => void
}

function Viewfinder({ stream, onTake, onBack }: ViewfinderProps) {
  const { t } = useLocale()
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    if (video.current) video.current.srcObject = stream
  }, [stream])
  return (
    <Stack gap="md">
      <video
        ref={video}
        className={classes.video}
        aria-label={t('photo.viewfinder')}
        autoPlay
        muted
        playsInline
      />
      <Group>
        <Button
          leftSection={<IconCamera size={18} stroke={1.7} />}
          onClick={() => {
            if (video.current?.videoWidth) onTake(video.current)
          }}
        >
          {t('photo.take')}
        </Button>
        <Button variant="default" onClick={onBack}>
          {t('photo.back')}
        </Button>
      </Group>
    </Stack>
  )
}
