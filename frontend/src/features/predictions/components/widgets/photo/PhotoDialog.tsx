import { Alert } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'

import { Dialog } from '@/components/ui/Dialog'
import { useLocale } from '@/lib/i18n/useLocale'

import type { Picture } from '../../../encoders/photo'
import { PhotoSource } from './PhotoSource'
import { PhotoSteps } from './PhotoSteps'
import { pictureOf } from './pixels'

interface Props {
  /** A picture that was dropped or pasted already. */
  first: Blob | null
  onUse: (image: number[]) => void
  onClose: () => void
}

/** From a picture of a digit to the 784 numbers that the model takes. It stays in the browser. */
export default function PhotoDialog({ first, onUse, onClose }: Props) {
  const { t } = useLocale()
  const [picture, setPicture] = useState<Picture | null>(null)
  const [isUnreadable, setUnreadable] = useState(false)
  const take = useCallback((source: Blob | HTMLVideoElement) => {
    void pictureOf(source).then(
      (read) => {
        setUnreadable(false)
        setPicture(read)
      },
      () => {
        setUnreadable(true)
      },
    )
  }, [])
  useEffect(() => {
    if (first) take(first)
  }, [first, take])
  return (
    <Dialog opened onClose={onClose} title={t('photo.title')} size="lg">
      {isUnreadable && (
        <Alert color="buoy" role="alert" mb="md">
          {t('photo.unreadable')}
        </Alert>
      )}
      {picture ? (
        <PhotoSteps
          picture={picture}
          onUse={onUse}
          onBack={() => {
            setPicture(null)
          }}
        />
      ) : (
        <PhotoSource onPicture={take} />
      )}
    </Dialog>
  )
}
