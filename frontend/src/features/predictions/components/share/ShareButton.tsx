import { Button } from '@mantine/core'
import { IconShare3 } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'

import type { ModelDetail } from '@/api/types'
import { useLocale } from '@/lib/i18n/useLocale'

import type { TryIt } from '../useTryIt'

const ShareDialog = lazy(() => import('./ShareDialog'))

export function ShareButton({ model, tryIt }: { model: ModelDetail; tryIt: TryIt }) {
  const { t } = useLocale()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        size="md"
        variant="default"
        leftSection={<IconShare3 size={18} stroke={1.7} />}
        onClick={() => {
          setOpen(true)
        }}
      >
        {t('share.button')}
      </Button>
      <Suspense>
        {isOpen && (
          <ShareDialog
            model={model}
            tryIt={tryIt}
            onClose={() => {
              setOpen(false)
            }}
          />
        )}
      </Suspense>
    </>
  )
}
