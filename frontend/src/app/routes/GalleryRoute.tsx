import { Container, Text, Title } from '@mantine/core'

import { Gallery } from '@/features/models/components/Gallery'
import { useDocumentTitle } from '@/lib/useDocumentTitle'
import { useLocale } from '@/lib/i18n/useLocale'

import classes from './GalleryRoute.module.css'

export function GalleryRoute() {
  const { t } = useLocale()
  useDocumentTitle(t('gallery.title'))
  return (
    <>
      <div className={classes.hero}>
        <Container size={1200} px="clamp(16px, 4vw, 32px)">
          <Title order={1} maw={640}>
            {t('gallery.title')}
          </Title>
          <Text c="dimmed" size="lg" maw={560} mt="sm">
            {t('gallery.lead')}
          </Text>
        </Container>
      </div>
      <Container size={1200} px="clamp(16px, 4vw, 32px)">
        <Gallery />
      </Container>
    </>
  )
}
