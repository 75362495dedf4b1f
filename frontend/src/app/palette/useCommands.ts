import { useMantineColorScheme } from '@mantine/core'
import { useMemo } from 'react'

import type { SearchHit } from '@/api/types'
import { signOut } from '@/api/session'
import { useModels } from '@/features/models/queries/models'
import type { Command, Group } from '@/features/palette/commands'
import { recent } from '@/features/palette/recent'
import { changeLanguage, LANGUAGES } from '@/lib/i18n'
import { useLocale } from '@/lib/i18n/useLocale'
import { isAtLeast } from '@/lib/roles'
import { requireSession, useSession } from '@/lib/session'

import { NAVIGATION } from '../navigation'
import { SECTIONS } from '../routes/sections'

const LANGUAGE_NAMES = { en: 'English', 'pt-BR': 'Português' } as const

/** Everything that can be gone to or done without asking the server, for who is signed in. */
export function useCommands(): Command[] {
  const { session } = useSession()
  const pages = usePages()
  const models = useModelCommands()
  const actions = useActions()
  return useMemo(
    () => [...recent(session?.name ?? null), ...pages, ...models, ...actions],
    [session, pages, models, actions],
  )
}

function usePages(): Command[] {
  const { t } = useLocale()
  const { session } = useSession()
  const role = session?.role ?? null
  return useMemo(
    () =>
      NAVIGATION.filter(({ least }) => isAtLeast(role, least)).map(({ to, title }) => ({
        id: `page ${to}`,
        group: 'page' as const,
        title: t(title),
        path: to,
      })),
    [t, role],
  )
}

function useModelCommands(): Command[] {
  const { t, text } = useLocale()
  const { session } = useSession()
  const role = session?.role ?? null
  const models = useModels().data
  return useMemo(
    () =>
      (models ?? []).flatMap(({ name, title }): Command[] => [
        {
          id: `model ${name}`,
          group: 'model',
          title: text(title, name),
          detail: name,
          path: `/models/${name}`,
        },
        ...SECTIONS.filter(({ least }) => isAtLeast(role, least)).map((section) => ({
          id: `section ${name} ${section.path}`,
          group: 'section' as const,
          title: `${text(title, name)}: ${t(section.title)}`,
          detail: name,
          path: section.path.replace('$model', name),
        })),
      ]),
    [t, text, role, models],
  )
}

function useActions(): Command[] {
  const { t, i18n, language } = useLocale()
  const { session } = useSession()
  const { setColorScheme } = useMantineColorScheme()
  return useMemo(() => {
    const action = (id: string, title: string, run: () => void): Command => ({
      id,
      group: 'action',
      title,
      run,
    })
    const schemes = [
      ['light', t('shell.schemeLight')],
      ['dark', t('shell.schemeDark')],
      ['auto', t('shell.schemeAuto')],
    ] as const
    return [
      session
        ? action('sign out', t('session.signOut'), () => void signOut())
        : action('sign in', t('session.signIn'), () => void requireSession()),
      ...LANGUAGES.filter((tag) => tag !== language).map((tag) =>
        action(`language ${tag}`, `${t('shell.language')}: ${LANGUAGE_NAMES[tag]}`, () => {
          void changeLanguage(i18n, tag)
        }),
      ),
      ...schemes.map(([scheme, title]) =>
        action(`scheme ${scheme}`, `${t('shell.scheme')}: ${title}`, () => {
          setColorScheme(scheme)
        }),
      ),
    ]
  }, [t, i18n, language, session, setColorScheme])
}

const KINDS = {
  version: 'version',
  'training run': 'run',
  experiment: 'experiment',
  person: 'person',
} as const satisfies Record<Exclude<SearchHit['kind'], 'model'>, Group>

/** What the server has found, as commands; models are known already. */
export function useFound(hits: readonly SearchHit[]): Command[] {
  const { t } = useLocale()
  return useMemo(() => {
    const titleOf = ({ kind, id, name, model }: SearchHit) => {
      if (kind === 'version') return `${model ?? ''}: ${t('model.versionNumber', { version: id })}`
      return kind === 'training run' ? t('palette.run', { id }) : name
    }
    return hits.flatMap((hit): Command[] => {
      if (hit.kind === 'model') return []
      const detail = hit.kind === 'training run' ? `${hit.model ?? ''} · ${hit.name}` : hit.model
      return [
        {
          id: `${hit.kind} ${hit.model ?? ''} ${hit.id}`,
          group: KINDS[hit.kind],
          title: titleOf(hit),
          detail: detail ?? undefined,
          path: pathOf(hit),
        },
      ]
    })
  }, [t, hits])
}

function pathOf({ kind, id, model }: SearchHit): string {
  if (kind === 'training run') return `/training-runs/${id}`
  if (kind === 'experiment') return `/models/${model ?? ''}/experiments/${id}`
  if (kind === 'person') return `/people?search=${encodeURIComponent(id)}`
  return `/models/${model ?? ''}?tab=versions`
}
