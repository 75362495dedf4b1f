import { Alert, NativeSelect, SegmentedControl, Stack, Switch, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import type { ModelDetail } from '@/api/types'
import { CodeBlock } from '@/components/ui/CodeBlock'
import { Dialog } from '@/components/ui/Dialog'
import { LANGUAGES } from '@/lib/i18n'
import { useLocale } from '@/lib/i18n/useLocale'

import { fragmentOf, type Shared } from '../../link'
import type { TryIt } from '../useTryIt'
import { addressOf, embedSnippet, type EmbedTheme, frameHeight } from './snippet'

interface Props {
  model: ModelDetail
  tryIt: TryIt
  onClose: () => void
}

/** A link to what the form holds, and a frame with it for other people's pages. */
export default function ShareDialog({ model, tryIt, onClose }: Props) {
  const { t, format } = useLocale()
  const [way, setWay] = useState<'link' | 'embed'>('link')
  const [pinned, setPinned] = useState(tryIt.pinned !== null)
  const version =
    tryIt.pinned ?? tryIt.answered?.answer.version ?? model.champion ?? model.documented_version
  const shared: Shared = tryIt.heldOut
    ? { kind: 'heldOut', version: tryIt.heldOut.version, number: tryIt.heldOut.number }
    : { kind: 'row', row: tryIt.row, version, pinned }
  const fragment = useQuery({
    queryKey: ['links', JSON.stringify(shared)],
    queryFn: () => fragmentOf(shared),
    staleTime: Infinity,
  })
  const origin = window.location.origin
  return (
    <Dialog opened onClose={onClose} title={t('share.title')} size="lg">
      <Stack gap="md">
        <SegmentedControl
          data={[
            { value: 'link', label: t('share.link') },
            { value: 'embed', label: t('share.embed') },
          ]}
          value={way}
          onChange={(next) => {
            setWay(next)
          }}
          aria-label={t('share.way')}
        />
        {shared.kind === 'row' ? (
          <Switch
            label={t('share.pin', { version: format.integer(version) })}
            description={t('share.pinNote')}
            checked={pinned}
            onChange={(event) => {
              setPinned(event.currentTarget.checked)
            }}
          />
        ) : (
          <Text size="sm">{t('share.heldOut')}</Text>
        )}
        {fragment.data === null && (
          <Alert color="sand" role="alert">
            {t('share.tooLong')}
          </Alert>
        )}
        {way === 'link' && fragment.data != null && (
          <CodeBlock code={addressOf({ origin, model: model.name, fragment: fragment.data })} />
        )}
        {way === 'embed' && <Embed model={model} fragment={fragment.data ?? ''} />}
        <Text size="xs" c="dimmed">
          {t('share.privacy')}
        </Text>
      </Stack>
    </Dialog>
  )
}

function Embed({ model, fragment }: { model: ModelDetail; fragment: string }) {
  const { t, text, language } = useLocale()
  const [theme, setTheme] = useState<EmbedTheme>('auto')
  const [chosen, setChosen] = useState<string>(language)
  const code = embedSnippet({
    origin: window.location.origin,
    model: model.name,
    title: text(model.title, model.name),
    fragment,
    theme,
    language: chosen,
    height: frameHeight(model),
    usesCamera: Object.values(model.presentation?.widgets ?? {}).some(
      ({ kind }) => kind === 'canvas',
    ),
  })
  return (
    <>
      <NativeSelect
        label={t('share.theme')}
        value={theme}
        onChange={(event) => {
          setTheme(event.currentTarget.value as EmbedTheme)
        }}
        data={[
          { value: 'auto', label: t('share.themeAuto') },
          { value: 'light', label: t('share.themeLight') },
          { value: 'dark', label: t('share.themeDark') },
        ]}
      />
      <NativeSelect
        label={t('share.language')}
        value={chosen}
        onChange={(event) => {
          setChosen(event.currentTarget.value)
        }}
        data={LANGUAGES.map((tag) => ({
          value: tag,
          label: new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag,
        }))}
      />
      <CodeBlock code={code} />
    </>
  )
}
