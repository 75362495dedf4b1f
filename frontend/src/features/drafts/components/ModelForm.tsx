import { Select, TextInput } from '@mantine/core'

import type { Draft } from '@/api/types'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import type { DraftDocument } from '../types'
import classes from './Drafts.module.css'
import { MONO } from './mono'
import { TwoLanguages } from './TwoLanguages'
import type { DraftEditing } from './useDraftEditor'

const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
/** Those that ModelIcon draws. */
const ICONS = {
  box: 'drafts.iconBox',
  chart: 'drafts.iconChart',
  file: 'drafts.iconFile',
  message: 'drafts.iconMessage',
  pencil: 'drafts.iconPencil',
  photo: 'drafts.iconPhoto',
  plane: 'drafts.iconPlane',
  bike: 'drafts.iconBike',
} as const

interface Props {
  draft: Draft
  name: string
  document: DraftDocument
  editing: DraftEditing
}

/** What the model is called, in the address and in words. */
export function ModelForm({ draft, name, document, editing }: Props) {
  const { t } = useLocale()
  const wrong = name !== '' && !NAME.test(name)
  const isTaken = draft.taken_by !== null && draft.name === name
  return (
    <Panel title={t('drafts.stepModel')} lead={t('drafts.modelLead')}>
      <div className={classes.grid}>
        <TextInput
          label={t('drafts.name')}
          description={isTaken ? t('drafts.nameTaken') : t('drafts.nameHint')}
          error={wrong ? t('drafts.nameWrong') : null}
          required
          styles={MONO}
          maxLength={63}
          value={name}
          onChange={(event) => {
            editing.setName(event.currentTarget.value.toLowerCase().trim())
          }}
        />
        <Select
          label={t('drafts.icon')}
          allowDeselect={false}
          data={Object.entries(ICONS).map(([value, key]) => ({ value, label: t(key) }))}
          value={document.presentation.icon in ICONS ? document.presentation.icon : 'box'}
          onChange={(icon) => {
            if (icon === null) return
            editing.edit((current) => ({
              ...current,
              presentation: { ...current.presentation, icon },
            }))
          }}
        />
        <TwoLanguages
          label={t('drafts.title')}
          required
          value={document.title}
          onChange={(title) => {
            editing.edit((current) => ({ ...current, title }))
          }}
        />
        <TwoLanguages
          label={t('drafts.summary')}
          long
          value={document.summary}
          onChange={(summary) => {
            editing.edit((current) => ({ ...current, summary }))
          }}
        />
      </div>
    </Panel>
  )
}
