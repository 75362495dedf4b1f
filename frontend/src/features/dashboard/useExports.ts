import { useSessionStorage } from '@mantine/hooks'

import { isLanguage } from '@/lib/i18n'
import { useLocale } from '@/lib/i18n/useLocale'

import { usePaper, usePrint, useWorkbook } from './queries/exports'
import { askedBy, type DashboardSearch } from './search'

export type Exports = ReturnType<typeof useExports>

/** What is on the screen as files. The paper that was asked for last is known until it is put away,
 * also on other pages and after a reload. */
export function useExports(search: DashboardSearch, today: string) {
  const { language } = useLocale()
  const [paperId, setPaperId] = useSessionStorage<number | null>({
    key: 'farol.paper',
    defaultValue: null,
    getInitialValueInEffect: false,
  })
  const workbook = useWorkbook()
  const print = usePrint()
  const paper = usePaper(paperId)
  const asked = askedBy(search, today)
  return {
    workbook,
    print,
    paper,
    isShown: paperId !== null,
    saveWorkbook: () => {
      workbook.mutate({ asked, language: isLanguage(language) ? language : 'en' })
    },
    printPaper: () => {
      setPaperId(null)
      print.mutate(asked, {
        onSuccess: ({ id }) => {
          setPaperId(id)
        },
      })
    },
    putAway: () => {
      setPaperId(null)
    },
  }
}
