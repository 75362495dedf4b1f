import { Textarea } from '@mantine/core'
import { useEffect, useState } from 'react'

import { useLocale } from '@/lib/i18n/useLocale'

import { parameterLines, parametersFrom } from '../parameters'
import type { Editing } from './SettingsGroup'

const PATH = 'retraining.parameters'

/** What a retraining by the policy gives to the recipe, one to a line. */
export function ParametersSetting({ policy, onChange, onMissing }: Editing) {
  const { t } = useLocale()
  const [text, setText] = useState(() => parameterLines(policy.retraining.parameters).join('\n'))
  const wrong = parametersFrom(text) === null
  useEffect(() => {
    if (!wrong) return
    onMissing(PATH, true)
    return () => {
      onMissing(PATH, false)
    }
  }, [wrong, onMissing])
  return (
    <Textarea
      mt="lg"
      autosize
      minRows={2}
      label={t('setting.parameters')}
      description={t('settingHelp.parameters')}
      placeholder={'trees = 300'}
      error={wrong ? t('setting.parametersWrong') : undefined}
      value={text}
      onChange={(event) => {
        const typed = event.currentTarget.value
        setText(typed)
        const parameters = parametersFrom(typed)
        if (parameters === null) return
        onChange((current) => ({
          ...current,
          retraining: { ...current.retraining, parameters },
        }))
      }}
    />
  )
}
