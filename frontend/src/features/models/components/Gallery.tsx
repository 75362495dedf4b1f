import { Skeleton } from '@mantine/core'

import { ErrorState } from '@/components/ui/ErrorState'
import { useLocale } from '@/lib/i18n/useLocale'

import { useModels } from '../queries/models'
import classes from './Gallery.module.css'
import { GalleryEmpty } from './GalleryEmpty'
import { ModelCard } from './ModelCard'

const SKELETON_CARDS = 5

export function Gallery() {
  const { t } = useLocale()
  const models = useModels()
  if (models.isPending) return <GallerySkeleton />
  if (models.isError) {
    return (
      <ErrorState
        error={models.error}
        title={t('gallery.failed')}
        onRetry={() => void models.refetch()}
      />
    )
  }
  if (models.data.length === 0) return <GalleryEmpty />
  return (
    <ul className={classes.grid} aria-label={t('gallery.list')}>
      {models.data.map((model) => (
        <li key={model.name}>
          <ModelCard model={model} />
        </li>
      ))}
    </ul>
  )
}

function GallerySkeleton() {
  const { t } = useLocale()
  return (
    <div className={classes.grid} role="status" aria-label={t('state.loading')}>
      {Array.from({ length: SKELETON_CARDS }, (_, index) => (
        <Skeleton key={index} height={264} radius="lg" />
      ))}
    </div>
  )
}
